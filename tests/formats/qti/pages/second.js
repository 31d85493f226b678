// Drives @citolab/qti-components: show(xml), score(answer), direction(), text().
const PATIENCE = 5000;
let item;
let shown = 0;

function connected() {
  return new Promise((done, failed) => {
    document.querySelector("qti-item").addEventListener(
      "qti-assessment-item-connected",
      (event) => done(event.composedPath()[0]),
      { once: true },
    );
    setTimeout(() => failed(new Error("the item never came")), PATIENCE);
  });
}

window.show = async (xml) => {
  const made = connected();
  // The same text twice would not be shown anew.
  const text = xml.replace(/\s*$/, `<!-- ${(shown += 1)} -->`);
  document.querySelector("item-container").itemXML = text;
  item = await made;
  await item.updateComplete;
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
};
window.scoreNow = async () => {
  item.processResponse(true, false);
  return Number(item.getOutcome("SCORE").value);
};
window.score = async (answer) => {
  if (answer !== null) item.updateResponseVariable("RESPONSE", answer);
  return window.scoreNow();
};
window.feedback = () =>
  [...item.querySelectorAll("qti-modal-feedback")].map((one) => one.textContent).join("\n");
window.body = () => item.querySelector("qti-item-body");
window.direction = () => getComputedStyle(window.body()).direction;
window.text = () => window.body().innerText;
