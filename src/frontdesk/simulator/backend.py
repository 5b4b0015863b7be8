"""ЕСОЗ's state: the referrals and the jobs, and what changes them."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import datetime

from frontdesk.simulator.bodies import UseBody
from frontdesk.simulator.chance import chance
from frontdesk.simulator.envelopes import NOT_FOUND, Fault
from frontdesk.simulator.jobs import Job, Outcome
from frontdesk.simulator.referrals import Change, ServiceRequest
from frontdesk.simulator.rules import Clinic, refuse_release, refuse_use
from frontdesk.simulator.switches import Switches
from frontdesk.simulator.world import World

Clock = Callable[[], datetime]
"""Tells the time, aware, in UTC."""


class Backend:
    """The state behind the answers; every app built on it shows the same state."""

    def __init__(
        self,
        world: World,
        switches: Switches,
        clock: Clock,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        """`clock` decides what is expired, `ticks` (seconds) when a job is carried out."""
        self.world = world
        self.switches = switches
        self.referrals = {it.id: it for it in world.referrals}
        self.jobs: dict[str, Job] = {}
        self._clinic = Clinic(
            world.clinic.legal_entity_id,
            frozenset(it.employee_id for it in world.resources if it.employee_id),
        )
        self._clock = clock
        self._ticks = ticks
        self._luck = chance(world.seed, world.today, "jobs")

    def numbered(self, requisition: str) -> list[ServiceRequest]:
        """All referrals of a number, the newest first."""
        found = [it for it in self.referrals.values() if it.requisition == requisition]
        return sorted(found, key=lambda it: it.inserted_at, reverse=True)

    def settle(self) -> None:
        """Carries out the jobs that are due, in the order in which they were taken."""
        now = self._ticks()
        for job in self.jobs.values():
            if job.outcome is None and job.due <= now:
                job.outcome = job.action()

    def use(self, referral_id: str, body: UseBody) -> tuple[Job, bool] | Fault:
        """A job that takes the referral into work, and whether it is a new one."""
        if referral_id not in self.referrals:
            return NOT_FOUND
        asked = (referral_id, body)
        pending = self._pending(asked)
        if pending is not None:
            return pending, False
        if self.switches.use_errors == "at_once":
            fault = self._refuse_use(referral_id, body)
            if fault is not None:
                return fault
        return self._job(asked, lambda: self._used(referral_id, body)), True

    def release(self, referral_id: str) -> tuple[Job, bool] | Fault:
        """A job that lets the referral go."""
        if referral_id not in self.referrals:
            return NOT_FOUND
        asked = (referral_id, "release")
        pending = self._pending(asked)
        if pending is not None:
            return pending, False
        fault = refuse_release(self.referrals[referral_id])
        return fault or (self._job(asked, lambda: self._released(referral_id)), True)

    def _pending(self, asked: Hashable) -> Job | None:
        same = (it for it in self.jobs.values() if it.outcome is None and it.asked == asked)
        return next(same, None)

    def _job(self, asked: Hashable, action: Callable[[], Outcome]) -> Job:
        due = self._ticks() + self.switches.job_seconds
        job = Job(f"{self._luck.getrandbits(96):024x}", asked, due, self._clock(), action)
        self.jobs[job.id] = job
        return job

    def _refuse_use(self, referral_id: str, body: UseBody) -> Fault | None:
        takeover = self.switches.takeover == "takeover_next_day"
        return refuse_use(
            self.referrals[referral_id],
            body,
            self._clinic,
            self._clock(),
            next_day_takeover=takeover,
        )

    def _used(self, referral_id: str, body: UseBody) -> Outcome:
        fault = self._refuse_use(referral_id, body)
        if fault is not None:
            return fault
        before, now = self.referrals[referral_id], self._clock()
        who = (Change(now, body.employee),) if body.employee else ()
        return self._put(
            replace(
                before,
                program=body.program,
                processing="in_progress",
                used_by=body.legal_entity,
                used_by_employee=body.employee,
                users=(*before.users, Change(now, body.legal_entity)),
                employees=(*before.employees, *who),
                processings=(*before.processings, Change(now, "in_progress")),
                updated_at=now,
            )
        )

    def _released(self, referral_id: str) -> Outcome:
        before, now = self.referrals[referral_id], self._clock()
        fault = refuse_release(before)
        if fault is not None:
            return fault
        return self._put(
            replace(
                before,
                processing="new",
                used_by=None,
                used_by_employee=None,
                processings=(*before.processings, Change(now, "new")),
                updated_at=now,
            )
        )

    def _put(self, referral: ServiceRequest) -> ServiceRequest:
        self.referrals[referral.id] = referral
        return referral
