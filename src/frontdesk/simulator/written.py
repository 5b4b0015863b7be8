"""Who wrote the records of reference, and when: the same for all."""

from __future__ import annotations

from frontdesk.simulator.chance import fixed_id
from frontdesk.simulator.envelopes import Json

SINCE = "2020-03-02T10:45:16.000Z"
BY = fixed_id("user", "administrator")
WRITTEN: dict[str, Json] = {
    "inserted_at": SINCE,
    "inserted_by": BY,
    "updated_at": SINCE,
    "updated_by": BY,
}
