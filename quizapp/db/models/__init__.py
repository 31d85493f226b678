"""All models, so that importing this package fills the metadata."""

from __future__ import annotations

from quizapp.db.models.account import Account, AuthSession, Erasure
from quizapp.db.models.article import Article, ArticleVersion
from quizapp.db.models.audit import AuditEntry
from quizapp.db.models.card import Card, CardVersion
from quizapp.db.models.classroom import Classroom, Membership
from quizapp.db.models.credential import OneUseCode, Throttle
from quizapp.db.models.exchange import ImportJob
from quizapp.db.models.homework import (
    Assignment,
    AssignmentAllowance,
    AssignmentAttempt,
    CalendarFeed,
)
from quizapp.db.models.item import Item, ItemVersion
from quizapp.db.models.memory import CardState, DayTotal, DeckStart, Review, ReviewUndone
from quizapp.db.models.notice import Notice
from quizapp.db.models.regrade import (
    AcceptedSpelling,
    Appeal,
    Regrade,
    RegradedResponse,
    WithdrawnSpelling,
)
from quizapp.db.models.round import Response, Round, RoundEntry
from quizapp.db.models.second_factor import HalfSession, RecoveryCode, SecondFactor
from quizapp.db.models.studio import Draft, ItemTag, Revision, WarningAccepted
from quizapp.db.models.token import ApiToken

__all__ = [
    "AcceptedSpelling",
    "Account",
    "ApiToken",
    "Appeal",
    "Article",
    "ArticleVersion",
    "Assignment",
    "AssignmentAllowance",
    "AssignmentAttempt",
    "AuditEntry",
    "AuthSession",
    "CalendarFeed",
    "Card",
    "CardState",
    "CardVersion",
    "Classroom",
    "DayTotal",
    "DeckStart",
    "Draft",
    "Erasure",
    "HalfSession",
    "ImportJob",
    "Item",
    "ItemTag",
    "ItemVersion",
    "Membership",
    "Notice",
    "OneUseCode",
    "RecoveryCode",
    "Regrade",
    "RegradedResponse",
    "Response",
    "Review",
    "ReviewUndone",
    "Revision",
    "Round",
    "RoundEntry",
    "SecondFactor",
    "Throttle",
    "WarningAccepted",
    "WithdrawnSpelling",
]
