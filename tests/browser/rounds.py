"""Rounds that stand where a test wants to look: this kind, this language, this verdict.

They are played through the services behind the server's back, on the real article. Seeds
are fixed, so a round asks the same every time. Worked example:

    learner.answered("match", "ar", Outcome.PARTIAL)

starts a round of matching questions in Arabic, answers one of them partly right, and
returns where to look at it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from quizapp.db import catalogue, play
from quizapp.domain.bilingual import Lang
from quizapp.domain.generation.rounds import RoundSpec, assemble
from quizapp.domain.ids import seeded
from quizapp.domain.items.base import Fields, Item, Outcome
from quizapp.domain.items.registry import KINDS, kind_of
from quizapp.extensions import db
from quizapp.services import rounds, texts
from quizapp.services.accounts import Settings, create_guest
from quizapp.services.rounds import Certainty, Mode, RoundRequest
from tests.answers import SKIPPED, right_fields, wrong_fields
from tests.browser.site import Site
from tests.play import NOW, submission

ARTICLE = "samarkand-summit"
LOOKED_THROUGH = 12

Asked = tuple[Item, tuple[int, ...], Lang]


@dataclass(frozen=True)
class Place:
    """A question of a round."""

    round_id: str
    position: int

    @property
    def path(self) -> str:
        """Its address behind the language."""
        return f"rounds/{self.round_id}/{self.position}"


def partly_right(item: Item, order: tuple[int, ...], lang: Lang) -> Fields:
    """Spoil a right answer a little: a key left out, two partners or places exchanged."""
    right = dict(right_fields(item, order, lang))
    if item.kind in ("match", "order"):
        *_, last, end = right
        right[last], right[end] = right[end], right[last]
        return right
    return {name: list(values)[:-1] or list(values) for name, values in right.items()}


def slips(item: Item, order: tuple[int, ...], lang: Lang) -> Iterator[Fields]:
    """Yield spellings with one letter missing."""
    if item.typed is not None:
        word = item.typed.accepted[lang][0]
        for at in range(1, len(word)):
            yield {"text": [word[:at] + word[at + 1 :]]}


def fields_giving(outcome: Outcome, asked: Asked) -> Fields | None:
    """Return a form that is judged so, None where this question cannot be."""
    item, order, lang = asked
    kind = kind_of(item.kind)
    makers: tuple[Callable[[Item, tuple[int, ...], Lang], Fields], ...] = (
        right_fields,
        wrong_fields,
        partly_right,
    )
    tried = [make(*asked) for make in makers]
    for fields in (*tried, *slips(*asked), SKIPPED):
        if kind.grade(item, kind.read(item, fields, order), lang).outcome == outcome:
            return fields
    return None


@dataclass
class Learner:
    """An account whose rounds are played from inside; `token` proves who it is."""

    account_id: int
    token: str
    _places: dict[tuple[object, ...], Place] = field(default_factory=dict)

    def open(self, kind: str, lang: Lang, *, mode: Mode = "practice", asks: bool = False) -> Place:
        """Return a question nobody has answered: of those looked through, the longest."""
        key = ("open", kind, lang, mode, asks)
        if key not in self._places:
            with _session() as session:
                round_id = self._start(session, key, (kind,), lang, mode=mode, asks=asks)
                found = self._asked(session, round_id, lang)
            at = max(found, key=lambda position: _length(found[position]))
            self._places[key] = Place(round_id, at)
        return self._places[key]

    def fresh(self, kind: str, lang: Lang) -> Place:
        """Return the first question of a round that nobody else will look at."""
        with _session() as session:
            return Place(self._start(session, ("fresh", kind, lang), (kind,), lang), 1)

    def answered(
        self, kind: str, lang: Lang, outcome: Outcome, *, mode: Mode = "practice"
    ) -> Place:
        """Return a question answered so, the ones before it answered rightly."""
        key = ("answered", kind, lang, outcome, mode)
        if key not in self._places:
            with _session() as session:
                round_id = self._start(session, key, (kind,), lang, mode=mode)
                for position, asked in self._asked(session, round_id, lang).items():
                    fields = fields_giving(outcome, asked)
                    self._submit(session, round_id, position, fields or right_fields(*asked))
                    if fields is not None:
                        self._places[key] = Place(round_id, position)
                        break
        return self._places[key]

    def typed(self, lang: Lang, text: str) -> Place:
        """Return a gap that was answered with this text."""
        key = ("typed", lang, text)
        if key not in self._places:
            with _session() as session:
                round_id = self._start(session, key, ("gap",), lang)
                self._submit(session, round_id, 1, {"text": [text]})
            self._places[key] = Place(round_id, 1)
        return self._places[key]

    def finished(
        self,
        lang: Lang,
        outcomes: tuple[Outcome, ...],
        *,
        kind: str = "",
        mode: Mode = "practice",
        asks: bool = False,
    ) -> Place:
        """Return a finished round, over all kinds or one, whose first answers were judged so."""
        key = ("finished", lang, outcomes, kind, mode, asks)
        if key not in self._places:
            with _session() as session:
                kinds = (kind,) if kind else ()
                round_id = self._start(session, key, kinds, lang, mode=mode, asks=asks)
                found = self._asked(session, round_id, lang)
                for (position, asked), outcome in zip(found.items(), outcomes, strict=False):
                    fields = fields_giving(outcome, asked) or right_fields(*asked)
                    sure: Certainty = "guess" if position % 2 else "sure"
                    self._submit(session, round_id, position, fields, sure if asks else None)
                rounds.finish(session, account_id=self.account_id, round_id=round_id, now=NOW)
            self._places[key] = Place(round_id, len(found))
        return self._places[key]

    def varied(self, name: str, lang: Lang, *, mode: Mode = "practice") -> Place:
        """Return the first question of a short round in which every kind occurs."""
        with _session() as session:
            for attempt in range(200):
                key = ("varied", name, lang, mode, attempt)
                # Drawn without being stored: most seeds leave a kind out.
                if _kinds_drawn(session, key, lang) != set(KINDS):
                    continue
                round_id = self._start(session, key, (), lang, mode=mode, length=len(KINDS))
                found = self._asked(session, round_id, lang)
                assert {item.kind for item, *_ in found.values()} == set(KINDS)
                return Place(round_id, 1)
        raise AssertionError("no seed gave a round with every kind")

    def asked(self, place: Place, lang: Lang) -> dict[int, Asked]:
        """Return what each question of a round asks, and its options as shown."""
        with _session() as session:
            return self._asked(session, place.round_id, lang)

    def outcomes(self, round_id: str) -> list[Outcome | None]:
        """Return how the questions of a round were judged; None for one not answered."""
        with _session() as session:
            return [
                row.outcome and Outcome(row.outcome) for row in self._entries(session, round_id)
            ]

    def _start(
        self,
        session: Session,
        key: tuple[object, ...],
        kinds: tuple[str, ...],
        lang: Lang,
        *,
        mode: Mode = "practice",
        asks: bool = False,
        length: int = LOOKED_THROUGH,
    ) -> str:
        return rounds.start_round(
            session,
            account_id=self.account_id,
            request=RoundRequest(ARTICLE, lang, length, kinds, mode, asks),
            public_id=secrets.token_urlsafe(12),
            seed=_seed(key),
            now=NOW,
        )

    def _entries(self, session: Session, round_id: str) -> list[Any]:
        found = play.find_round(session.connection(), self.account_id, round_id)
        assert found is not None
        return play.entries(session.connection(), found.id)

    def _asked(self, session: Session, round_id: str, lang: Lang) -> dict[int, Asked]:
        connection = session.connection()
        return {
            row.position: (
                texts.item_of(connection, row.version_id, row.item_fingerprint),
                row.arrangement,
                lang,
            )
            for row in self._entries(session, round_id)
        }

    def _submit(
        self,
        session: Session,
        round_id: str,
        position: int,
        fields: Fields,
        certainty: Certainty | None = None,
    ) -> None:
        rounds.answer(
            session,
            account_id=self.account_id,
            round_id=round_id,
            position=position,
            submission=submission(fields, key=secrets.token_urlsafe(8), certainty=certainty),
            now=NOW,
        )


@dataclass
class Rounds:
    """Makes the people who play."""

    site: Site

    def learner(self, settings: Settings) -> Learner:
        """Return a new account with these settings."""
        token = secrets.token_urlsafe(32)
        with _session() as session:
            viewer = create_guest(
                session,
                token=token,
                public_id=secrets.token_urlsafe(12),
                now=datetime.now(UTC),
                settings=settings,
            )
        return Learner(viewer.account_id, token)


def _seed(key: tuple[object, ...]) -> str:
    return repr(key)[-64:]  # As long as the column is.


def _kinds_drawn(session: Session, key: tuple[object, ...], lang: Lang) -> set[str]:
    """Return the kinds of a short round of everything that is started under this key."""
    connection = session.connection()
    head = catalogue.article(connection, ARTICLE)
    assert head is not None
    bank = texts.bank_of(connection, head).bank
    entries = assemble(bank, RoundSpec(lang, len(KINDS)), seeded(_seed(key)))
    return {bank.by_id[entry.item].kind for entry in entries}


@contextmanager
def _session() -> Iterator[Session]:
    with Session(db.engine, expire_on_commit=False) as session:
        yield session


def _length(asked: Asked) -> int:
    item, _, lang = asked
    shown = [item.stem, *(option.text for option in item.options), *item.lefts]
    if item.material is not None:
        shown.append(item.material)
    return sum(len(text[lang]) for text in shown)
