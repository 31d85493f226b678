// Playing a round in place: the answer is judged without a new page, and the next
// question is fetched while the learner reads why. A request with `X-Fragment: 1` gets
// the stage alone, or `X-Leads-To` where there is nothing to show yet. Whatever fails
// falls back to the plain form or link.

import { elementFrom } from "./markup.js";

const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
let ready = () => {};
let ahead = { address: "", reply: null };
let here = page();

export function playInPlace(whenReady) {
  if (!document.querySelector(".stage")) return;
  ready = whenReady;
  document.addEventListener("submit", onSubmit);
  document.addEventListener("click", onClick);
  // Leading past the banner changes the address too, and must not lose what was typed.
  window.addEventListener("popstate", () => {
    if (page() !== here) window.location.reload();
  });
  fetchAhead(document.querySelector(".stage"));
}

async function onSubmit(event) {
  const form = event.target;
  if (!form.matches("form.question, form[data-stay]") || form.method !== "post") return;
  if (!form.closest(".stage")) return;
  event.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = "yes";
  const { submitter } = event;
  submitter?.setAttribute("aria-busy", "true");
  const body = new URLSearchParams(new FormData(form, submitter));
  try {
    await follow(await ask(form.action, { method: "POST", body }));
  } catch {
    sendPlainly(form, submitter);
  }
}

async function onClick(event) {
  const link = event.target.closest("a[data-next]");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  try {
    await follow(await (ahead.address === link.href ? ahead.reply : ask(link.href)));
  } catch {
    window.location.assign(link.href);
  }
}

async function ask(address, options = {}) {
  const reply = await fetch(address, {
    ...options,
    credentials: "same-origin",
    headers: { "X-Fragment": "1" },
  });
  if (!reply.ok && reply.status !== 422) throw new Error(String(reply.status));
  const onward = reply.headers.get("X-Leads-To");
  return onward ? ask(onward) : { text: await reply.text(), address: reply.url };
}

async function follow(reply) {
  const stage = elementFrom(reply.text, ".stage");
  if (!stage) {
    // A page without a stage, like the result: the round is over.
    window.location.assign(reply.address);
    return;
  }
  const change = () => show(stage, reply.address);
  if (document.startViewTransition && !calm.matches) {
    await document.startViewTransition(change).updateCallbackDone;
  } else {
    change();
  }
}

function show(stage, address) {
  document.querySelector(".stage").replaceWith(stage);
  if (address !== window.location.href) window.history.pushState(null, "", address);
  here = page();
  showElsewhere();
  if (stage.dataset.title) document.title = stage.dataset.title;
  ready(stage);
  const verdict = stage.querySelector("#verdict");
  const status = document.getElementById("status");
  const said = stage.querySelector("[data-say]") ?? verdict;
  if (status) status.textContent = said ? said.textContent.trim() : "";
  const target = stage.querySelector("[data-focus]") ?? stage.querySelector(".stem");
  target?.focus({ preventScroll: true });
  (verdict?.closest(".feedback") ?? stage).scrollIntoView({
    block: "nearest",
    behavior: calm.matches ? "auto" : "smooth",
  });
  fetchAhead(stage);
}

/** The address without the place on the page. */
function page() {
  return window.location.pathname + window.location.search;
}

/** The way to the other language leads to the question that is shown now. */
function showElsewhere() {
  for (const link of document.querySelectorAll("a.switch[hreflang]")) {
    link.pathname = window.location.pathname.replace(/^\/[^/]+/, `/${link.hreflang}`);
    link.search = window.location.search;
  }
}

/** Fetch the next question while this one's feedback is read. */
function fetchAhead(stage) {
  const link = stage.querySelector("a[data-next]");
  if (!link) return;
  const reply = ask(link.href);
  reply.catch(() => {});
  ahead = { address: link.href, reply };
}

function sendPlainly(form, submitter) {
  if (submitter?.name) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = submitter.name;
    field.value = submitter.value;
    form.append(field);
  }
  form.submit();
}
