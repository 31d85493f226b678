// What scripts add to pages that already work without them. Each module looks for its
// own elements and leaves the page alone where there are none.

import { takeCodeFromLink } from "./code.js";
import { appealInPlace } from "./appeals.js";
import { enhanceOrdering } from "./ordering.js";
import { listenForKeys } from "./keys.js";
import { followWhatIsTyped } from "./typing.js";
import { proposeZone } from "./zone.js";
import { playInPlace } from "./stage.js";
import { offerSpeech } from "./speech.js";

document.documentElement.classList.add("scripted");
enhanceOrdering(document);
playInPlace((stage) => {
  enhanceOrdering(stage);
  offerSpeech(stage);
});
offerSpeech(document);
proposeZone();
takeCodeFromLink();
listenForKeys();
followWhatIsTyped();
appealInPlace();
