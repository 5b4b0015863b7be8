"""ЕСОЗ's calls in the desk's own words: domain objects or a typed failure, never JSON."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from frontdesk.domain.number import Number
from frontdesk.domain.protocol import Accepted, JobEnded, JobPending, Refused
from frontdesk.domain.referral import Referral, Status
from frontdesk.domain.verdict import Invalid, Valid
from frontdesk.esoz import bodies, wire
from frontdesk.esoz.calls import Call, Calls
from frontdesk.esoz.events import Events
from frontdesk.esoz.failure import Failure, FailureKind
from frontdesk.esoz.legal_entities import LegalEntities
from frontdesk.esoz.outcome import checked_id, every_page, failure_of, succeed, unreadable
from frontdesk.esoz.people import People
from frontdesk.esoz.reference import Reference
from frontdesk.esoz.reply import Reply
from frontdesk.esoz.service_request import read_referral
from frontdesk.esoz.status import Backend

PAGE_SIZE = 100
"""The most that a search gives at once."""

_SPENT = (Status.COMPLETED, Status.RECALLED, Status.ENTERED_IN_ERROR)
_BEGINNING = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Resent:
    """ЕСОЗ has sent the message, or will."""


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

    def __init__(self, calls: Calls, legal_entity_id: str) -> None:
        self._calls = calls
        self._legal_entity_id = legal_entity_id
        self.people = People(calls)
        self.events = Events(calls)
        self.reference = Reference(calls)
        self.legal_entities = LegalEntities(calls)
        self._hides_spent: bool | None = None
        """Whether a search without a status leaves out what is not active; None: not yet known."""

    @property
    def backend(self) -> Backend:
        """How ЕСОЗ is, as its last answers have shown."""
        return self._calls.backend

    async def find(self, number: Number) -> tuple[Referral, ...] | Failure:
        """Every referral under `number` in every state, the newest first.

        An item that cannot be read is left out, unless nothing else was found: then the answer is
        unreadable, as an empty one would say that the number does not exist.
        """
        found = await self._everything(number, urgent=True)
        if isinstance(found, Failure):
            return found
        if found.unreadable and not found.referrals:
            return Failure(FailureKind.UNREADABLE, request_id=found.request_id)
        return found.referrals

    async def read_back(self, number: Number, referral_id: str) -> Referral | Failure | None:
        """One referral as it stands now; None if ЕСОЗ has no such referral under `number`.

        For claims: unlike `find` it never takes for gone what only could not be read.
        """
        found = await self.read_all(number, lambda it: it.id == referral_id)
        return found if isinstance(found, Failure) else next(iter(found), None)

    async def read_all(
        self, number: Number, fits: Callable[[Referral], bool]
    ) -> tuple[Referral, ...] | Failure:
        """Those that fit of what stands under `number` now, with the same care."""
        found = await self._everything(number, urgent=False)
        if isinstance(found, Failure):
            return found
        fitting = tuple(it for it in found.referrals if fits(it))
        if not fitting and found.unreadable:
            return Failure(FailureKind.UNREADABLE, request_id=found.request_id)
        return fitting

    async def qualify(self, referral: Referral) -> Valid | Invalid | Failure:
        """Whether this clinic may use the referral under the referral's own programme.

        Raises ValueError if it has none: ЕСОЗ has nothing to judge then.
        """
        if referral.programme_id is None:
            raise ValueError("a referral without a programme cannot be qualified")
        path = f"/api/service_requests/{checked_id(referral.id)}/actions/qualify"
        body = bodies.qualify(checked_id(referral.programme_id))
        reply = await self._calls.make(Call("POST", path, body=body, urgent=True, asks_only=True))
        if isinstance(reply, Failure):
            return reply
        failure = failure_of(reply)
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
        path = f"/api/service_requests/{checked_id(referral_id)}/actions/use"
        body = bodies.use(self._legal_entity_id, programme_id, employee_id, division_id)
        return await self._begin_job(Call("PATCH", path, body=body))

    async def release(self, referral_id: str) -> Accepted | Refused | Failure:
        """Asks to let the referral go; a job does it. ЕСОЗ refuses it for most (FACTS 2.5)."""
        path = f"/api/service_requests/{checked_id(referral_id)}/actions/release"
        return await self._begin_job(Call("PATCH", path))

    async def job(self, job_id: str) -> JobPending | JobEnded | Refused | Failure:
        """How far a job is. Its own status decides: the HTTP status of this call proves nothing."""
        reply = await self._calls.make(Call("GET", f"/api/jobs/{checked_id(job_id)}"))
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
                failure = failure_of(reply) or unreadable(reply)
                return JobEnded() if failure.kind is FailureKind.NOT_FOUND else failure

    async def resend(self, patient_id: str, referral_id: str) -> Resent | Refused | Failure:
        """Has ЕСОЗ send the patient the message with the number once more."""
        patient, referral = checked_id(patient_id), checked_id(referral_id)
        path = f"/api/patients/{patient}/service_requests/{referral}/actions/resend"
        reply = await succeed(self._calls, Call("PATCH", path))
        if isinstance(reply, Failure):
            return _refused(reply) or reply
        return Resent()

    async def _begin_job(self, call: Call) -> Accepted | Refused | Failure:
        reply = await succeed(self._calls, call)
        if isinstance(reply, Failure):
            return _refused(reply) or reply
        job = wire.read(wire.Job, reply.document.get("data"))
        return Accepted(job.id) if job and job.id else unreadable(reply)

    async def close(self) -> None:
        """Closes the connections to ЕСОЗ."""
        await self._calls.close()

    async def _everything(self, number: Number, *, urgent: bool) -> _Listing | Failure:
        """What stands under `number` in every state.

        The documents say both that a search without a status gives everything and that it gives
        the active alone, so while that is unknown the other states are asked for beside it. The
        first referral that is not active settles it for this client: it came with the unfiltered
        answer, or only when it was asked for.
        """
        if self._hides_spent is False:
            plain, spent = await self._search(number, urgent=urgent), []
        else:
            plain, *spent = await asyncio.gather(
                self._search(number, urgent=urgent), *self._spent(number, urgent=urgent)
            )
        if isinstance(plain, Failure):
            return plain
        if plain.has_spent:
            self._hides_spent = False
        elif any(it.has_spent for it in spent if not isinstance(it, Failure)):
            self._hides_spent = True
        return _merged([plain, *spent])

    def _spent(
        self, number: Number, *, urgent: bool
    ) -> list[Coroutine[None, None, _Listing | Failure]]:
        return [self._search(number, status, urgent=urgent) for status in _SPENT]

    async def _search(
        self, number: Number, status: Status | None = None, *, urgent: bool
    ) -> _Listing | Failure:
        query: dict[str, str | int] = {"requisition": number.text, "page_size": PAGE_SIZE}
        if status is not None:
            query["status"] = status.value
        call = Call("GET", "/api/service_requests", query, urgent=urgent)
        found = await every_page(self._calls, call)
        if isinstance(found, Failure):
            # A state that ЕСОЗ refuses to look for is one that no referral of its has.
            is_no = status is not None and found.kind is FailureKind.REFUSED
            return _Listing() if is_no else found
        referrals = [read_referral(item, number.text) for item in found.items]
        read = tuple(referral for referral in referrals if referral is not None)
        return _Listing(read, len(referrals) - len(read), found.request_id)


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
    return unreadable(reply)


def _refused(failure: Failure) -> Refused | None:
    """A "no" with its words, if the failure is one."""
    if failure.kind is FailureKind.REFUSED and failure.message is not None:
        return Refused(failure.message)
    return None


def _refusal(job: wire.Job) -> Refused | JobEnded:
    """A job refused for good; one that broke down proves nothing, the referral is read back."""
    code = job.status_code or 0
    if not 400 <= code < 500:
        return JobEnded()
    return Refused(wire.error_words(job.error) or str(code))
