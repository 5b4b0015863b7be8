"""ЕСОЗ falls silent before or after the verdict, and comes back by itself."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Sequence
from urllib.request import Request, urlopen

import pytest

from bench.clinic import Served, served
from bench.program import ENTER
from frontdesk.simulator.samples import Sample
from frontdesk.words import LANGUAGES, Lang
from tests.program.place import EMPTY, Place
from tests.situations.desk import NAME, Desk, Told, number


@pytest.fixture(scope="module")
def clinic() -> Iterator[Served]:
    with served() as it:
        yield it


@pytest.fixture(params=LANGUAGES)
def desk(request: pytest.FixtureRequest, place: Place, clinic: Served) -> Iterator[Desk]:
    """A registrar whose ЕСОЗ can be silenced."""
    lang: Lang = request.param
    with place.terminal("--lang", lang, "--config", str(clinic.configuration)) as terminal:
        terminal.wait_until(lambda screen: EMPTY in screen and any(it in screen for it in "●○"))
        yield Desk(terminal, lang)
    turn(clinic, silent=False)


def turn(clinic: Served, *, silent: bool) -> None:
    base_url = tomllib.loads(clinic.configuration.read_text(encoding="utf-8"))["esoz"]["base_url"]
    body = json.dumps({"silent": silent}).encode()
    urlopen(Request(f"{base_url}/_admin/switches", body)).close()


def is_booked_provisionally(desk: Desk) -> None:
    desk.hears(
        uk="Записано попередньо: перевіримо направлення й зателефонуємо, якщо щось не так",
        en="Booked provisionally: we will check the referral and call if need be",
        keys=f"Enter {desk.words.tr('next patient')}",
    )
    desk.hears(uk="○ ЕСОЗ не відповідає з ", en="○ ESOZ silent since ")


def test_15_what_was_booked_in_silence_is_booked_for_good_afterwards(
    desk: Desk, clinic: Served, samples: Sequence[Sample]
) -> None:
    """One number was found before, of the other nobody could be asked; its slip is still open."""
    desk.scan(number(samples, "Laboratory" if desk.lang == "uk" else "Urgent"))
    turn(clinic, silent=True)
    desk.press(ENTER, until=desk.words.tr("hold this time"))
    desk.press(ENTER, until=desk.words.tr("free the time"))
    desk.press(ENTER)
    is_booked_provisionally(desk)
    desk.press(ENTER, until=EMPTY)

    desk.scan(number(samples, "Cardiologist" if desk.lang == "uk" else "Foreign markup"))
    desk.is_told(
        uk=Told(
            "? НЕ ПЕРЕВІРЕНО",
            "Система зараз не відповідає. Запишу вас попередньо й перевірю номер пізніше; "
            "якщо щось не так — передзвонимо.",
            "Enter записати попередньо  R спитати ще раз  Esc назад",
        ),
        en=Told(
            "? NOT VERIFIED",
            "The system is not answering now. I will book you provisionally and check the "
            "number later; if something is wrong, we will call you.",
            "Enter book provisionally  R ask again  Esc back",
        ),
    )
    desk.press(ENTER)
    desk.hears(
        uk="Послуги закладу",
        en="Services of the clinic",
        keys=f"Enter {desk.words.tr('choose a time')}",
    )
    desk.types("кардіол")
    desk.press(ENTER, until=desk.words.tr("hold this time"))
    desk.press(ENTER, until=desk.words.tr("free the time"))
    desk.types(NAME)
    desk.press(ENTER)
    is_booked_provisionally(desk)
    turn(clinic, silent=False)
    desk.hears(uk="✔ Записано", en="✔ Booked")
    desk.press(ENTER, until=EMPTY)
    desk.hears(uk="Перевірено: 1 дійсне.", en="Verified: 1 valid.")
