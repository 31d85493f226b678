// What scripts add to pages that already work without them. Each module looks for its
// own elements and leaves the page alone where there are none.

import { enhanceOrdering } from "./ordering.js";
import { listenForKeys } from "./keys.js";
import { playInPlace } from "./stage.js";

document.documentElement.classList.add("scripted");
enhanceOrdering(document);
playInPlace((stage) => enhanceOrdering(stage));
listenForKeys();
