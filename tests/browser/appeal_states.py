"""Appeals in every state: said, open, accepted, declined; the desk, a question on it, previews.

Everything but the page that is looked at is done through the services, on the real article:
"objecting" is the learner, "deciding" the administrator who decides. What is decided in one
state stays decided in the next, so every state types an answer of its own.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from quizapp.domain.bilingual import LANGS, Lang
from quizapp.extensions import db
from quizapp.services import rounds
from quizapp.services.regrades import appealing, deciding
from quizapp.services.regrades.views import Decider
from tests.browser.rounds import Learner, Place
from tests.browser.state import Reach, State
from tests.browser.visits import Visit

# No word of the article is near them; the letters tell the states apart.
TYPED: Final[dict[str, dict[Lang, str]]] = {
    "offered": {"ar": "بساط الريح", "en": "flying carpet"},
    "open": {"ar": "خبز وزيتون", "en": "bread and olives"},
    "accepted": {"ar": "نجوم الظهيرة", "en": "midday stars"},
    "declined": {"ar": "قارب ورقي", "en": "paper boat"},
}
REASON: Final = "هذا اسم آخر. This is another name."


def _typed(visit: Visit, state: str, lang: Lang) -> tuple[Place, str]:
    """Return a gap answered so, and the name of its item."""
    place = visit.player.typed(lang, TYPED[state][lang])
    with Session(db.engine) as session:
        name = session.execute(
            text(
                "SELECT item.name FROM round JOIN round_entry ON round_id = round.id"
                " JOIN item_version ON item_version.id = version_id"
                " JOIN item ON item.id = item_id"
                " WHERE public_id = :round AND position = :position"
            ),
            {"round": place.round_id, "position": place.position},
        ).scalar_one()
    return place, str(name)


def _appeal(learner: Learner, place: Place) -> None:
    with Session(db.engine, expire_on_commit=False) as session:
        appealing.appeal(
            session,
            account_id=learner.account_id,
            round_id=place.round_id,
            position=place.position,
            now=datetime.now(UTC),
        )


def _decide(name: str, state: str, lang: Lang) -> None:
    decider = Decider(1, admin=True)
    with Session(db.engine, expire_on_commit=False) as session:
        if state == "accepted":
            deciding.accept(
                session,
                decider=decider,
                name=name,
                lang=lang,
                spelling=TYPED[state][lang],
                now=datetime.now(UTC),
            )
        elif state == "declined":
            deciding.decline(
                session,
                decider=decider,
                name=name,
                lang=lang,
                spelling=TYPED[state][lang],
                reason=REASON,
                now=datetime.now(UTC),
            )


def said(state: str, to: str = "question") -> Reach:
    """See an answer that was appealed, with what became of it."""

    def reach(visit: Visit) -> None:
        place, name = _typed(visit, state, visit.content)
        if state != "offered":
            _appeal(visit.player, place)
            _decide(name, state, visit.content)
        if to == "result":
            with Session(db.engine, expire_on_commit=False) as session:
                rounds.finish(
                    session,
                    account_id=visit.player.account_id,
                    round_id=place.round_id,
                    now=datetime.now(UTC),
                )
        visit.open(place.path if to == "question" else f"rounds/{place.round_id}/{to}")

    return reach


def _promoted(learner: Learner) -> None:
    """Make the one who looks an administrator."""
    with Session(db.engine) as session:
        session.execute(
            text("UPDATE account SET role = 'admin', name = 'Amal' WHERE id = :id"),
            {"id": learner.account_id},
        )
        session.commit()


def _waiting(visit: Visit) -> str:
    """Return an item with an open appeal in each language, made by the one who decides."""
    _promoted(visit.player)
    name = ""
    for lang in LANGS:
        place, name = _typed(visit, "open", lang)
        _appeal(visit.player, place)
    return name


def desk(visit: Visit) -> None:
    """See the desk with appeals on it."""
    _waiting(visit)
    visit.open("teach/appeals")


def nothing(visit: Visit) -> None:
    """See the desk of a teacher whom nobody waits for."""
    with Session(db.engine) as session:
        session.execute(
            text("UPDATE account SET role = 'teacher', name = 'Nadia' WHERE id = :id"),
            {"id": visit.player.account_id},
        )
        session.commit()
    visit.open("teach/appeals")


def question(query: str = "") -> Reach:
    """See one question with its appeals."""

    def reach(visit: Visit) -> None:
        visit.open(f"teach/appeals/{_waiting(visit)}{query}")

    return reach


def previewed(visit: Visit) -> None:
    """See what accepting a spelling would change."""
    name = _waiting(visit)
    lang: Lang = "en"
    spelling = TYPED["open"][lang].replace(" ", "%20")
    visit.open(f"teach/appeals/{name}/accept?of={lang}&spelling={spelling}")


def undecided(visit: Visit) -> None:
    """Decline without a reason."""
    name = _waiting(visit)
    fields = {"of": "en", "spelling": TYPED["open"]["en"], "reason": ""}
    visit.send(f"teach/appeals/{name}/decline", fields, 422)


def key(visit: Visit) -> None:
    """See what applying the current key would change, which is nothing."""
    visit.open(f"teach/appeals/{_waiting(visit)}/regrade")


SHOW: Final = "quiz.show_question"
STATES: Final = (
    *(State(f"appeal-{state}", SHOW, said(state), "objecting", contents=LANGS) for state in TYPED),
    *(
        State(f"result-appeal-{state}", "quiz.result", said(state, "result"), "objecting")
        for state in ("offered", "declined")
    ),
    State("appeals-desk", "appeals.show", desk, "deciding"),
    State("appeals-none", "appeals.show", nothing, "objecting"),
    State("appeals-question", "appeals.item", question(), "deciding"),
    State("appeals-decided", "appeals.item", question("?done=accepted"), "deciding"),
    State("appeals-unreasoned", "appeals.item", undecided, "deciding"),
    State("appeals-preview", "appeals.look", previewed, "deciding"),
    State("appeals-key", "appeals.look_at_key", key, "deciding"),
)
TELLING: Final = (
    "appeal-declined",
    "appeals-desk",
    "appeals-question",
    "appeals-preview",
    "appeals-key",
)
