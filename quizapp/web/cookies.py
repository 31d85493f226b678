"""The session's cookie, believed even where it was signed by a clock that went ahead.

Flask takes a cookie signed later than now for one that is over. When a server's clock is put
right after it ran ahead, everybody who was signed in meanwhile would be somebody unknown, and a
guest, who has nothing but the cookie, would lose all that she ever did. The signature proves
that the cookie is ours whatever its date; how long it lasts is bounded all the same, and whether
its session is still open is asked of the database.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import SignatureExpired, TimestampSigner, URLSafeTimedSerializer


class PatientSigner(TimestampSigner):
    """Refuses what is too old, and takes what comes from the future for new."""

    def unsign(
        self,
        signed_value: str | bytes,
        max_age: int | None = None,
        return_timestamp: bool = False,
    ) -> Any:
        """Return what was signed, with the moment where asked. Raises BadSignature."""
        value, moment = super().unsign(signed_value, return_timestamp=True)
        age = self._age(moment)
        if max_age is not None and age > max_age:
            raise SignatureExpired(f"{age} s is too old", payload=value, date_signed=moment)
        return (value, moment) if return_timestamp else value

    def _age(self, moment: datetime) -> float:
        return self.get_timestamp() - moment.timestamp()


class PatientSessions(SecureCookieSessionInterface):
    """Flask's sessions with that signer, made once: an app keeps its key as long as it lives."""

    @cache  # noqa: B019  (one of these an app, and as long-lived)
    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return the serializer of the cookie; None without a secret key."""
        made = super().get_signing_serializer(app)
        if made is not None:
            made.signer = PatientSigner
        return made
