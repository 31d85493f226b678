// Everything the checks want to know of a page, in one look: every visible run of text
// with its language and type, every spoken name, every control.
() => {
  const ISOLATES = "[lang], bdi, code, kbd, samp";
  const round = number => Math.round(number * 100) / 100;

  const where = element => {
    const steps = [];
    for (let at = element; at && at !== document.body && steps.length < 4; at = at.parentElement) {
      const name = at.id ? `#${at.id}` : [...at.classList].slice(0, 2).map(c => `.${c}`).join("");
      steps.unshift(at.localName + name);
    }
    return steps.join(" > ");
  };

  const shown = element =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true });

  // Text that only a screen reader gets is clipped to a point: it has no type to check.
  const drawn = rect => rect.width > 1 && rect.height > 1;

  const box = element => {
    const rect = element.getBoundingClientRect();
    return { x: round(rect.x), y: round(rect.y), width: round(rect.width), height: round(rect.height) };
  };

  const type = style => ({
    family: style.fontFamily,
    size: parseFloat(style.fontSize),
    weight: Number(style.fontWeight),
    slant: style.fontStyle,
    synthesis: `${style.fontSynthesisWeight} ${style.fontSynthesisStyle}`,
    spacing: style.letterSpacing,
    line: parseFloat(style.lineHeight) / parseFloat(style.fontSize) || 0,
    align: style.textAlign,
    transform: style.textTransform,
    direction: style.direction,
  });

  // A pattern that reads from left to right in any text: a score, a sign, a share, C++.
  const LEFT_TO_RIGHT =
    /(?<![\p{L}\p{N}])[+\u2212-]\d+|\d+[-\u2013:]\d+|\d+%|[A-Za-z]\+\+/gu;
  const reversed = node => {
    const found = [];
    const range = document.createRange();
    for (const match of node.data.matchAll(LEFT_TO_RIGHT)) {
      const edge = at => {
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        return range.getBoundingClientRect();
      };
      const [first, last] = [edge(match.index), edge(match.index + match[0].length - 1)];
      if (Math.abs(first.y - last.y) < 2 && first.x > last.x) found.push(match[0]);
    }
    return found;
  };

  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.data.replace(/\s+/g, " ").trim();
    if (!text || ["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE"].includes(element.tagName)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    if (!shown(element) || !drawn(range.getBoundingClientRect())) continue;
    const isolate = element.closest(ISOLATES);
    texts.push({
      text,
      where: where(element),
      lang: element.closest("[lang]").lang,
      isolated: !isolate.lang,
      directed: Boolean(isolate.dir) || isolate.localName === "bdi",
      reversed: reversed(node),
      ...type(getComputedStyle(element)),
    });
  }

  const spoken = [];
  for (const element of document.querySelectorAll("[aria-label], [title], [alt], [placeholder], option")) {
    const lang = element.closest("[lang]").lang;
    for (const name of ["aria-label", "title", "alt", "placeholder"])
      if (element.getAttribute(name))
        spoken.push({ text: element.getAttribute(name), lang, where: `${where(element)}[${name}]` });
    if (element.localName === "option" && element.text.trim())
      spoken.push({ text: element.text.trim(), lang, where: where(element) });
  }

  const CONTROLS = "button, a[href], input:not([type=hidden]), select, textarea, summary";
  const controls = [...document.querySelectorAll(CONTROLS)].filter(shown).map(element => {
    const style = getComputedStyle(element);
    return {
      where: where(element),
      tag: element.localName,
      type: element.type || "",
      name: element.name || "",
      dir: element.dir,
      lang: element.lang,
      direction: style.direction,
      around: getComputedStyle(element.parentElement).direction,
      value: element.value || "",
      tabindex: element.tabIndex,
      native:
        element.form && !element.form.noValidate
          ? ["required", "pattern", "min", "max", "step"].filter(name => element.hasAttribute(name))
          : [],
    };
  });

  const icons = [...document.querySelectorAll("svg use")].filter(shown).map(use => {
    const svg = use.closest("svg");
    const style = getComputedStyle(svg);
    const turned = new DOMMatrix(style.transform === "none" ? "" : style.transform).a < 0;
    return {
      where: where(svg.parentElement),
      symbol: (use.getAttribute("href") || "").split("#")[1] || "",
      mirrored: turned !== style.scale.startsWith("-1"),
      direction: style.direction,
      spoken: !svg.closest("[aria-hidden=true]"),
    };
  });

  const LANDMARKS = "header, main, footer, main > section, fieldset, progress, table:not(main [lang] table)";
  const landmarks = [...document.querySelectorAll(LANDMARKS)]
    .filter(shown)
    .map(element => ({ where: where(element), ...box(element) }));

  // Things side by side run with the text: the first of two stands where reading starts.
  const turned = [];
  for (const row of document.body.querySelectorAll("*")) {
    const style = getComputedStyle(row);
    if (!/flex|grid/.test(style.display) || style.flexDirection.startsWith("column")) continue;
    const boxes = [...row.children].filter(shown).map(e => e.getBoundingClientRect());
    boxes.slice(1).forEach((next, index) => {
      const first = boxes[index];
      const beside = next.top < first.bottom && first.top < next.bottom;
      if (!beside || first.width < 2 || next.width < 2) return;
      if ((style.direction === "rtl") !== (next.right <= first.left + 1)) turned.push(where(row));
    });
  }

  const link = rel => document.querySelector(`link[rel=${rel}]`)?.href ?? "";
  const meta = name => document.querySelector(`meta[name=${name}]`)?.content ?? "";
  return {
    lang: document.documentElement.lang,
    dir: document.documentElement.dir,
    title: document.title,
    description: meta("description"),
    robots: meta("robots"),
    canonical: link("canonical"),
    alternates: Object.fromEntries(
      [...document.querySelectorAll("link[rel=alternate][hreflang]")].map(e => [e.hreflang, e.href]),
    ),
    switches: [...document.querySelectorAll("a[hreflang]")]
      .filter(shown)
      .map(e => ({ hreflang: e.hreflang, lang: e.lang, href: e.href, text: e.textContent.trim() })),
    directions: [...document.querySelectorAll("[dir], bdo")].map(e => ({ where: where(e), dir: e.getAttribute("dir") })),
    copied: document.body.innerText,
    faces: [...document.fonts].map(f => ({ family: f.family.replaceAll('"', ""), weight: f.weight, status: f.status })),
    texts, spoken, controls, icons, landmarks, turned,
  };
}
