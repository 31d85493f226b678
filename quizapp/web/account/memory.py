"""The page about memory parameters: what is in force, a proposal, taking it on or going back.

A proposal is stored nowhere. Its 21 numbers come back in the form that accepts it, and are
refused if no memory can have them; whoever changes them changes their own due days only.
"""

from __future__ import annotations

from typing import Final

from flask import render_template

from quizapp.domain.errors import OptimiserMissing, ReviewsTooFew
from quizapp.extensions import database
from quizapp.services.cards import optimiser, personal
from quizapp.services.cards.personal import Parameters, Proposal
from quizapp.web import ambient
from quizapp.web.formatting import num
from quizapp.web.speech import gettext
from quizapp.web.viewers import viewer

MOST: Final = 100


def memory_page(
    *, saved: bool = False, proposal: Proposal | None = None, refusal: Exception | None = None
) -> str:
    """Return the page as it is now; with a proposal, or in words why there is none."""
    who = viewer()
    now = ambient.now()
    return render_template(
        "account/memory.html",
        memory=personal.memory_of(database(), account_id=who.account_id, now=now) if who else None,
        installed=optimiser.installed() is not None,
        saved=saved,
        proposal=proposal,
        refused=_in_words(refusal) if refusal else None,
    )


def propose_for(account_id: int) -> Proposal:
    """Fit parameters to somebody's log, as `services.cards.personal.propose`."""
    return personal.propose(
        database(), account_id=account_id, now=ambient.now(), fitter=optimiser.installed()
    )


def take_on_for(account_id: int, deed: str | None, posted: str) -> None:
    """Accept posted parameters, or go back to the usual ones. Raises ValueError."""
    parameters: Parameters | None = None
    if deed == "accept":
        parameters = tuple(map(float, posted.split()[:MOST]))
    elif deed != "usual":
        raise ValueError(deed)
    personal.take_on(database(), account_id=account_id, parameters=parameters, now=ambient.now())


def _in_words(refusal: Exception) -> str:
    if isinstance(refusal, ReviewsTooFew):
        return gettext(
            "Reviews of known cards so far: %(reviews)s; needed: %(needed)s.",
            reviews=num(refusal.reviews),
            needed=num(refusal.needed),
        )
    if isinstance(refusal, OptimiserMissing):
        return gettext(
            "The optimiser is not installed on this site. Everything else works without it."
        )
    return gettext("These numbers cannot be used. Nothing was changed.")
