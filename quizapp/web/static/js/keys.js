// The keyboard, on Latin and Arabic layouts: 1–9 (also ١–٩ and ۱–۹) choose, Enter checks
// or goes on, ? shows the keys; an element with `data-key` is pressed by its key, by the
// same physical key on any layout. Never while typing, composing or with a modifier;
// single keys can be switched off in the settings (`data-keys="off"` on the root).

const DIGITS = ["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"];

const TYPING = "input:not([type=radio], [type=checkbox]), textarea, select, dialog";

export function listenForKeys() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-opens], button[data-closes]");
    if (button?.dataset.opens) document.getElementById(button.dataset.opens).showModal();
    if (button?.dataset.closes) document.getElementById(button.dataset.closes).close();
  });
}

function onKey(event) {
  if (event.defaultPrevented || event.isComposing || event.repeat) return;
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (document.documentElement.dataset.keys === "off") return;
  if (event.target.closest?.(TYPING)) return;
  const position = digit(event.key);
  if (position) {
    choose(position, event);
  } else if (event.key === "?" || event.key === "؟") {
    const sheet = document.getElementById("keys");
    if (sheet && !sheet.open) {
      event.preventDefault();
      sheet.showModal();
    }
  } else if (event.key === "Enter" && !event.target.closest?.("a, button, summary")) {
    const stage = document.querySelector(".stage");
    const go = stage?.querySelector("button.primary, a.primary");
    if (go) {
      event.preventDefault();
      go.click();
    }
  } else if (event.key !== " " || !event.target.closest?.("button, summary, input")) {
    press(document.querySelector(`[data-key="${CSS.escape(named(event))}"]`), event);
  }
}

/** The key as a Latin layout has it: an Arabic one sends ع where U is printed. */
function named(event) {
  if (/^[a-z]$/i.test(event.key)) return event.key.toLowerCase();
  const code = /^Key([A-Z])$/.exec(event.code ?? "");
  return code && event.key.length === 1 ? code[1].toLowerCase() : event.key;
}

function press(element, event) {
  if (!element || element.hidden) return;
  event.preventDefault();
  element.click();
}

function digit(key) {
  for (const system of DIGITS) {
    const value = key.length === 1 ? system.indexOf(key) : -1;
    if (value > 0) return value;
  }
  return 0;
}

function choose(position, event) {
  const grade = document.querySelectorAll(".stage .grades button")[position - 1];
  if (grade) {
    press(grade, event);
    return;
  }
  const choices = document.querySelectorAll(".stage .options input");
  const choice = choices[position - 1];
  if (!choice) return;
  event.preventDefault();
  choice.focus();
  choice.click();
}
