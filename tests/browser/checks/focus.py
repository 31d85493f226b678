"""The check of the focus: whoever goes through a page with Tab sees where she is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tests.browser.checks.layout import PHONE, WIDTHS
from tests.browser.checks.look import Look

STOPS: Final = 25
# Each time Tab is about to lead on, what had the focus until then is looked at: by then the
# page has come to rest around it. Asking after every key would take twice as long.
WATCH_FOCUS: Final = """
() => {
  const seen = window.unseenFocus = { faults: [], over: false };
  const look = () => {
    const element = document.activeElement;
    if (!element || element === document.body) { seen.over = true; return; }
    const label = element.closest("label");
    const lines = [element, label].filter(Boolean).map(e => getComputedStyle(e)).some(s =>
      s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2);
    const { left, right, top, bottom } = (label ?? element).getBoundingClientRect();
    const inside = right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
    const at = document.elementFromPoint((Math.max(left, 0) + Math.min(right, innerWidth)) / 2,
      (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2);
    const covered = inside && at && !(label ?? element).contains(at) && !at.contains(element) &&
      !at.closest("label")?.contains(element);
    const words = (element.textContent || element.name || "").trim().slice(0, 40);
    const name = `${element.localName} «${words}»`;
    if (!lines) seen.faults.push(`${name} does not show its focus`);
    else if (!inside) seen.faults.push(`${name} has the focus outside the window`);
    else if (covered) seen.faults.push(`${name} is covered while it has the focus`);
  };
  seen.look = look;
  let begun = false;
  addEventListener("keydown", event => {
    if (event.key !== "Tab" || seen.over) return;
    if (begun) look();
    begun = true;
  }, true);
}
"""
IS_OVER: Final = "() => unseenFocus.over"
SEEN_FOCUS: Final = (
    "() => { if (!unseenFocus.over) unseenFocus.look(); return unseenFocus.faults; }"
)


def the_focus_is_seen_wherever_it_goes(look: Look) -> Iterator[str]:
    """What has the focus shows it, inside the window, under nothing; on a phone in Arabic."""
    look.widen(PHONE if look.lang == "ar" else max(WIDTHS))
    look.page.evaluate(WATCH_FOCUS)
    for stop in range(1, STOPS + 1):
        look.page.keyboard.press("Tab")
        if not stop % 5 and look.page.evaluate(IS_OVER):
            break
    yield from look.page.evaluate(SEEN_FOCUS)


CHECKS: Final = (the_focus_is_seen_wherever_it_goes,)
