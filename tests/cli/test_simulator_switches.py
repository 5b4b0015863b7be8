"""The simulator's switches from the command line, and while it runs."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Frontdesk


def test_switches_are_set_at_the_start_and_turned_while_it_runs() -> None:
    turned = ["--set", "lost_after=0.5", "--set", "paging=cursor", "--set", "more_scopes=a:b c:d"]
    command = [sys.executable, "-m", "frontdesk", "--lang", "en", "simulator", "--port", "0"]
    with subprocess.Popen([*command, *turned], stdout=subprocess.PIPE, text=True) as it:
        try:
            assert it.stdout is not None
            url = it.stdout.readline().split()[2].rstrip(".")
            with urllib.request.urlopen(f"{url}/_admin", timeout=10) as answer:
                switches = json.load(answer)["switches"]
            assert (switches["lost_after"], switches["paging"]) == (0.5, "cursor")
            assert switches["more_scopes"] == "a:b c:d"
            request = urllib.request.Request(f"{url}/_admin/switches", data=b'{"lost_after": 0}')
            with urllib.request.urlopen(request, timeout=10) as answer:
                assert json.load(answer)["switches"]["lost_after"] == 0
        finally:
            it.terminate()


@pytest.mark.parametrize("wrong", ["silent", "=1", "colour=red", "lost_after=2", "paging=pages"])
def test_a_switch_that_does_not_exist_or_fit_is_said(run: Frontdesk, wrong: str) -> None:
    said = run("--lang", "en", "simulator", "--port", "0", "--set", wrong)
    assert (said.code, said.out) == (2, "")
    assert "switch" in said.err
