"""What an answer means for every call alike."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from frontdesk.esoz import wire
from frontdesk.esoz.calls import Call, Calls
from frontdesk.esoz.failure import Failure, FailureKind, kind_of
from frontdesk.esoz.reply import Reply

PAGES = 20
"""No question of ours has so many; a backend that always promises another page is left here."""


@dataclass(frozen=True, slots=True)
class Items:
    """All pages of one list, as they came."""

    items: tuple[object, ...] = ()
    request_id: str | None = None


async def succeed(calls: Calls, call: Call) -> Reply | Failure:
    """A reply of success, or the failure that the status tells."""
    reply = await calls.make(call)
    return reply if isinstance(reply, Failure) else failure_of(reply) or reply


async def every_page(calls: Calls, call: Call) -> Items | Failure:
    """A whole list; the first failure spoils it."""
    items: list[object] = []
    request_id = None
    for number in range(1, PAGES + 1):
        query: Mapping[str, str | int] = {**(call.query or {}), "page": number}
        reply = await succeed(calls, replace(call, query=query))
        if isinstance(reply, Failure):
            return reply
        page = wire.read(wire.Page, reply.document)
        if page is None:
            return unreadable(reply)
        items += page.data
        request_id = reply.request_id
        if not page.data or not page.paging.more_after(number):
            break
    return Items(tuple(items), request_id)


def failure_of(reply: Reply) -> Failure | None:
    """The failure that a reply's status tells, with ЕСОЗ's words."""
    kind = kind_of(reply.status)
    if kind is None:
        return None
    error = reply.document.get("error")
    words = wire.error_words(error)
    if kind is FailureKind.REFUSED and words is None:
        # ЕСОЗ never refuses without a reason: somebody else spoke, and nothing is known.
        kind = FailureKind.UNREADABLE
    return Failure(kind, words, reply.request_id, reply.retry_after, wire.error_type(error))


def unreadable(reply: Reply) -> Failure:
    return Failure(FailureKind.UNREADABLE, request_id=reply.request_id)


def checked_id(value: str) -> str:
    """`value`, fit to stand in an address. Raises ValueError for anything but an id."""
    if not re.fullmatch(wire.ID_PATTERN, value):
        raise ValueError("not an id as ЕСОЗ writes them")
    return value
