"""ЕСОЗ falls silent between the verdict and the booking, and comes back by itself."""

from __future__ import annotations

import json
import tomllib
from urllib.request import Request, urlopen

from bench.clinic import Served, served
from bench.program import CLINIC, ENTER
from tests.program.place import BOOKED, TO_FREE, TO_HOLD, Place
from tests.situations.desk import Desk


def turn(clinic: Served, *, silent: bool) -> None:
    base_url = tomllib.loads(clinic.configuration.read_text(encoding="utf-8"))["esoz"]["base_url"]
    body = json.dumps({"silent": silent}).encode()
    urlopen(Request(f"{base_url}/_admin/switches", body)).close()


def test_15_what_was_booked_in_silence_is_booked_for_good_afterwards(place: Place) -> None:
    with served() as clinic, place.terminal("--config", str(clinic.configuration)) as terminal:
        terminal.wait_for(CLINIC)
        desk = Desk(terminal, "uk")
        desk.scan(clinic.number)
        turn(clinic, silent=True)
        desk.press(ENTER, until=TO_HOLD)
        desk.press(ENTER, until=TO_FREE)
        desk.press(ENTER)
        terminal.wait_for(
            "○ ЕСОЗ не відповідає з ",
            "… Записано попередньо: перевіримо направлення й зателефонуємо, якщо щось не так",
            "Enter наступний пацієнт",
        )
        turn(clinic, silent=False)
        terminal.wait_for(BOOKED, "● ЕСОЗ на звʼязку")
