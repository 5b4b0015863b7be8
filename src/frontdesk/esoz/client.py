"""ЕСОЗ's calls in the desk's own words: domain objects or a typed failure, never JSON."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from frontdesk.domain.number import Number
from frontdesk.domain.protocol import Accepted, JobEnded, JobPending, Refused
from frontdesk.domain.referral import Referral, Status
from frontdesk.domain.verdict import Invalid, Valid
from frontdesk.esoz import bodies, wire
from frontdesk.esoz.door import Door, Method
from frontdesk.esoz.failure import Failure, FailureKind, kind_of
from frontdesk.esoz.reply import Reply
from frontdesk.esoz.service_request import read_referral

PAGE_SIZE = 100
"""The most that a search gives at once."""
PAGES = 20
"""No number has so many; a backend that always promises another page is left here."""

_SPENT = (Status.COMPLETED, Status.RECALLED, Status.ENTERED_IN_ERROR)
_BEGINNING = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Listing:
    """One search: what could be read of it, and how many items could not."""

    referrals: tuple[Referral, ...] = ()
    unreadable: int = 0
    request_id: str | None = None

    @property
    def has_spent(self) -> bool:
        return any(referral.status is not Status.ACTIVE for referral in self.referrals)


class EsozClient:
    """ЕСОЗ as one clinic's registrar may use it."""

    def __init__(self, door: Door, legal_entity_id: str) -> None:
        self._door = door
        self._legal_entity_id = legal_entity_id
        self._hides_spent: bool | None = None
        """Whether a search without a status leaves out what is not active; None: not yet known."""

    async def find(self, number: Number) -> tuple[Referral, ...] | Failure:
        """Every referral under `number` in every state, the newest first.

        An item that cannot be read is left out, unless nothing else was found: then the answer is
        unreadable, as an empty one would say that the number does not exist.
        """
        found = await self._everything(number)
        if isinstance(found, Failure):
            return found
        if found.unreadable and not found.referrals:
            return Failure(FailureKind.UNREADABLE, request_id=found.request_id)
        return found.referrals

    async def read_back(self, number: Number, referral_id: str) -> Referral | Failure | None:
        """One referral as it stands now; None if ЕСОЗ has no such referral under `number`.

        For claims: unlike `find` it never takes for gone what only could not be read.
        """
        found = await self._everything(number)
        if isinstance(found, Failure):
            return found
        referral = next((it for it in found.referrals if it.id == referral_id), None)
        if referral is None and found.unreadable:
            return Failure(FailureKind.UNREADABLE, request_id=found.request_id)
        return referral

    async def qualify(self, referral: Referral) -> Valid | Invalid | Failure:
        """Whether this clinic may use the referral under the referral's own programme.

        Raises ValueError if it has none: ЕСОЗ has nothing to judge then.
        """
        if referral.programme_id is None:
            raise ValueError("a referral without a programme cannot be qualified")
        path = f"/api/service_requests/{_id(referral.id)}/actions/qualify"
        body = bodies.qualify(_id(referral.programme_id))
        reply = await self._door.send("POST", path, body=body)
        if isinstance(reply, Failure):
            return reply
        failure = _failure_of(reply)
        if failure is None:
            return _qualification(reply, referral.programme_id)
        # 400 and 415 are refused too, but they judge our request, not the referral.
        if reply.status in {409, 422} and failure.message is not None:
            return Invalid(failure.message)
        return failure

    async def use(
        self,
        referral_id: str,
        programme_id: str,
        *,
        employee_id: str | None = None,
        division_id: str | None = None,
    ) -> Accepted | Refused | Failure:
        """Asks to take the referral into work for this clinic; a job does it.

        Never repeat it blindly: after a silence read the referral back by its number.
        """
        path = f"/api/service_requests/{_id(referral_id)}/actions/use"
        body = bodies.use(self._legal_entity_id, programme_id, employee_id, division_id)
        reply = await self._call("PATCH", path, body=body)
        if isinstance(reply, Failure):
            if reply.kind is FailureKind.REFUSED and reply.message is not None:
                return Refused(reply.message)
            return reply
        job = wire.read(wire.Job, reply.document.get("data"))
        return Accepted(job.id) if job and job.id else _unreadable(reply)

    async def job(self, job_id: str) -> JobPending | JobEnded | Refused | Failure:
        """How far a job is. Its own status decides: the HTTP status of this call proves nothing."""
        reply = await self._door.send("GET", f"/api/jobs/{_id(job_id)}")
        if isinstance(reply, Failure):
            return reply
        job = wire.read(wire.Job, reply.document.get("data"))
        match job and job.status:
            case "pending":
                return JobPending()
            case "processed":
                return JobEnded()
            case "failed" | "failed_with_error" if job:
                return _refusal(job)
            case _:
                failure = _failure_of(reply) or _unreadable(reply)
                return JobEnded() if failure.kind is FailureKind.NOT_FOUND else failure

    async def close(self) -> None:
        """Closes the connections to ЕСОЗ."""
        await self._door.close()

    async def _everything(self, number: Number) -> _Listing | Failure:
        """What stands under `number` in every state.

        The documents say both that a search without a status gives everything and that it gives
        the active alone, so while that is unknown the other states are asked for too. The first
        referral that is not active settles it for this client: it came with the unfiltered answer,
        or only when it was asked for.
        """
        if self._hides_spent:
            plain, *spent = await asyncio.gather(self._search(number), *self._spent(number))
        else:
            plain, spent = await self._search(number), []
        if isinstance(plain, Failure):
            return plain
        if plain.has_spent:
            self._hides_spent = False
        elif self._hides_spent is None:
            spent = await asyncio.gather(*self._spent(number))
            if any(it.has_spent for it in spent if not isinstance(it, Failure)):
                self._hides_spent = True
        return _merged([plain, *spent])

    def _spent(self, number: Number) -> list[Coroutine[None, None, _Listing | Failure]]:
        return [self._search(number, status) for status in _SPENT]

    async def _call(
        self,
        method: Method,
        path: str,
        *,
        query: Mapping[str, str | int] | None = None,
        body: bodies.Body | None = None,
    ) -> Reply | Failure:
        """A reply of success, or the failure that the status tells."""
        reply = await self._door.send(method, path, query=query, body=body)
        return reply if isinstance(reply, Failure) else _failure_of(reply) or reply

    async def _search(self, number: Number, status: Status | None = None) -> _Listing | Failure:
        """All pages of one search."""
        query: dict[str, str | int] = {"requisition": number.text, "page_size": PAGE_SIZE}
        if status is not None:
            query["status"] = status.value
        items: list[object] = []
        request_id = None
        for number_of_page in range(1, PAGES + 1):
            reply = await self._call(
                "GET", "/api/service_requests", query=query | {"page": number_of_page}
            )
            if isinstance(reply, Failure):
                # A state that ЕСОЗ refuses to look for is one that no referral of its has.
                is_no = status is not None and reply.kind is FailureKind.REFUSED
                return _Listing() if is_no else reply
            page = wire.read(wire.Page, reply.document)
            if page is None:
                return _unreadable(reply)
            items += page.data
            request_id = reply.request_id
            if not page.data or not page.paging.more_after(number_of_page):
                break
        referrals = [read_referral(item, number.text) for item in items]
        read = tuple(referral for referral in referrals if referral is not None)
        return _Listing(read, len(items) - len(read), request_id)


def _merged(listings: Iterable[_Listing | Failure]) -> _Listing | Failure:
    """Each referral once, as it was read last, the newest first; or the first failure."""
    by_id: dict[str, Referral] = {}
    unreadable, request_id = 0, None
    for listing in listings:
        if isinstance(listing, Failure):
            return listing
        by_id |= {referral.id: referral for referral in listing.referrals}
        unreadable += listing.unreadable
        request_id = listing.request_id if listing.unreadable else request_id
    newest = sorted(by_id.values(), key=lambda it: it.issued_at or _BEGINNING, reverse=True)
    return _Listing(tuple(newest), unreadable, request_id)


def _qualification(reply: Reply, programme_id: str) -> Valid | Invalid | Failure:
    """What was said of our programme; a lone answer without its id is meant for it too."""
    entries = wire.readable(wire.Qualification, reply.document.get("data"))
    named = [entry for entry in entries if entry.program_id == programme_id]
    lone = [entry for entry in entries if entry.program_id is None and len(entries) == 1]
    for entry in named or lone:
        match entry.status:
            case "valid":
                return Valid()
            case "invalid":
                return Invalid(entry.rejection_reason or "INVALID")
    return _unreadable(reply)


def _refusal(job: wire.Job) -> Refused | JobEnded:
    """A job refused for good; one that broke down proves nothing, the referral is read back."""
    code = job.status_code or 0
    if not 400 <= code < 500:
        return JobEnded()
    return Refused(wire.error_words(job.error) or str(code))


def _failure_of(reply: Reply) -> Failure | None:
    """The failure that a reply's status tells, with ЕСОЗ's words."""
    kind = kind_of(reply.status)
    if kind is None:
        return None
    words = wire.error_words(reply.document.get("error"))
    if kind is FailureKind.REFUSED and words is None:
        # ЕСОЗ never refuses without a reason: somebody else spoke, and nothing is known.
        kind = FailureKind.UNREADABLE
    return Failure(kind, words, reply.request_id, reply.retry_after)


def _unreadable(reply: Reply) -> Failure:
    return Failure(FailureKind.UNREADABLE, request_id=reply.request_id)


def _id(value: str) -> str:
    """`value`, fit to stand in an address. Raises ValueError for anything but an id."""
    if not re.fullmatch(wire.ID_PATTERN, value):
        raise ValueError("not an id as ЕСОЗ writes them")
    return value
