"""Where everything is: an address of every rule of the site, with what `filling` made in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from flask import Flask

from tests.browser.inventory import NOT_PAGES
from tests.security.outside.filling import Filled
from tests.web.roles import BY_TOKEN, VALUES

# Parts of addresses that mean something else on some pages.
OTHERWISE: Final[Mapping[str, Mapping[str, str]]] = {
    "teach.fact": {"fact_id": "f-host"},
    "api.show_fact": {"fact_id": "f-host"},
}
QUERIES: Final = {
    "appeals.look": "?of=en&spelling=x",
    "cards.review": "?typing=1&all=1",
    "exchange.leave": "?format=moodle&lang=en",
    "exchange.leave_file": "?format=gift&lang=en",
    "exchange.published_file": "?format=gift&lang=en",
    "teach.bank": "?words=pwn",
}


@dataclass(frozen=True)
class Place:
    """A rule and an address of it."""

    endpoint: str
    path: str
    methods: frozenset[str]

    @property
    def is_page(self) -> bool:
        """Whether a browser shows it."""
        program = self.endpoint in BY_TOKEN
        return "GET" in self.methods and not program and self.endpoint not in NOT_PAGES


def places(app: Flask, filled: Filled, lang: str) -> Iterator[Place]:
    """Yield an address of every rule, in a language."""
    known = {name: str(value) for name, value in VALUES.items()} | filled.values
    known |= {"lang": lang, "digest": str(app.config["ASSETS_DIGEST"]), "name": "site.css"}
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.endpoint):
            values = known | OTHERWISE.get(rule.endpoint, {})
            methods = frozenset(rule.methods or ())
            path = adapter.build(
                rule.endpoint,
                {name: values[name] for name in rule.arguments},
                method=sorted(methods)[0],
            )
            query = QUERIES.get(rule.endpoint, "") if "GET" in methods else ""
            yield Place(rule.endpoint, path + query, methods)
