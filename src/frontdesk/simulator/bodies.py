"""Bodies of requests, read strictly: an unknown key is refused, as the real schemas do."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request

from frontdesk.simulator.envelopes import MALFORMED, Fault, Json, Violation, invalid

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
RESOURCES = "eHealth/resources"

USE_KEYS = {
    "used_by_legal_entity": "legal_entity",
    "program": "medical_program",
    "used_by_employee": "employee",
    "used_by_division": "division",
}
CLIENT = ("client_id", "client_secret")
EXCHANGE, RENEWAL = (*CLIENT, "code", "redirect_uri"), (*CLIENT, "refresh_token")
USE_REQUIRED = {"used_by_legal_entity", "program"}


@dataclass(frozen=True, slots=True)
class UseBody:
    """Who takes the referral into work, and for which programme."""

    legal_entity: str
    program: str
    employee: str | None
    division: str | None


@dataclass(frozen=True, slots=True)
class Exchange:
    """A session is wanted for a code."""

    client_id: str
    client_secret: str
    code: str
    redirect_uri: str


@dataclass(frozen=True, slots=True)
class Renewal:
    """A new session is wanted for a refresh token."""

    client_id: str
    client_secret: str
    refresh_token: str


async def body_of(request: Request) -> Json | Fault:
    """The parsed body, or why it cannot be read."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != "application/json":
        return Fault(415, "content_type_invalid", "Invalid Content-Type header")
    try:
        parsed: Json = json.loads(await request.body())
    except ValueError:
        return MALFORMED
    return parsed


async def bodiless(request: Request) -> Fault | None:
    """Why the body is wrong where there must be none; an empty object counts as none."""
    if (await request.body()).strip() in (b"", b"{}"):
        return None
    return invalid([Violation("$", "schema", "schema does not allow additional properties")])


def read_use(body: Json) -> UseBody | Fault:
    wrong: list[Violation] = []
    fields = _object("$", body, USE_REQUIRED, set(USE_KEYS), wrong)
    ids = {
        key: _reference(f"$.{key}", fields[key], resource, wrong)
        for key, resource in USE_KEYS.items()
        if key in fields
    }
    if wrong:
        return invalid(wrong)
    return UseBody(
        ids["used_by_legal_entity"],
        ids["program"],
        ids.get("used_by_employee"),
        ids.get("used_by_division"),
    )


def read_qualify(body: Json) -> tuple[str, ...] | Fault:
    """The ids of the programmes asked about."""
    wrong: list[Violation] = []
    programs = _object("$", body, {"programs"}, {"programs"}, wrong).get("programs", [])
    if not isinstance(programs, list):
        return invalid([Violation("$.programs", "cast", "type mismatch. Expected Array")])
    ids = tuple(
        _reference(f"$.programs.[{place}]", program, "medical_program", wrong)
        for place, program in enumerate(programs)
    )
    return invalid(wrong) if wrong else ids


def read_token(body: Json) -> Exchange | Renewal | Fault:
    wrong: list[Violation] = []
    token = _object("$", body, {"token"}, {"token"}, wrong).get("token", {})
    kind = token.get("grant_type") if isinstance(token, Mapping) else None
    match kind:
        case "authorization_code":
            texts = _texts("$.token", token, EXCHANGE, {"grant_type", "scope"}, wrong)
            return invalid(wrong) if wrong else Exchange(*texts)
        case "refresh_token":
            texts = _texts("$.token", token, RENEWAL, {"grant_type", "scope"}, wrong)
            return invalid(wrong) if wrong else Renewal(*texts)
        case _:
            unknown = Violation("$.token.grant_type", "inclusion", "value is not allowed in enum")
            return invalid([*wrong, unknown])


def _texts(
    entry: str, it: Json, names: tuple[str, ...], also: set[str], wrong: list[Violation]
) -> list[str]:
    """The values of `names`, which must all be there and be texts; `also` may be there."""
    fields = _object(entry, it, set(names), {*names, *also}, wrong)
    found = [text for name in names if isinstance(text := fields.get(name), str)]
    wrong.extend(
        Violation(f"{entry}.{name}", "cast", "type mismatch. Expected String")
        for name in names
        if name in fields and not isinstance(fields[name], str)
    )
    return found


def _reference(entry: str, it: Json, resource: str, wrong: list[Violation]) -> str:
    """The id in a reference to another resource of ЕСОЗ; `wrong` learns what is amiss."""
    at = f"{entry}.identifier"
    outer = _object(entry, it, {"identifier"}, {"identifier"}, wrong)
    if "identifier" not in outer:
        return ""
    inner = _object(at, outer["identifier"], {"type", "value"}, {"type", "value"}, wrong)
    if "type" in inner:
        kind = _object(f"{at}.type", inner["type"], {"coding"}, {"coding", "text"}, wrong)
        if kind.get("coding") != [{"system": RESOURCES, "code": resource}]:
            wrong.append(
                Violation(f"{at}.type.coding", "inclusion", "value is not allowed in enum")
            )
    value = inner.get("value")
    if isinstance(value, str) and UUID.fullmatch(value):
        return value
    if "value" in inner:
        wrong.append(Violation(f"{at}.value", "format", "string does not match pattern"))
    return ""


def _object(
    entry: str, it: Json, required: set[str], allowed: set[str], wrong: list[Violation]
) -> Mapping[str, Json]:
    """The value as an object; `wrong` learns which keys are missing and which are too many."""
    if not isinstance(it, Mapping):
        wrong.append(Violation(entry, "cast", "type mismatch. Expected Object"))
        return {}
    wrong.extend(
        Violation(f"{entry}.{key}", "required", f"required property {key} was not present")
        for key in sorted(required - it.keys())
    )
    wrong.extend(
        Violation(f"{entry}.{key}", "schema", "schema does not allow additional properties")
        for key in sorted(it.keys() - allowed)
    )
    return it
