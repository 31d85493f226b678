"""Classes: who is in them, how they come in and go, and what their teachers settle.

    views     the two doors to every class (`teaches`, `belongs`), and how it looks from inside
    running   making a class, its settings, its join code, its other teachers
    joining   joining by code, waiting, approval, removal, leaving
    roster    many pupils at once, from a list of names
    pupils    nickname, extra time and a way back in for one pupil
    handing_over  everything about one pupil, as a file

For whoever is not in a class now, it does not exist.
"""

from __future__ import annotations

from quizapp.services.classes.handing_over import hand_over
from quizapp.services.classes.joining import approve, join, leave, remove
from quizapp.services.classes.pupils import Slip, claim_slips, settle, way_back
from quizapp.services.classes.roster import Outlook, preview_roster, take_over
from quizapp.services.classes.running import (
    ClassWish,
    answer_invitation,
    archive,
    change_class,
    change_code,
    create_class,
    fate_of_class,
    invite_teacher,
    keep,
)
from quizapp.services.classes.views import (
    ClassHead,
    Member,
    belongs,
    class_of,
    class_taught,
    classes_of,
    members,
    members_of,
    one_member,
    shown_nickname,
    teaches,
)

__all__ = [
    "ClassHead",
    "ClassWish",
    "Member",
    "Outlook",
    "Slip",
    "answer_invitation",
    "approve",
    "archive",
    "belongs",
    "change_class",
    "change_code",
    "claim_slips",
    "class_of",
    "class_taught",
    "classes_of",
    "create_class",
    "fate_of_class",
    "hand_over",
    "invite_teacher",
    "join",
    "keep",
    "leave",
    "members",
    "members_of",
    "one_member",
    "preview_roster",
    "remove",
    "settle",
    "shown_nickname",
    "take_over",
    "teaches",
    "way_back",
]
