// "I was right" on a result page: only the box around the button changes. Without this, or
// where it fails, the form is sent as any other.

import { elementFrom } from "./markup.js";

export function appealInPlace() {
  document.addEventListener("submit", onSubmit);
}

async function onSubmit(event) {
  const form = event.target;
  const box = form.closest(".appeal");
  if (!box || form.closest(".stage")) return;
  event.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
  try {
    const reply = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      credentials: "same-origin",
    });
    const changed = reply.ok && elementFrom(await reply.text(), `#${box.id}`);
    if (!changed) throw new Error(String(reply.status));
    show(box, changed);
  } catch {
    form.submit();
  }
}

function show(box, changed) {
  changed.tabIndex = -1;
  box.replaceWith(changed);
  changed.focus({ preventScroll: true });
  const status = document.getElementById("status");
  if (status) status.textContent = changed.textContent.trim();
}
