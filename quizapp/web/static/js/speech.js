// "Say it": the text of a card by the device's own voice. The button shows only where
// there is a voice of the card's language; voices may arrive late.

const speaker = window.speechSynthesis;

export function offerSpeech(root) {
  if (!speaker || !root.querySelector("[data-say]")) return;
  reveal(root);
  speaker.addEventListener?.("voiceschanged", () => reveal(document), { once: true });
}

function reveal(root) {
  for (const button of root.querySelectorAll("[data-say]")) {
    button.hidden = !voiceFor(button.dataset.lang);
    button.onclick = () => say(button.dataset);
  }
}

function voiceFor(lang) {
  return speaker.getVoices().find((voice) => voice.lang.toLowerCase().startsWith(lang));
}

function say({ text, lang }) {
  const words = new SpeechSynthesisUtterance(text);
  words.voice = voiceFor(lang);
  words.lang = words.voice.lang;
  speaker.cancel();
  speaker.speak(words);
}
