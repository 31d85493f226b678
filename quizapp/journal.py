"""What the program writes about itself: one line an event, without anybody's words in it.

    json    every request and every event, for a machine that keeps logs
    text    only what somebody at a terminal must know: warnings and errors

A line of JSON begins with the moment in UTC and a level. Of a request there is its id, the
number of the account, the method, the endpoint's name (never the address: it holds ids, and
some are secrets), status, milliseconds and bytes. Of an exception there is its type and where it
was raised; its own words only where they come from the system or the database file, because
others may quote what somebody typed. JSON escapes line ends, so that nothing can begin a line.
"""

from __future__ import annotations

import json
import logging
import logging.config
import os
import sqlite3
import time
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final, Literal, TextIO

Mode = Literal["json", "text"]
Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
MODES: Final[tuple[Mode, ...]] = ("json", "text")
LONGEST: Final = 2_000
_STANDARD_ERROR: Final = 2
_FAULT: Final = 500
_MOST_FRAMES: Final = 30
_METHODS: Final = frozenset({"GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Journal:
    """Where lines go: to a stream, or to standard error."""

    def __init__(self, mode: Mode, stream: TextIO | None = None) -> None:
        self.mode: Mode = mode
        self.stream = stream
        self._second = 0
        self._written = ""

    @property
    def tells_requests(self) -> bool:
        """Whether each request is a line of its own."""
        return self.mode == "json"

    def request(
        self,
        *,
        request: str,
        actor: int | None,
        method: str,
        route: str | None,
        status: int,
        seconds: float,
        size: str,
        more: str = "",
    ) -> None:
        """Write the line of a request. `more` is further members, as JSON, with a comma before:
        what calls for attention.

        All values are known to need no escaping: an id, numbers, names out of the program.
        """
        level = "error" if status >= _FAULT else "warning" if more else "info"
        who = "null" if actor is None else actor
        where = "null" if route is None else f'"{route}"'
        how = method if method in _METHODS else "OTHER"
        self.write(
            f'{{"time":"{self.moment()}","level":"{level}","event":"request",'
            f'"request":"{request}","actor":{who},"method":"{how}","route":{where},'
            f'"status":{status},"ms":{seconds * 1000:.2f},"bytes":{size}{more}}}\n'
        )

    def event(self, level: str, event: str, **values: Any) -> None:
        """Write the line of anything else."""
        if self.mode == "json":
            line = {"time": self.moment(), "level": level, "event": event, **values}
            self.write(json.dumps(line, ensure_ascii=True, default=str) + "\n")
        elif level != "info":
            told = " ".join(f"{name}={json.dumps(value)}" for name, value in values.items())
            self.write(f"{self.moment()} {level} {event} {told}\n")

    def write(self, line: str) -> None:
        """Write one line whole. That a log cannot be written is no reason to answer nobody."""
        try:
            if self.stream is not None:
                self.stream.write(line)
            else:  # At once and whole, past what Python would gather first.
                os.write(_STANDARD_ERROR, line.encode())
        except (OSError, ValueError):
            return

    def moment(self) -> str:
        """Return the present moment in UTC, to the millisecond."""
        now = time.time()
        second = int(now)
        if second != self._second:
            self._written = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second))
            self._second = second
        return f"{self._written}.{int((now - second) * 1000):03d}Z"


def told(error: BaseException, trace: TracebackType | None) -> dict[str, Any]:
    """Return what may be said of an exception: type, where it was raised, words of the system."""
    frames = traceback.extract_tb(trace)[-_MOST_FRAMES:]
    said: dict[str, Any] = {
        "error": type(error).__name__,
        "at": [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames],
    }
    if isinstance(error, sqlite3.Error):
        said["said"] = str(error)[:LONGEST]
    elif isinstance(error, OSError) and error.strerror:
        said["said"] = error.strerror
    cause = error.__cause__ or getattr(error, "orig", None)
    if isinstance(cause, BaseException):
        said["cause"] = {k: v for k, v in told(cause, None).items() if k != "at"}
    return said


class LineFormatter(logging.Formatter):
    """Formats what libraries and the program log, in either mode."""

    def __init__(self, mode: Mode) -> None:
        super().__init__()
        self.mode = mode

    def format(self, record: logging.LogRecord) -> str:
        """Return one line. Of an exception it says what `told` lets through."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {
            "time": moment.replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "event": record.name,
            "text": record.getMessage()[:LONGEST],
        }
        if record.exc_info and record.exc_info[1] is not None:
            line |= told(record.exc_info[1], record.exc_info[2])
        if self.mode == "json":
            return json.dumps(line, ensure_ascii=True, default=str)
        rest = {name: value for name, value in line.items() if name in ("error", "said", "at")}
        text = line["text"].replace("\r", "\\r").replace("\n", "\\n")
        more = f" {json.dumps(rest)}" if rest else ""
        return f"{line['time']} {line['level']} {line['event']}: {text}{more}"


def logging_settings(mode: Mode) -> dict[str, Any]:
    """Return the settings of `logging` under which every library's lines look like ours."""
    handler = {
        "class": "logging.StreamHandler",
        "stream": "ext://sys.stderr",
        "formatter": "line",
    }
    servers = {
        name: {"handlers": ["lines"], "level": "WARNING", "propagate": False}
        for name in ("_granian", "granian.access")
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": LineFormatter, "mode": mode}},
        "handlers": {"lines": handler},
        "loggers": servers,
        "root": {"handlers": ["lines"], "level": "WARNING"},
    }


def configure_logging(mode: Mode) -> None:
    """Let everything that is logged in this process come out as lines of this mode."""
    logging.config.dictConfig(logging_settings(mode))
    logging.captureWarnings(True)


def _short(file: str) -> str:
    """Return a path from its package on: which machine this is says nothing about a fault."""
    for mark in ("site-packages/", "quizapp/"):
        if mark in file:
            return file[file.rindex(mark) + (len(mark) if mark[0] == "s" else 0) :]
    return file.rpartition("/")[2]
