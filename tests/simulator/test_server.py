from __future__ import annotations

import json
import signal
import subprocess
import sys
import urllib.request

from frontdesk.simulator.credentials import API_KEY, PSK, TOKEN

PROGRAM = """
from datetime import UTC, date, datetime
from frontdesk.simulator.backend import Backend
from frontdesk.simulator.server import serve
from frontdesk.simulator.switches import Switches
from frontdesk.simulator.world import World

world = World.furnished(1, date(2026, 11, 23))
backend = Backend(world, Switches(), lambda: datetime(2026, 11, 23, 9, tzinfo=UTC))
serve(backend, 0, lambda port: print(port, world.samples[0].number, flush=True))
print("left")
"""


def test_the_simulator_answers_on_a_real_port_and_leaves_quietly_at_ctrl_c() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            assert server.stdout is not None
            port, number = server.stdout.readline().split()
            request = urllib.request.Request(
                f"http://127.0.0.1:{port}/api/service_requests?requisition={number}",
                headers={
                    "Authorization": f"Bearer {TOKEN}",
                    "API-key": API_KEY,
                    "X-Custom-PSK": PSK,
                },
            )
            with urllib.request.urlopen(request, timeout=10) as answer:
                found = json.load(answer)["data"]
            assert found[0]["requisition"] == number
            server.send_signal(signal.SIGINT)
            rest, errors = server.communicate(timeout=10)
        finally:
            server.kill()
    assert (rest, errors) == ("left\n", "")
