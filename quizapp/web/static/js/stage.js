// Playing a round in place: the answer is judged without a new page, and the next
// question is fetched while the learner reads why. A request with `X-Fragment: 1` gets
// the stage alone, or `X-Leads-To` where there is nothing to show yet. Whatever fails
// falls back to the plain form or link; where there is no connection, which would replace
// the form by a page of the browser, the form stays and is sent when there is one again.

import { elementFrom } from "./markup.js";

const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
const TRY_AGAIN = 5000;
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
  let reply;
  try {
    reply = await ask(form.action, { method: "POST", body });
  } catch (failure) {
    if (failure instanceof TypeError && !(await reachable())) keepForLater(form, submitter);
    else sendPlainly(form, submitter);
    return;
  }
  try {
    await follow(reply);
  } catch {
    sendPlainly(form, submitter);
  }
}

/** Whether there is a connection: what failed may have been held up for being a script's. */
async function reachable() {
  try {
    return navigator.onLine && Boolean(await fetch("/healthz", { cache: "no-store" }));
  } catch {
    return false;
  }
}

/** Nobody was reached: say so, and send the form once somebody is, unless it is changed first.
 *  Its key makes sending it twice harmless, should the first have arrived after all. */
function keepForLater(form, submitter) {
  const told = form.closest(".stage").querySelector("[data-offline]");
  if (!told) {
    sendPlainly(form, submitter);
    return;
  }
  delete form.dataset.sending;
  submitter?.removeAttribute("aria-busy");
  told.hidden = false;
  const status = document.getElementById("status");
  if (status) status.textContent = told.textContent.trim();
  const done = new AbortController();
  const again = () => {
    if (!navigator.onLine) return;
    done.abort();
    clearInterval(timer);
    if (form.isConnected && !form.dataset.sending) form.requestSubmit(submitter);
  };
  const timer = setInterval(again, TRY_AGAIN);
  window.addEventListener("online", again, { signal: done.signal });
  for (const change of ["input", "submit"]) {
    form.addEventListener(change, () => (done.abort(), clearInterval(timer)), { signal: done.signal });
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
    const transition = document.startViewTransition(change);
    // Whoever is quicker than it cuts it short, which is no fault.
    transition.ready.catch(() => {});
    await transition.updateCallbackDone;
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
