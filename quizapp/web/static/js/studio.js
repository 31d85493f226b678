// Writing in the studio: what follows from a fact or question is shown while typing. The
// form is posted as by its own button "Show"; the server answers with the parts of the page
// that change. Nothing is stored, and without this script the button does the same.

import { elementFrom } from "./markup.js";

const PARTS = ["#beside", "#follows", "#spellings"];
const PAUSE = 500;

const form = document.querySelector("form[data-look]");
let timer = 0;
let running = null;

if (form) {
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  window.addEventListener("beforeunload", () => running?.abort());
}

/** Put the marks of an answer around what is selected in one of the two sentences. */
let sentence = null;
document.addEventListener("focusin", (event) => {
  if (event.target.matches?.("textarea[name^='sentence-']")) sentence = event.target;
});
document.querySelector("[data-mark]")?.addEventListener("click", () => {
  if (!sentence || sentence.selectionStart === sentence.selectionEnd) return;
  const { selectionStart: from, selectionEnd: to, value } = sentence;
  sentence.setRangeText(`{{${value.slice(from, to).trim()}}}`, from, to, "end");
  sentence.focus();
  sentence.dispatchEvent(new Event("input", { bubbles: true }));
});

async function look() {
  running?.abort();
  running = new AbortController();
  const body = new URLSearchParams(new FormData(form));
  body.set("do", "look");
  try {
    const reply = await fetch(form.action, {
      method: "POST",
      body,
      credentials: "same-origin",
      headers: { "X-Fragment": "1" },
      signal: running.signal,
    });
    if (reply.ok || reply.status === 422) show(await reply.text());
  } catch {
    // Gone away or without a network: what is shown stays, and the buttons still work.
  }
}

function show(text) {
  for (const selector of PARTS) {
    const now = document.querySelector(selector);
    const fresh = now && elementFrom(text, selector);
    if (fresh) now.replaceWith(fresh);
  }
  showAnswers(elementFrom(text, "#slots"));
}

/**
 * Answers that are newly marked get fields of their own. Fields stay while their mark is
 * being retyped, so that no question is lost on the way.
 */
function showAnswers(fresh) {
  const now = document.querySelector("#slots");
  if (!now || !fresh) return;
  const known = names(now);
  if (names(fresh).every((name) => known.includes(name))) return;
  const held = now.contains(document.activeElement) ? document.activeElement.name : "";
  now.replaceWith(fresh);
  if (held) fresh.querySelector(`[name="${held}"]`)?.focus();
}

function names(slots) {
  return slots.dataset.slots.split(" ").filter(Boolean);
}
