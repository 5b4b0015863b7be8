"""Acting on a referral: qualify, use, release; and the jobs that tell what came of it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from frontdesk.simulator.backend import Backend
from frontdesk.simulator.bodies import bodiless, body_of, read_qualify, read_use
from frontdesk.simulator.envelopes import (
    NO_REFERRAL,
    NOT_FOUND,
    Fault,
    Json,
    answer,
    listing,
    page,
    refusal,
)
from frontdesk.simulator.jobs import Job
from frontdesk.simulator.programmes import PROGRAMMES
from frontdesk.simulator.referrals import ServiceRequest
from frontdesk.simulator.rules import refuse_party, refuse_qualify, rejection


async def qualify(request: Request, backend: Backend) -> Response:
    """POST …/actions/qualify: which of the programmes pay for the referral."""
    body = await body_of(request)
    programs = body if isinstance(body, Fault) else read_qualify(body)
    if isinstance(programs, Fault):
        return refusal(request, programs)
    referral = backend.referrals.get(request.path_params["referral_id"])
    if referral is None:
        return refusal(request, NOT_FOUND)
    fault = refuse_qualify(referral)
    if fault is not None:
        return refusal(request, fault)
    return listing(request, [_qualified(referral, program) for program in programs])


async def use(request: Request, backend: Backend) -> Response:
    """PATCH …/actions/use: takes the referral into work, by a job."""
    body = await body_of(request)
    wanted = body if isinstance(body, Fault) else read_use(body)
    unwelcome = refuse_party(backend.switches.party)
    if unwelcome is not None:
        return refusal(request, unwelcome)
    if isinstance(wanted, Fault):
        return refusal(request, wanted)
    taken = backend.use(request.path_params["referral_id"], wanted)
    if backend.switches.loses_answers:
        return page(502, "Bad Gateway")
    return _accepted(request, backend, taken)


async def release(request: Request, backend: Backend) -> Response:
    """PATCH …/actions/release: lets a queued referral go. No body."""
    fault = await bodiless(request)
    taken = fault or backend.release(request.path_params["referral_id"])
    return _accepted(request, backend, taken)


async def resend(request: Request, backend: Backend) -> Response:
    """PATCH …/actions/resend: sends the patient the message with the number again. No body."""
    referral = backend.referrals.get(request.path_params["referral_id"])
    if referral is None or referral.subject != request.path_params["patient_id"]:
        return refusal(request, NO_REFERRAL)
    taken = await bodiless(request) or backend.resend(referral.id)
    if backend.switches.resend == "at_once" and not isinstance(taken, Fault):
        return answer(request, {"status": "sent"})
    return _accepted(request, backend, taken)


async def job(request: Request, backend: Backend) -> Response:
    """GET /api/jobs/{id}."""
    it = backend.jobs.get(request.path_params["job_id"])
    if it is None:
        return refusal(request, NOT_FOUND)
    return answer(request, it.as_json(backend.switches), it.http(backend.switches))


def _accepted(request: Request, backend: Backend, taken: tuple[Job, bool] | Fault) -> Response:
    """202 for a new job; 200 with the old one when the same was asked twice."""
    if isinstance(taken, Fault):
        return refusal(request, taken)
    it, is_new = taken
    return answer(request, it.as_json(backend.switches), 202 if is_new else 200)


def _qualified(referral: ServiceRequest, program: str) -> Json:
    programme = PROGRAMMES.get(program)
    entry: dict[str, Json] = {
        "program_id": program,
        "program_name": programme.name if programme else None,
        "status": "VALID",
    }
    reason = rejection(referral, program)
    return entry | {"status": "INVALID", "rejection_reason": reason} if reason else entry
