"""Checks of how Arabic is set: joined, upright, large and open enough, in our own faces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from playwright.sync_api import CDPSession

from tests.browser.checks.look import Look, at

SMALLEST: Final = 14.0
READING: Final = 16.0
LONG: Final = 60
LINE: Final = 1.6
VOCALISED_LINE: Final = 1.8
MARKS: Final = re.compile("[\u064b-\u0652]")
LETTERS: Final = re.compile("[\u0620-\u064a]")
TOLERANCE: Final = 0.005
# The faces are loaded once more without `font-display: optional`, by which a busy machine
# may have done without them; letters keep their marks, which do not stand alone.
SET_SAMPLES: Final = """
async () => {
  const rules = [...document.styleSheets].flatMap(sheet =>
    [...sheet.cssRules].filter(rule => rule instanceof CSSFontFaceRule));
  await Promise.all(rules.map(({ style, parentStyleSheet }) => {
    const value = name => style.getPropertyValue(name).replaceAll('"', "");
    const [, path] = value("src").match(/url\\(([^)]*)\\)/);
    const source = new URL(path, parentStyleSheet.href ?? document.baseURI);
    const face = new FontFace(value("font-family"), `url(${source})`, {
      weight: value("font-weight") || "400",
      unicodeRange: value("unicode-range") || "U+0-10FFFF",
    });
    document.fonts.add(face);
    return face.load();
  }));
  const clusters = new Intl.Segmenter();
  const types = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility()) continue;
    const { fontFamily, fontWeight, fontStyle } = getComputedStyle(element);
    const lang = element.closest("[lang]").lang;
    const type = JSON.stringify([{ fontFamily, fontWeight, fontStyle }, lang]);
    const letters = [...clusters.segment(node.data)].map(cluster => cluster.segment);
    types.set(type, new Set([...(types.get(type) ?? []), ...letters]));
  }
  const samples = document.createElement("div");
  samples.id = "samples";
  for (const [type, letters] of types) {
    const [style, lang] = JSON.parse(type);
    const sample = document.createElement("span");
    sample.lang = lang;
    sample.textContent = [...letters].join(" ");
    Object.assign(sample.style, style);
    samples.append(sample);
  }
  document.body.append(samples);
  samples.getBoundingClientRect();
}
"""
REMOVE_SAMPLES: Final = "() => document.querySelector('#samples').remove()"


def arabic_is_not_spaced_out(look: Look) -> Iterator[str]:
    """Letters that join are never moved apart."""
    for run in look.arabic_texts:
        if run["spacing"] not in ("normal", "0px"):
            yield f"{at(run)}: letter-spacing {run['spacing']}"


def arabic_is_upright(look: Look) -> Iterator[str]:
    """No slant, no capitals, no face made up by the browser."""
    for run in look.arabic_texts:
        if run["slant"] != "normal":
            yield f"{at(run)}: {run['slant']}"
        if run["transform"] != "none":
            yield f"{at(run)}: text-transform {run['transform']}"
        if run["synthesis"] != "none none":
            yield f"{at(run)}: font-synthesis {run['synthesis']}"


def nothing_is_justified(look: Look) -> Iterator[str]:
    """Justified Arabic tears holes, and on screens it is not stretched."""
    for run in look.texts:
        if run["align"] == "justify":
            yield at(run)


def arabic_lines_are_open(look: Look) -> Iterator[str]:
    """Lines are far enough apart for marks above and below."""
    for run in look.arabic_texts:
        text = run["text"]
        vocalised = len(MARKS.findall(text)) * 3 > len(LETTERS.findall(text))
        if run["line"] + TOLERANCE < (VOCALISED_LINE if vocalised else LINE):
            yield f"{at(run)}: line-height {run['line']:.2f}"


def arabic_is_large_enough(look: Look) -> Iterator[str]:
    """Nothing under 14 px; what is read, not glanced at, from 16 px."""
    for run in look.arabic_texts:
        if run["size"] < (READING if len(run["text"]) >= LONG else SMALLEST):
            yield f"{at(run)}: {run['size']} px"


def weights_exist(look: Look) -> Iterator[str]:
    """No thin Arabic, and no weight that the face does not have."""
    faces: dict[str, list[tuple[int, int]]] = {}
    for face in look.seen["faces"]:
        low, _, high = face["weight"].replace("normal", "400").replace("bold", "700").partition(" ")
        faces.setdefault(face["family"], []).append((int(low), int(high or low)))
    for run in look.arabic_texts:
        family = run["family"].split(",")[0].strip('" ')
        spans = faces.get(family, [(400, 900)])
        if run["weight"] < 400 or not any(low <= run["weight"] <= high for low, high in spans):
            yield f"{at(run)}: weight {run['weight']} of {family}"


def letters_come_from_our_faces(look: Look) -> Iterator[str]:
    """Every glyph of the page is drawn with a face that we ship.

    Asking for each element is slow, so every character of each type is set once more in
    a sample, and the browser is asked with which faces it drew the samples.
    """
    look.page.evaluate(SET_SAMPLES)
    session = look.page.context.new_cdp_session(look.page)
    try:
        foreign = {
            f"{font['familyName']} ({font['glyphCount']} glyphs)"
            for font in _fonts_of_samples(session)
            if not font["isCustomFont"]
        }
    finally:
        session.detach()
        look.page.evaluate(REMOVE_SAMPLES)
    for name in sorted(foreign):
        yield f"drawn with a face of the device: {name}"


def _fonts_of_samples(session: CDPSession) -> list[dict[str, Any]]:
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    wanted = {"nodeId": root, "selector": "#samples > *"}
    found: list[dict[str, Any]] = []
    for node in session.send("DOM.querySelectorAll", wanted)["nodeIds"]:
        found += session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return found


CHECKS: Final = (
    arabic_is_not_spaced_out,
    arabic_is_upright,
    nothing_is_justified,
    arabic_lines_are_open,
    arabic_is_large_enough,
    weights_exist,
    letters_come_from_our_faces,
)
