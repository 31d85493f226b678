// Drives qti3-item-player: show(xml), score(answer), direction(), text().
// An answer is given by restoring a saved state that holds it, as a test engine would.
const Player = window.qti3Player.default || window.qti3Player;
const PATIENCE = 5000;
const heard = {};
let shown = 0;
let latest = "";

function on(event) {
  return new Promise((done, failed) => {
    heard[event] = done;
    setTimeout(() => failed(new Error(`never: ${event}`)), PATIENCE);
  });
}

const player = on("ready");
new Vue({
  render: (make) =>
    make(Player, {
      props: { suppressAlertMessages: true, suppressInvalidResponseMessages: true },
      on: {
        notifyQti3PlayerReady: (made) => heard.ready(made),
        notifyQti3ItemReady: () => heard.item(),
        notifyQti3EndAttemptCompleted: (data) => heard.end(data.state),
      },
    }),
}).$mount("#app");

async function load(state) {
  const made = await player;
  const sessionControl = { max_attempts: 0, show_feedback: true, validate_responses: false };
  const configuration = { guid: `g${(shown += 1)}`, status: "interacting", sessionControl };
  if (state) configuration.state = state;
  const ready = on("item");
  // The same text twice would not be shown anew.
  made.loadItemFromXml(latest.replace(/\s*$/, `<!-- ${shown} -->`), configuration);
  await ready;
}

async function end() {
  const ended = on("end");
  (await player).endAttempt("test");
  return JSON.parse(JSON.stringify(await ended));
}

function scored(state) {
  return Number(state.outcomeVariables.find((one) => one.identifier === "SCORE").value);
}

window.show = async (xml) => {
  latest = xml;
  await load(null);
};
window.score = async (answer) => {
  await load(null);
  const state = await end();
  if (answer === null) return scored(state);
  state.contextVariables = [];
  const response = state.responseVariables.find((one) => one.identifier === "RESPONSE");
  response.value = answer;
  if (response.cardinality === "ordered") response.state = { order: answer };
  await load(state);
  return scored(await end());
};
window.scoreNow = async () => scored(await end());
window.feedback = () => document.querySelector(".qti-modal-feedback, .modal-content, [role=dialog]")?.innerText ?? "";
window.body = () => document.querySelector(".qti-item-body");
window.direction = () => getComputedStyle(window.body()).direction;
window.text = () => window.body().innerText;
