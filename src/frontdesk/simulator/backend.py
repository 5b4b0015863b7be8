"""ЕСОЗ's state: the referrals and the jobs, and what changes them."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import datetime
from random import Random

from frontdesk.simulator.bodies import UseBody
from frontdesk.simulator.chance import chance
from frontdesk.simulator.crowd import Crowd
from frontdesk.simulator.envelopes import NOT_FOUND, Fault
from frontdesk.simulator.grants import Grants
from frontdesk.simulator.jobs import Job, Outcome
from frontdesk.simulator.referrals import Change, ServiceRequest
from frontdesk.simulator.rules import Clinic, refuse_release, refuse_resend, refuse_use
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
        self.crowd = Crowd(world.seed, world.today)
        self.grants = Grants(switches, clock)
        self.now = clock
        self._clinic = Clinic(
            world.clinic.legal_entity_id,
            frozenset(it.employee_id for it in world.resources if it.employee_id),
        )
        self.ticks = ticks
        self._luck = self.luck("jobs")

    def luck(self, subject: str) -> Random:
        """Luck of its own for a subject, decided by the world's seed."""
        return chance(self.world.seed, self.world.today, subject)

    def numbered(self, requisition: str) -> list[ServiceRequest]:
        """All referrals of a number, the newest first."""
        found = [it for it in self.referrals.values() if it.requisition == requisition]
        if not found:
            found = [self._put(it) for it in self.crowd.of(requisition)]
        return sorted(found, key=lambda it: it.inserted_at, reverse=True)

    def settle(self) -> None:
        """Carries out the jobs that are due, in the order in which they were taken."""
        now = self.ticks()
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
        fault = self._refuse_release(referral_id)
        return fault or (self._job(asked, lambda: self._released(referral_id)), True)

    def resend(self, referral_id: str) -> tuple[Job, bool] | Fault:
        """A job that sends the patient the number once more; nothing of the referral changes."""
        fault = refuse_resend(self.referrals[referral_id])
        asked = (referral_id, "resend")
        return fault or (self._job(asked, lambda: self.referrals[referral_id]), True)

    def recall(self, referral_id: str) -> None:
        """What the referring doctor does; the clinic only finds it so."""
        before, now = self.referrals[referral_id], self.now()
        self._put(
            replace(
                before,
                status="recalled",
                status_reason="default",
                statuses=(*before.statuses, Change(now, "recalled", "default")),
                updated_at=now,
            )
        )

    def _refuse_release(self, referral_id: str) -> Fault | None:
        from_work = self.switches.release == "in_work"
        return refuse_release(self.referrals[referral_id], self._clinic, from_work=from_work)

    def _pending(self, asked: Hashable) -> Job | None:
        same = (it for it in self.jobs.values() if it.outcome is None and it.asked == asked)
        return next(same, None)

    def _job(self, asked: Hashable, action: Callable[[], Outcome]) -> Job:
        due = self.ticks() + self.switches.job_seconds
        job = Job(f"{self._luck.getrandbits(96):024x}", asked, due, self.now(), action)
        self.jobs[job.id] = job
        return job

    def _refuse_use(self, referral_id: str, body: UseBody) -> Fault | None:
        takeover = self.switches.takeover == "takeover_next_day"
        return refuse_use(
            self.referrals[referral_id],
            body,
            self._clinic,
            self.now(),
            next_day_takeover=takeover,
        )

    def _used(self, referral_id: str, body: UseBody) -> Outcome:
        fault = self._refuse_use(referral_id, body)
        if fault is not None:
            return fault
        before, now = self.referrals[referral_id], self.now()
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
        before, now = self.referrals[referral_id], self.now()
        fault = self._refuse_release(referral_id)
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
