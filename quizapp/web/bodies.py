"""How large a request's body may be, how long it may take, and what a refusal says.

Everything here happens before anybody knows who is asking, so it bounds what all strangers
together can make the server hold. A usual body is small. At a few addresses a body may be
large (a learner brings her data back), but only one of them at a time in each process, from
its first byte until it is answered; the next one waits unread:

    POST /ar/settings      3 MiB     read
    POST /ar/settings     40 MiB     413
    POST /ar/mine/import  40 MiB     read, when no other large one is there
    POST /ar/mine/import  90 MiB     413

A body that does not say its size beforehand counts as a usual one. What is too large is read
to its end and thrown away before it is refused, as a proxy or a browser that is cut off while
it sends shows an error of its own instead of our words; beyond MOST_READ they are cut off.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]

MIB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bounds:
    """The most bytes of a body, and the seconds in which all of them must have come."""

    size: int
    seconds: float


USUAL: Final = Bounds(4 * MIB, 30.0)
LARGE: Final = Bounds(65 * MIB, 180.0)
MOST_READ: Final = 2 * LARGE.size
# What Werkzeug bounds in multipart bodies alone. Taking one apart takes time for each field.
MOST_FIELDS: Final = 5000
_FORM: Final = b"application/x-www-form-urlencoded"
_IMPORT: Final = re.compile(
    "/(?:ar|en)/(?:mine/(?:import|anki)|teach/(?:bring-in|articles/[^/]{1,64}/import))"
)


def takes_large(path: str) -> bool:
    """Tell whether large bodies are taken at an address: where files are taken in."""
    return _IMPORT.fullmatch(path) is not None


class BodyRefused(Exception):
    """The body is too large, too slow, or will never come; `status` is the answer."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class Bodies:
    """Reads bodies whole. `may_be_large` says of a path whether `large` holds there."""

    def __init__(
        self,
        usual: Bounds = USUAL,
        large: Bounds = LARGE,
        may_be_large: Callable[[str], bool] = takes_large,
    ) -> None:
        self._usual = usual
        self._large = large
        self._may_be_large = may_be_large
        self._one_large = asyncio.Semaphore(1)

    @asynccontextmanager
    async def read(self, scope: Scope, receive: Receive) -> AsyncIterator[bytes]:
        """Give the whole body, for as long as it is needed. Raises BodyRefused."""
        declared = _declared(scope)
        if declared <= self._usual.size or not self._may_be_large(scope["path"]):
            yield await _read(scope, receive, declared, self._usual)
            return
        try:
            await asyncio.wait_for(self._one_large.acquire(), self._large.seconds)
        except TimeoutError:
            await _throw_away(receive, self._usual.seconds)
            raise BodyRefused(HTTPStatus.SERVICE_UNAVAILABLE) from None
        try:
            yield await _read(scope, receive, declared, self._large)
        finally:
            self._one_large.release()


def _declared(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length":
            if not value.isdigit():
                raise BodyRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return int(value)
    return 0


async def _read(scope: Scope, receive: Receive, declared: int, bounds: Bounds) -> bytes:
    body = await _in_time(_whole(receive, declared, bounds.size), bounds.seconds)
    if body.count(b"&") >= MOST_FIELDS and _is_form(scope):
        raise BodyRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return body


def _is_form(scope: Scope) -> bool:
    return any(
        name == b"content-type" and value.lower().lstrip().startswith(_FORM)
        for name, value in scope["headers"]
    )


async def _in_time(body: Awaitable[bytes], seconds: float) -> bytes:
    try:
        return await asyncio.wait_for(body, seconds)
    except TimeoutError:
        raise BodyRefused(HTTPStatus.REQUEST_TIMEOUT) from None


async def _whole(receive: Receive, declared: int, limit: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    async for chunk in _arriving(receive, declared):
        size += len(chunk)
        if max(size, declared) <= limit:
            chunks.append(chunk)
        else:
            chunks.clear()
    if max(size, declared) > limit:
        raise BodyRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return b"".join(chunks)


async def _throw_away(receive: Receive, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            async for _ in _arriving(receive, 0):
                pass


async def _arriving(receive: Receive, declared: int) -> AsyncIterator[bytes]:
    """Yield a body as it comes. Raises BodyRefused where it breaks off or has no end."""
    size = 0
    while max(size, declared) <= MOST_READ:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise BodyRefused(HTTPStatus.BAD_REQUEST)
        chunk = message.get("body", b"")
        size += len(chunk)
        yield chunk
        if not message.get("more_body", False):
            return
    raise BodyRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


REFUSAL: Final = """<!doctype html>
<html lang="ar" dir="rtl"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>ورقة · {code}</title></head>
<body><main><h1>{ar}</h1><p>{ar_then}</p>
<section lang="en" dir="ltr"><h2>{en}</h2><p>{en_then}</p></section></main></body></html>
"""
_SAID: Final = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("ما أُرسل أكبر مما يُقبل هنا", "This is too large"),
    HTTPStatus.REQUEST_TIMEOUT: ("استغرق الإرسال وقتًا طويلًا", "Sending took too long"),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        "الموقع مشغول بملف آخر؛ إعادة المحاولة بعد دقيقة قد تنفع",
        "The site is busy with another file; trying again in a minute may help",
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: (
        "حدث خطأ من جهتنا",
        "Something went wrong on our side",
    ),
}
_UNCHANGED: Final = ("لم يتغيّر شيء.", "Nothing was changed.")
_THEN: Final = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        "لم يتغيّر شيء. الرجوع إلى الصفحة السابقة يُعيد في معظم المتصفّحات ما كُتب فيها.",
        "Nothing was changed. In most browsers, going back brings back what was typed.",
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: (
        "لم يضِع شيء مما حُفظ. إعادة المحاولة بعد قليل قد تنفع.",
        "Nothing that was stored is lost. Trying again in a moment may help.",
    ),
}
_CODES: Final = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "too_large",
    HTTPStatus.REQUEST_TIMEOUT: "too_slow",
    HTTPStatus.SERVICE_UNAVAILABLE: "busy",
    HTTPStatus.INTERNAL_SERVER_ERROR: "internal",
}
_BROKEN: Final = ("انقطع الإرسال", "The sending broke off")


def problem(status: HTTPStatus) -> bytes:
    """Return the same for a program (RFC 9457), under the codes of `web.problems`."""
    arabic, english = _SAID.get(status, _BROKEN)
    told = {
        "type": "about:blank",
        "title": f"{arabic} / {english}",
        "status": status.value,
        "code": _CODES.get(status, "bad_request"),
    }
    return json.dumps(told, ensure_ascii=False).encode()


def refusal(status: HTTPStatus) -> bytes:
    """Return the page of a refusal, in both languages: nothing is known of the reader yet."""
    arabic, english = _SAID.get(status, _BROKEN)
    ar_then, en_then = _THEN.get(status, _UNCHANGED)
    return REFUSAL.format(
        code=status.value, ar=arabic, en=english, ar_then=ar_then, en_then=en_then
    ).encode()
