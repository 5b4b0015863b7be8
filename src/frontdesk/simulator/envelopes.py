"""The envelopes of ЕСОЗ's answers: meta around the data, or around the error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"

SERVICE_HOST = "http://api-svc.me"
"""What `meta.url` shows: the service behind the gateway."""
GATEWAY_HOST = "https://api.ehealth.gov.ua"
VALIDATION_MESSAGE = (
    "Validation failed. You can find validators description at our API Manifest: "
    "http://docs.apimanifest.apiary.io/#introduction/interacting-with-api/errors."
)


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing wrong with a request."""

    entry: str
    """`$.path`."""
    rule: str
    description: str
    params: tuple[str, ...] = ()

    def as_json(self) -> Json:
        rule = {"rule": self.rule, "params": self.params, "description": self.description}
        return {"entry": self.entry, "entry_type": "json_data_property", "rules": [rule]}


@dataclass(frozen=True, slots=True)
class Fault:
    """A refusal, before it stands in an answer or in a job."""

    http: int
    type: str
    message: str | None = None
    details: tuple[Json, ...] = ()
    """What was invalid, one by one."""

    @property
    def words(self) -> str:
        """The same as a bare text."""
        return self.message or self.type

    def as_json(self) -> Json:
        error: dict[str, Json] = {"type": self.type}
        if self.message is not None:
            error["message"] = self.message
        if self.details:
            error["invalid"] = self.details
        return error


NOT_FOUND = Fault(404, "not_found")
NO_REFERRAL = Fault(404, "NOT_FOUND", "Service request not found")
INTERNAL_ERROR = Fault(500, "internal_error")
MALFORMED = Fault(
    400,
    "request_malformed",
    "Malformed request. Probably, you have sent corrupted JSON.",
    ({"entry_type": "request", "rules": [{"rule": "json"}]},),
)


def conflict(message: str) -> Fault:
    return Fault(409, "request_conflict", message)


def invalid(violations: Iterable[Violation]) -> Fault:
    return Fault(
        422, "validation_failed", VALIDATION_MESSAGE, tuple(it.as_json() for it in violations)
    )


def answer(request: Request, data: Json, http: int = 200, host: str = SERVICE_HOST) -> Response:
    body = {"meta": _meta(request, http, "object", host), "data": data}
    return JSONResponse(body, http)


def listing(
    request: Request,
    data: Sequence[Json],
    paging: Mapping[str, Json] | None = None,
    host: str = SERVICE_HOST,
) -> Response:
    body: dict[str, Json] = {"meta": _meta(request, 200, "list", host), "data": data}
    if paging is not None:
        body["paging"] = paging
    return JSONResponse(body)


def refusal(request: Request, fault: Fault, host: str = SERVICE_HOST) -> Response:
    body = {"meta": _meta(request, fault.http, "object", host), "error": fault.as_json()}
    return JSONResponse(body, fault.http)


def page(http: int, title: str) -> Response:
    """What a proxy answers in ЕСОЗ's place."""
    text = f"<html><head><title>{http} {title}</title></head><body><h1>{title}</h1></body></html>"
    return HTMLResponse(text, http)


def _meta(request: Request, http: int, kind: str, host: str) -> Json:
    return {
        "code": http,
        "request_id": request.scope["simulator.request_id"],
        "type": kind,
        "url": host + request.url.path,
    }
