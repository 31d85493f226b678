"""What can be configured, where it comes from, and what is refused.

Everything is read from the environment once, into one frozen value; `flask_settings`
puts it into Flask's words. Worked example:

    Config.from_environment({"WARAQA_DATA_DIR": "/srv/waraqa", "WARAQA_HTTPS": "1",
                             "WARAQA_HOSTS": "quiz.example.org"})

keeps its database and secret key in /srv/waraqa, answers to one host name and marks
its cookies `__Host-` and Secure. Plain http is for this machine alone, unless
`WARAQA_PLAIN_HTTP=1` says that somebody has thought about it.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from quizapp.domain.errors import QuizappError
from quizapp.journal import MODES, Mode
from quizapp.resources import resource

# Werkzeug cannot compare IPv6 addresses with trusted names, so "[::1]" is not among them.
LOOPBACK: Final = ("localhost", "127.0.0.1")
BODY_LIMIT: Final = 2 * 1024 * 1024
KEY_BYTES: Final = 32
MIN_DISTINCT: Final = 8
# A guest has nothing but the cookie: it must outlive the holidays.
SESSION_LIFETIME: Final = timedelta(days=180)
ADMINS: Final = "admins"
_YES: Final = frozenset({"1", "true", "yes", "on"})


class ConfigError(QuizappError):
    """The environment asks for something that cannot or must not be served."""


@dataclass(frozen=True, slots=True)
class Config:
    """The whole configuration. `hosts` are the host names that the site answers to.

    `proxies` is the number of proxies in front whose forwarded headers are believed;
    `second_factor` says of whom two-step sign-in is demanded: of nobody, or of "admins";
    `styleguide` adds the page that shows every component, for work on this machine only.
    `log` is how the program writes about itself (`quizapp.journal`); `metrics` adds numbers for
    Prometheus, to be read with `metrics_token`, or without one from this machine alone.
    """

    data_dir: Path
    database_url: str
    secret_key: str
    old_secret_keys: tuple[str, ...] = ()
    https: bool = False
    plain_http: bool = False
    hosts: tuple[str, ...] = LOOPBACK
    proxies: int = 0
    second_factor: str = ""
    styleguide: bool = False
    testing: bool = False
    log: Mode = "text"
    metrics: bool = False
    metrics_token: str = ""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Config:
        """Read the environment; make the data folder and the secret key where missing.

        Raises ConfigError for a weak key, an exposed key file, or plain http to others.
        """
        data_dir = Path(environ.get("WARAQA_DATA_DIR", "instance")).resolve()
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        default_url = f"sqlite:///{data_dir / 'waraqa.db'}"
        config = cls(
            data_dir=data_dir,
            database_url=environ.get("WARAQA_DATABASE_URL")
            or environ.get("DATABASE_URL")
            or default_url,
            secret_key=environ.get("SECRET_KEY") or kept_secret_key(data_dir / "secret_key"),
            old_secret_keys=_listed(environ.get("WARAQA_OLD_SECRET_KEYS", "")),
            https=_yes(environ.get("WARAQA_HTTPS", "")),
            plain_http=_yes(environ.get("WARAQA_PLAIN_HTTP", "")),
            hosts=_listed(environ.get("WARAQA_HOSTS", "")) or LOOPBACK,
            proxies=_count("WARAQA_PROXIES", environ),
            second_factor=environ.get("WARAQA_SECOND_FACTOR", "").strip().lower(),
            styleguide=_yes(environ.get("WARAQA_STYLEGUIDE", "")),
            log=log_mode(environ),
            metrics=_yes(environ.get("WARAQA_METRICS", "")),
            metrics_token=environ.get("WARAQA_METRICS_TOKEN", ""),
        )
        config.check()
        return config

    def check(self) -> None:
        """Raise ConfigError where this configuration would be unsafe to serve."""
        for key in (self.secret_key, *self.old_secret_keys):
            if len(key) < KEY_BYTES or len(set(key)) < MIN_DISTINCT:
                raise ConfigError(
                    f"SECRET_KEY is too weak: at least {KEY_BYTES} characters, not a pattern"
                )
        if self.second_factor not in ("", ADMINS):
            raise ConfigError(f'WARAQA_SECOND_FACTOR can be "{ADMINS}", not {self.second_factor!r}')
        outside = [host for host in self.hosts if host not in LOOPBACK]
        if outside and not self.https and not self.plain_http:
            raise ConfigError(
                f"{', '.join(outside)} over plain http: set WARAQA_HTTPS=1 behind TLS, "
                "or WARAQA_PLAIN_HTTP=1 if nobody else shares the network"
            )
        if self.metrics_token and len(self.metrics_token) < KEY_BYTES:
            raise ConfigError(f"WARAQA_METRICS_TOKEN needs at least {KEY_BYTES} characters")
        if self.styleguide and (outside or self.https):
            raise ConfigError("WARAQA_STYLEGUIDE=1 is for development on this machine alone")

    @property
    def exposed(self) -> bool:
        """Whether cookies and answers travel unencrypted to other machines."""
        return not self.https and any(host not in LOOPBACK for host in self.hosts)


def log_mode(environ: Mapping[str, str]) -> Mode:
    """Return how to log: as told, else JSON where systemd keeps the log, text at a terminal.

    Raises ConfigError for another word.
    """
    asked = environ.get("WARAQA_LOG", "").strip().lower()
    if not asked:
        kept = environ.get("JOURNAL_STREAM") == _standard_error()
        return "json" if kept else "text"
    for mode in MODES:
        if asked == mode:
            return mode
    raise ConfigError(f"WARAQA_LOG must be json or text, not {asked!r}")


def _standard_error() -> str:
    """Return what standard error leads to, in the way that systemd names it."""
    try:
        found = os.fstat(2)
    except OSError:
        return ""
    return f"{found.st_dev}:{found.st_ino}"


def config_for_tests(folder: Path) -> Config:
    """Return a configuration for tests whose data lives in `folder`."""
    return Config(
        data_dir=folder,
        database_url=f"sqlite:///{folder / 'waraqa.db'}",
        secret_key="only for tests: 0123456789abcdefghijklmnopqrstuvwxyz",  # noqa: S106
        styleguide=True,
        testing=True,
    )


def flask_settings(config: Config) -> dict[str, object]:
    """Return the configuration in the names of Flask and its extensions."""
    prefix = "__Host-" if config.https else ""
    return {
        "WARAQA": config,
        "TESTING": config.testing,
        "SECRET_KEY": config.secret_key,
        "SECRET_KEY_FALLBACKS": list(config.old_secret_keys),
        "SQLALCHEMY_DATABASE_URI": config.database_url,
        # What somebody typed does not belong into the text of an exception.
        # A server of databases may have been restarted since a connection was last used.
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "hide_parameters": True,
            "pool_pre_ping": not config.database_url.startswith("sqlite"),
        },
        "TRUSTED_HOSTS": list(config.hosts),
        "MAX_CONTENT_LENGTH": BODY_LIMIT,
        "SESSION_COOKIE_NAME": f"{prefix}waraqa",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": config.https,
        "PERMANENT_SESSION_LIFETIME": SESSION_LIFETIME,
        # The cookie is signed anew once a day (`web.viewers`), not on every answer.
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PREFERRED_URL_SCHEME": "https" if config.https else "http",
        # The token lives as long as the session: nobody loses an answer to an hour's thought.
        "WTF_CSRF_TIME_LIMIT": None,
        # `web.security` compares Sec-Fetch-Site and Origin, which need no Referer.
        "WTF_CSRF_SSL_STRICT": False,
        "BABEL_DEFAULT_LOCALE": "ar",
        "BABEL_TRANSLATION_DIRECTORIES": str(resource("translations")),
    }


def kept_secret_key(path: Path) -> str:
    """Return the key kept in a file, made on first use and readable by its owner only.

    The key is written under another name and linked into place, so that of several
    workers starting at once one wins and none reads half a key. It reaches the disk before
    anybody is given a cookie: a power cut must not send everybody away, nor leave an empty
    file that no server starts with.
    Raises ConfigError where others can read the file.
    """
    if not path.exists():
        draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(KEY_BYTES))
                file.flush()
                os.fsync(descriptor)
            path.hardlink_to(draft)
        except FileExistsError:
            pass  # Another worker was quicker: its key is the one that counts.
        finally:
            draft.unlink()
        _keep_names(path.parent)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise ConfigError(f"{path} can be read by others: chmod 600 {path}")
    return path.read_text(encoding="ascii").strip()


def _keep_names(folder: Path) -> None:
    """Have the names of the files in a folder reach the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _count(name: str, environ: Mapping[str, str]) -> int:
    text = environ.get(name, "0")
    if not text.isdecimal():
        raise ConfigError(f"{name} must be a number, not {text!r}")
    return int(text)


def _yes(text: str) -> bool:
    return text.strip().lower() in _YES
