"""Thirty texts that try to be more than text, and how it would show.

Each would call `pwn()` or leave an element with the attribute `pwn`, out of one of the places
in which a page puts a text: between tags, in an attribute with either quote or none, in an
address, in a script or a style sheet, in a comment, in a text area or a title, in what a
script makes of it, in a template, in a format string.
"""

from __future__ import annotations

from typing import Final

PAYLOADS: Final = (
    "<script pwn>pwn()</script>",
    "<ScRiPt pwn src=//elsewhere.example/x.js></sCrIpT>",
    "<img pwn src=x onerror=pwn()>",
    '<img pwn src="x:x" onerror="pwn()"/>',
    "<svg pwn onload=pwn()>",
    "<svg pwn><script>pwn()</script></svg>",
    "<svg pwn><animate onbegin=pwn() attributeName=x dur=1s></svg>",
    '"><b pwn onmouseover=pwn()>',
    "'><b pwn onmouseover=pwn()>",
    '" pwn autofocus onfocus=pwn() x="',
    "' pwn autofocus onfocus=pwn() x='",
    " pwn onfocus=pwn() autofocus tabindex=0 ",
    "</textarea><img pwn src=x onerror=pwn()>",
    "</title><script pwn>pwn()</script>",
    "</script><script pwn>pwn()</script>",
    "</style><svg pwn onload=pwn()>",
    "--><svg pwn onload=pwn()><!--",
    "]]><svg pwn onload=pwn()>",
    "javascript:pwn()//",
    "\tjAvAsCrIpT&colon;pwn()",
    "data:text/html,<script>pwn()</script>",
    '<a pwn href="javascript:pwn()">x</a>',
    "<iframe pwn srcdoc='<script>parent.pwn()</script>'></iframe>",
    "<math pwn><mtext><table><mglyph><style><img src=x onerror=pwn()></style>",
    "<details pwn open ontoggle=pwn()><summary>x</summary></details>",
    "<form pwn action=//elsewhere.example><button formaction=javascript:pwn()>x</button>",
    '<base pwn href="//elsewhere.example/"><meta pwn http-equiv=refresh content="0;url=//x">',
    "\u003cimg pwn src=x onerror=pwn()\u003e &lt;img pwn src=x onerror=pwn()&gt; \\x3cimg pwn>",
    "{{ 31337 * 3 }} ${31337 * 3} {% print(31337 * 3) %} <%= 31337 * 3 %>",
    "%(name)s %s %n {0} {name} \\u0027;pwn();//",
)
ALL: Final = " ".join(PAYLOADS)
# What a template would make of the last but one.
EVALUATED: Final = str(31337 * 3)
# Stands in every payload's neighbourhood, so that a page can be seen to show them.
SIGN: Final = "pwn()"

# Before any script of a page: what a payload would call.
CALLED: Final = """
window.pwned = [];
window.pwn = () => window.pwned.push(location.href);
for (const name of ["alert", "confirm", "prompt"]) window[name] = () => window.pwn();
"""
# After a page has come to rest: every element that no template of ours has.
ALIVE: Final = """
() => {
  const wrong = [];
  for (const element of document.querySelectorAll("*")) {
    const told = () => wrong.push(element.outerHTML.slice(0, 160));
    if (element.matches("iframe, object, embed, base, math, animate, [pwn], [http-equiv]")) told();
    else if (element.matches("script:not([src^='/static/']), form[action*='//']")) told();
    else for (const { name, value } of element.attributes) {
      if (name.startsWith("on")) told();
      if (/^(href|src|action|formaction|srcdoc)$/.test(name)
        && /^[\\s\\u0000-\\u001f]*(javascript|data|vbscript):/i.test(value)) told();
    }
  }
  const text = document.body.textContent;
  return [wrong, window.pwned, text.includes("%s"), text.includes("pwn()")
    || [...document.querySelectorAll("input")].some(field => field.value.includes("pwn()"))];
}
"""
