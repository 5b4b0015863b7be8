"""One answer of HTTP, read within limits."""

from __future__ import annotations

import asyncio
import re
import zlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from frontdesk.domain.clean import clean
from frontdesk.esoz.document import Document, read_document
from frontdesk.esoz.failure import Failure, FailureKind, kind_of

LIMIT = 2 * 1024 * 1024
"""Decoded bytes of an answer."""
LONGEST_WAIT = 3600.0
"""Seconds: a Retry-After beyond this is taken as this."""

_BIG = 64 * 1024
"""Bytes from which an answer is read in a thread, so that the screen goes on."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer in JSON, whatever its status; every text in it is clean."""

    status: int
    document: Document
    request_id: str | None = None
    date: datetime | None = None
    """ЕСОЗ's clock (UTC)."""
    retry_after: float | None = None
    """Seconds ЕСОЗ asked us to wait."""


async def read_reply(
    status: int, headers: Mapping[str, str], pieces: AsyncIterator[bytes]
) -> Reply | Failure:
    """The answer as a reply, or what it means without its body.

    `headers` are found in any case of letters; `pieces` is the body as it came, perhaps packed.
    The status is judged first: what cannot be a reply is never read.
    """
    request_id = headers.get("x-request-id")
    failure = Failure(
        _kind_without_document(status, _mime(headers)),
        request_id=clean(request_id, 100) if request_id else None,
        retry_after=_retry_after(headers),
    )
    if status == 204 and not _mime(headers):  # done, with nothing to say
        return Reply(status, {}, failure.request_id, _date(headers.get("date")))
    if failure.kind is FailureKind.BUSY or not _mime(headers).endswith(("/json", "+json")):
        return failure
    try:
        body = await _whole_body(headers.get("content-encoding", "identity").lower(), pieces)
        large = len(body) > _BIG
        document = await asyncio.to_thread(read_document, body) if large else read_document(body)
    except (ValueError, zlib.error):
        return failure
    return Reply(
        status,
        document,
        _request_id(document) or failure.request_id,
        _date(headers.get("date")),
        failure.retry_after,
    )


def _kind_without_document(status: int, mime: str) -> FailureKind:
    """What an answer means if its body is no JSON of ЕСОЗ's.

    A proxy's page says nothing about rights or records, whatever its status.
    """
    kind = kind_of(status)
    if kind in {FailureKind.BUSY, FailureKind.BROKEN, FailureKind.UNAUTHORISED}:
        return kind
    return FailureKind.BROKEN if mime.endswith("html") else FailureKind.UNREADABLE


def _mime(headers: Mapping[str, str]) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


async def _whole_body(encoding: str, pieces: AsyncIterator[bytes]) -> bytes:
    """The body, unpacked if a proxy packed it against our wish, never beyond `LIMIT`.

    Raises ValueError if it is bigger, packed in another way, or not whole; zlib.error if it is
    damaged.
    """
    match encoding:
        case "identity":
            unpacker = None
        case "gzip" | "x-gzip":
            unpacker = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        case _:
            raise ValueError("packed in a way we did not ask for")
    body = bytearray()
    async for piece in pieces:
        body += unpacker.decompress(piece, LIMIT + 1 - len(body)) if unpacker else piece
        if len(body) > LIMIT:
            raise ValueError("too big")
    if unpacker and not unpacker.eof:
        raise ValueError("not whole")
    return bytes(body)


def _request_id(document: Document) -> str | None:
    meta = document.get("meta")
    found = meta.get("request_id") if isinstance(meta, dict) else None
    return clean(found, 100) if isinstance(found, str) else None


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds; a date is measured by the answer's own clock, ours may be wrong."""
    asked = headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]{1,9}", asked):
        return min(float(asked), LONGEST_WAIT)
    until, now = _date(asked), _date(headers.get("date"))
    if until is None or now is None:
        return None
    return min(max((until - now).total_seconds(), 0.0), LONGEST_WAIT)


def _date(written: str | None) -> datetime | None:
    """The moment (UTC) that an HTTP header names."""
    if not written:
        return None
    try:
        moment = parsedate_to_datetime(written)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
