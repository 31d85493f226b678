"""Teachers, pupils and classes for tests, made through the services."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from itertools import count

from sqlalchemy.orm import Session

from quizapp.db import people as accounts
from quizapp.db.engine import writing
from quizapp.services import classes
from quizapp.services.accounts import Settings, Viewer
from quizapp.services.classes import ClassWish
from tests.play import NOW

CODES = [f"ABCDEF{a}{b}" for a in "23456789" for b in "23456789"]


@dataclass
class School:
    """A school whose people are known by their account numbers."""

    session: Session
    now: datetime = NOW
    drawn: count[int] = field(default_factory=count)

    def person(self, name: str, role: str = "learner") -> int:
        """An account with a name, a login of the same letters, and a password that nobody knows."""
        key = name.casefold().replace(" ", "")
        with writing(self.session) as connection:
            return accounts.add_account(
                connection,
                {
                    **asdict(Settings()),
                    "public_id": f"account-of-{key}",
                    "role": role,
                    "name": name,
                    "login": key,
                    "login_key": key,
                    "password_hash": "none",
                    "created_at": self.now,
                },
            )

    def viewer(self, account: int) -> Viewer:
        """Somebody as a request knows her, a teacher."""
        return Viewer(account, f"viewer-{account}", "teacher", name="The teacher")

    def teacher(self, name: str) -> int:
        return self.person(name, "teacher")

    def code(self) -> str:
        """A join code that nobody had yet."""
        return CODES[next(self.drawn)]

    def classroom(self, teacher: int, public_id: str = "class-one", zone: str = "UTC") -> str:
        return classes.create_class(
            self.session,
            account_id=teacher,
            wish=ClassWish(name="Class one", zone=zone),
            public_id=public_id,
            code=self.code(),
            now=self.now,
        )

    def code_of(self, teacher: int, classroom: str) -> str:
        code = classes.class_taught(self.session, account_id=teacher, classroom_id=classroom).code
        assert code is not None
        return code

    def join(self, account: int, code: str, address: str = "10.0.0.1") -> str:
        self.now += timedelta(seconds=7)  # Nobody types faster.
        return classes.join(
            self.session, account_id=account, address=address, code=code, now=self.now
        )

    def pupil(self, name: str, teacher: int, classroom: str) -> int:
        """Somebody who has joined a class."""
        account = self.person(name)
        self.join(account, self.code_of(teacher, classroom))
        return account
