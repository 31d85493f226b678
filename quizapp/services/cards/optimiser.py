"""The optimiser, where it is installed: `pip install quizapp[optimiser]`.

Nothing else imports that library, and nothing needs it. Its wheel is an extra and not a
dependency, as it states no licence. It gives 21 numbers, which are rounded as Anki shows
them: with single precision a number at its bound could stand a hair beyond.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from quizapp.domain.cards.fitting import Fitter, History

try:
    import fsrs_rs_python as library
except ImportError:  # the extra is not installed
    library = None

_DIGITS: Final = 4


def installed() -> Fitter | None:
    """Return the optimiser; None where the extra is not installed."""
    return None if library is None else fit


def fit(histories: Sequence[History]) -> tuple[float, ...]:
    """Return the parameters under which the histories are least surprising."""
    items, cards = [], []
    for card, history in enumerate(histories):
        reviews = [library.FSRSReview(rating, days) for rating, days in history]
        for at, (_, days) in enumerate(history):
            # The library wants what came before each review that was foretold, and that review.
            if at and days:
                items.append(library.FSRSItem(reviews[: at + 1]))
                cards.append(card)
    found = library.FSRS(library.DEFAULT_PARAMETERS).compute_parameters(items, cards)
    return tuple(round(number, _DIGITS) for number in found)
