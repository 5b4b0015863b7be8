"""The campaign of `python -m prove outage` in small: while ЕСОЗ is at its job."""

from __future__ import annotations

from pathlib import Path

from frontdesk.desk.claims import LEASE
from prove.killing import End, Trial, opened
from prove.moments import Moment
from prove.outage import JOB, Site, survived
from prove.stopping import Way
from tests.postgres import Server

SHORT = 2.0
"""Seconds for which the server is away."""


def test_a_claim_outlives_a_stop_of_the_server_and_the_clerk_reads_one_line(
    tmp_path: Path, postgres: Server
) -> None:
    with (
        postgres.fresh("migrated") as database,
        opened(tmp_path, postgres.url(database)) as house,
    ):
        house.backend.switches.job_seconds = JOB
        site = Site(house, postgres, database)
        it = survived(site, Way.AT_ONCE, Moment.CLAIMING, SHORT)
        assert (it.stuck, it.rows, it.kept, it.violations) == ("", 1, True, 0)
        assert house.ends([Trial(number, killed=False) for number in it.booked]) == [End.BOOKED]
        assert it.settled_at - it.back_at < LEASE
