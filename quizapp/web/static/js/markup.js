// The one place where text becomes markup: replies of our own server, by one named
// Trusted Types policy. Everything else writes text.

const policy = window.trustedTypes
  ? window.trustedTypes.createPolicy("app", { createHTML: (text) => text })
  : { createHTML: (text) => text };

/** Return the first element that `selector` finds in a reply of our server, or null. */
export function elementFrom(text, selector) {
  const page = new DOMParser().parseFromString(policy.createHTML(text), "text/html");
  const found = page.querySelector(selector);
  return found ? document.adoptNode(found) : null;
}
