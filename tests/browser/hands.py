"""How people answer: with a pointer, with a finger, or with the keyboard alone.

All three fill in a form from its fields (`choice`, `text`, `pair-1`, `place-1` …), so a
test says what is answered and a hand does it its own way. Worked example:

    Pointer(page).answer({"choice": ["2"]})     clicks the label of the second option
    Keyboard(page).answer({"choice": ["2"]})    goes there with Tab and the arrow keys
"""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Locator, Page

from quizapp.domain.items.base import Fields

FAR: Final = 120
FORM: Final = "main form:has(input[name=client_key])"
HAVE_FOCUS: Final = "elements => elements.includes(document.activeElement)"


class Pointer:
    """Clicks and types."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.form = page.locator(FORM)

    def answer(self, fields: Fields) -> None:
        """Fill in the answer to a question."""
        if any(name.startswith("place-") for name in fields) and self._can_move():
            self._move({name: int(values[0]) for name, values in fields.items()})
            return
        for name, values in fields.items():
            field = self.form.locator(f"[name={name}]")
            if name == "choice":
                for value in values:
                    self.choose(self.page.locator(f"[name={name}][value='{value}']"))
            elif name == "text":
                self.type(field, values[0])
            else:
                self.select(field, values[0])

    def choose(self, field: Locator) -> None:
        """Choose an option by its words."""
        self.press(self.form.locator("label").filter(has=field))

    def type(self, field: Locator, text: str) -> None:
        """Type into a field."""
        field.fill(text)

    def select(self, field: Locator, value: str) -> None:
        """Choose one entry of a list."""
        field.select_option(value)

    def press(self, target: Locator) -> None:
        """Press a button, a link or a label."""
        target.click()

    def _can_move(self) -> bool:
        return self.form.locator("[data-move]").first.is_visible()

    def _move(self, ranks: dict[str, int]) -> None:
        steps = self.form.locator("li:has([data-move])")
        for name, rank in sorted(ranks.items(), key=lambda item: item[1]):
            step = steps.filter(has=self.page.locator(f"[name={name}]"))
            for _ in range(len(ranks)):
                if step.locator("select").input_value() == str(rank):
                    break
                self.press(step.locator("[data-move=up]"))


class Finger(Pointer):
    """Taps."""

    def press(self, target: Locator) -> None:
        """Tap a button, a link or a label."""
        target.tap()


class Keyboard(Pointer):
    """Never touches a pointer."""

    def choose(self, field: Locator) -> None:
        """Go to the field, or to its group and along it with the arrow keys."""
        if field.get_attribute("type") == "checkbox":
            self.reach(field)
            self.page.keyboard.press("Space")
            return
        group = self.form.locator(f"[name={field.get_attribute('name')}]")
        self.reach(group)
        if group.locator("xpath=self::*[@checked]").count() == 0:
            self.page.keyboard.press("Space")
        for _ in range(group.count()):
            if field.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError("the arrow keys do not lead to this option")

    def type(self, field: Locator, text: str) -> None:
        """Type key by key."""
        self.reach(field)
        self.page.keyboard.insert_text(text)

    def select(self, field: Locator, value: str) -> None:
        """Go down the list until the entry is there."""
        self.reach(field)
        for _ in range(field.locator("option").count()):
            if field.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        assert field.input_value() == value

    def press(self, target: Locator) -> None:
        """Go to a button or link and press Enter."""
        self.reach(target)
        self.page.keyboard.press("Enter")

    def reach(self, target: Locator) -> None:
        """Press Tab until one of these elements has the focus."""
        for _ in range(FAR):
            if target.evaluate_all(HAVE_FOCUS):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not lead to {target}")
