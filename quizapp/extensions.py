"""The Flask extensions, unbound: a leaf that imports nothing of ours.

Flask-SQLAlchemy only owns the engine and the session's life (one session a request);
the models stand on their own base and the services take a plain `Session`.
"""

from __future__ import annotations

from flask_babel import Babel
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect
from sqlalchemy.orm import Session

babel = Babel()
csrf = CSRFProtect()
db = SQLAlchemy(session_options={"expire_on_commit": False}, disable_autonaming=True)


def database() -> Session:
    """Return this request's database session, to be handed to a service."""
    return db.session()
