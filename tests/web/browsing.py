"""A browser without scripts: it opens pages, fills in their forms and follows redirects.

A form can only be sent with what it offers: an unknown field, a choice that is not there
or a missing form fails the test, as it would stop a learner.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin, urlsplit
from xml.etree.ElementTree import Element

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.checks import check_page

Values = Mapping[str, Sequence[str]]
CHOSEN = ("radio", "checkbox")
TYPED = ("text", "number", "password")


@dataclass
class Form:
    """A form of a page: what it would send, and what it can be filled in with."""

    action: str
    method: str
    sent: dict[str, list[str]] = field(default_factory=dict)
    offered: dict[str, set[str] | None] = field(default_factory=dict)
    buttons: dict[str, tuple[str, str] | None] = field(default_factory=dict)

    @classmethod
    def of(cls, element: Element, base: str) -> Form:
        form = cls(urljoin(base, element.get("action") or base), element.get("method") or "get")
        for control in element.iter():
            if control.tag == "input":
                form._add_input(control)
            elif control.tag == "select":
                form._add_select(control)
            elif control.tag == "textarea":
                form.offered[str(control.get("name"))] = None
                form.sent[str(control.get("name"))] = [control.text or ""]
            elif control.tag == "button":
                name = control.get("name")
                words = " ".join("".join(control.itertext()).split())
                form.buttons[words] = (name, control.get("value") or "") if name else None
        return form

    def _add_input(self, control: Element) -> None:
        name, kind = str(control.get("name")), control.get("type")
        value = control.get("value") or ""
        if kind in CHOSEN:
            values = self.offered.setdefault(name, set())
            assert values is not None
            values.add(value)
            if control.get("checked") is not None:
                self.sent.setdefault(name, []).append(value)
        else:
            self.offered[name] = None if kind in TYPED else {value}
            self.sent.setdefault(name, []).append(value)

    def _add_select(self, control: Element) -> None:
        name = str(control.get("name"))
        options = list(control.iter("option"))
        self.offered[name] = {option.get("value") or "" for option in options}
        chosen = [o for o in options if o.get("selected") is not None] or options[:1]
        self.sent[name] = [option.get("value") or "" for option in chosen]

    def filled(self, values: Values) -> dict[str, list[str]]:
        """Return what the form sends when filled in so."""
        body = {name: list(sent) for name, sent in self.sent.items()}
        for name, wanted in values.items():
            assert name in self.offered, f"the form has no field {name}: {sorted(self.offered)}"
            offered = self.offered[name]
            assert offered is None or set(wanted) <= offered, f"{name} cannot be {wanted}"
            body[name] = list(wanted)
        return body


@dataclass
class Page:
    """A page that a browser shows."""

    response: TestResponse
    path: str
    tree: Element

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def text(self) -> str:
        return " ".join("".join(self.tree.itertext()).split())

    def forms(self) -> Iterator[Form]:
        for element in self.tree.iter("form"):
            yield Form.of(element, self.path)

    def form(self, ending: str = "") -> Form:
        """Return the form whose action ends so; the first post form if nothing is asked for."""
        for form in self.forms():
            if form.method == "post" and urlsplit(form.action).path.endswith(ending):
                return form
        raise AssertionError(f"no form to {ending!r} on {self.path}: {self.text}")

    def link(self, words: str) -> str:
        """Return where the link with these words leads."""
        for element in self.tree.iter("a"):
            if " ".join("".join(element.itertext()).split()) == words:
                return str(element.get("href"))
        raise AssertionError(f"no link {words!r} on {self.path}: {self.text}")

    def link_to(self, part: str) -> str:
        """Return the first link of the page's own part whose address holds this."""
        main = self.tree.find(".//main")
        for element in main.iter("a") if main is not None else ():
            if part in (element.get("href") or ""):
                return str(element.get("href"))
        raise AssertionError(f"no link to {part!r} on {self.path}: {self.text}")

    def all(self, path: str) -> list[Element]:
        return self.tree.findall(path)

    def with_class(self, name: str) -> list[Element]:
        return [e for e in self.tree.iter() if name in (e.get("class") or "").split()]


class Browser:
    """Opens pages of one person; checks each of them."""

    def __init__(self, client: FlaskClient, lang: str) -> None:
        self.client = client
        self.lang = lang

    def open(self, path: str, status: int = 200) -> Page:
        """Open an address and whatever it redirects to."""
        path = path.split("#", 1)[0]  # As browsers do.
        return self._shown(self.client.get(path, follow_redirects=True), status)

    def submit(
        self, form: Form, values: Values | None = None, *, button: str = "", status: int = 200
    ) -> Page:
        """Send a form and follow the redirect."""
        response = self.post(form, values, button=button)
        if response.status_code in (302, 303):
            return self.open(urljoin("/", response.headers["Location"]), status)
        return self._shown(response, status)

    def post(self, form: Form, values: Values | None = None, *, button: str = "") -> TestResponse:
        """Send a form and return the bare response."""
        body = form.filled(values or {})
        if button:
            named = form.buttons[button]
            if named is not None:
                body[named[0]] = [named[1]]
        if form.method == "get":
            return self.client.get(f"{form.action}?{urlencode(body, doseq=True)}")
        return self.client.post(
            form.action,
            data=urlencode(body, doseq=True),
            content_type="application/x-www-form-urlencoded",
            headers={"Sec-Fetch-Site": "same-origin"},
        )

    def _shown(self, response: TestResponse, status: int) -> Page:
        path = response.request.path
        assert response.status_code == status, f"{path}: {response.status_code}\n{response.text}"
        segment = path.split("/")[1]
        tree = check_page(response.text, segment if segment in ("ar", "en") else self.lang)
        return Page(response, path, tree)
