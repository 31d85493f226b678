"""Every kind of item, in the order in which learners and teachers see them listed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from quizapp.domain.errors import UnknownKind
from quizapp.domain.items.base import Kind
from quizapp.domain.items.choice import Choice
from quizapp.domain.items.claim import Claim
from quizapp.domain.items.evidence import Evidence
from quizapp.domain.items.gap import Gap
from quizapp.domain.items.match import Match
from quizapp.domain.items.multiple_choice import MultipleChoice
from quizapp.domain.items.number import Number
from quizapp.domain.items.order import Order
from quizapp.domain.items.true_false import TrueFalse

_KINDS: Final[tuple[Kind, ...]] = (
    Choice(),
    MultipleChoice(),
    TrueFalse(),
    Gap(),
    Number(),
    Match(),
    Order(),
    Evidence(),
    Claim(),
)

KINDS: Final[Mapping[str, Kind]] = {kind.name: kind for kind in _KINDS}


def kind_of(name: str) -> Kind:
    """Return the kind registered under a name; raises UnknownKind."""
    try:
        return KINDS[name]
    except KeyError:
        raise UnknownKind(name) from None
