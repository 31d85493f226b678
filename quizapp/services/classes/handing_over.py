"""Everything about a pupil as a file, taken by a teacher of hers: for her, or for her parents.

Only of learners, and only by who teaches her now. Taking it is noted in the audit log, and she
and her other teachers are told.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from quizapp.db.engine import writing
from quizapp.domain.errors import MemberNotFound
from quizapp.services.accounts import Viewer
from quizapp.services.classes.pupils import teachers_of
from quizapp.services.classes.views import member_of, teaches
from quizapp.services.mine import export_all
from quizapp.services.people import audit, notices


def hand_over(
    session: Session, *, issuer: Viewer, classroom_id: str, member_id: str, now: datetime
) -> dict[str, Any]:
    """Return everything about a pupil, as `services.mine.export_all` gives it to herself.

    Raises ClassroomNotFound, MemberNotFound (for whoever is no learner too).
    """
    with writing(session) as connection:
        classroom = teaches(connection, issuer.account_id, classroom_id)
        row = member_of(connection, classroom.id, member_id)
        if row.part != "pupil" or row.role != "learner":
            raise MemberNotFound(member_id)
        audit.record(
            connection,
            actor_id=issuer.account_id,
            action="pupil.exported",
            object=f"account:{row.account_id}",
            details={"class": classroom_id},
            now=now,
        )
        told = {"teacher": issuer.name, "pupil": row.name}
        others = {*teachers_of(connection, row.account_id)} - {issuer.account_id}
        for kind, whom in (("data-taken", {row.account_id}), ("pupil-data-taken", others)):
            notices.tell(
                connection,
                account_ids=whom,
                kind=kind,
                params=told,
                now=now,
                about_id=row.account_id,
                from_id=issuer.account_id,
            )
    return export_all(session, row.account_id, now)
