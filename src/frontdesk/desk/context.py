"""What every use case needs: the clinic, ЕСОЗ, the database, a clock, a source of identity."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from frontdesk.desk.answers import Backend, BackendState
from frontdesk.desk.thread import StoreThread
from frontdesk.domain.clinic import Clinic
from frontdesk.domain.walltime import minute_of
from frontdesk.esoz.client import EsozClient
from frontdesk.esoz.failure import Failure, FailureKind
from frontdesk.store.journal import Actor
from frontdesk.store.sealing import NumberKey


@dataclass(slots=True)
class Context:
    """Shared by the use cases of one terminal."""

    clinic: Clinic
    esoz: EsozClient
    store: StoreThread
    number_key: NumberKey
    actor: Actor
    now: Callable[[], datetime]
    """Aware UTC."""
    new_id: Callable[[], str]
    backend: Backend = field(default_factory=lambda: Backend(BackendState.UNKNOWN))

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.clinic.time_zone)

    def today(self) -> date:
        """The site's date."""
        return minute_of(self.now(), self.zone)[0]

    def heard(self, answer: object) -> None:
        """Remembers how ЕСОЗ is: it answered, keeps silent, or shut us out."""
        state = _state_after(answer)
        if state is not self.backend.state:
            self.backend = Backend(state, self.now())


def _state_after(answer: object) -> BackendState:
    if not isinstance(answer, Failure):
        return BackendState.CONNECTED
    if answer.kind is FailureKind.UNAUTHORISED:
        return BackendState.SIGNED_OUT
    return BackendState.SILENT if answer.is_silence else BackendState.CONNECTED
