"""What we send: exactly the documented keys, ЕСОЗ's schemas forbid any other."""

from __future__ import annotations

from collections.abc import Mapping

Body = Mapping[str, object]


def reference(resource: str, value: str) -> Body:
    """How ЕСОЗ writes "this legal entity", "this programme" …; in requests without a name."""
    kind = {"coding": [{"system": "eHealth/resources", "code": resource}]}
    return {"identifier": {"type": kind, "value": value}}


def qualify(programme_id: str) -> Body:
    return {"programs": [reference("medical_program", programme_id)]}


def use(
    legal_entity_id: str, programme_id: str, employee_id: str | None, division_id: str | None
) -> Body:
    body = {"used_by_legal_entity": reference("legal_entity", legal_entity_id)}
    if employee_id is not None:
        body["used_by_employee"] = reference("employee", employee_id)
    if division_id is not None:
        body["used_by_division"] = reference("division", division_id)
    body["program"] = reference("medical_program", programme_id)
    return body
