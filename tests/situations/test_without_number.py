"""Patients without an e-referral, and children: the headline, what there is to say, the keys."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bench.program import DOWN, ENTER
from frontdesk.simulator.diary import BookedVisit
from frontdesk.simulator.people import Patient
from frontdesk.simulator.samples import Sample
from frontdesk.simulator.world import World
from frontdesk.words import dates, labels
from tests.situations.clinics import Programs
from tests.situations.desk import F2, F3, F4, NAME, Day, Desk, Told, number


def test_9_whoever_may_be_seen_directly_needs_no_referral(desk: Desk) -> None:
    desk.press(F2, until=desk.words.tr("Services of the clinic"))
    desk.types("гін")
    desk.is_told(
        uk=Told(
            "✔ НАПРАВЛЕННЯ НЕ ПОТРІБНЕ: лікар-акушер-гінеколог",
            "",
            "Enter обрати час  F2 інша підстава",
            ("Підстава: самозвернення (перелік від 01.2026). Безоплатно.", "гін__"),
        ),
        en=Told(
            "✔ NO REFERRAL IS NEEDED: Obstetrics and gynecology",
            "",
            "Enter choose a time  F2 other ground",
            ("Ground: direct access (list of 01.2026). Free of charge.", "гін__"),
        ),
    )


@pytest.fixture
def seen(world: World) -> BookedVisit:
    """A visit of a patient whom a neurologist is to see."""
    return next(it for it in world.visits if it.offer.doctor.speciality == "NEUROLOGY")


@pytest.fixture
def stranger(world: World) -> Patient:
    """Somebody of the register whom nobody here has seen yet."""
    return world.patients[0]


def chooses(desk: Desk, patient: Patient) -> None:
    """By the phone, in the register."""
    desk.terminal.wait_for(desk.words.tr("Patients of the clinic's register."))
    desk.types(patient.phone[-9:])
    desk.terminal.wait_for(patient.surname)
    desk.press(ENTER)


def test_10_who_is_under_observation_comes_back_without_a_referral(
    desk: Desk, programs: Programs, seen: BookedVisit, stranger: Patient
) -> None:
    came = dates.numeric(programs.came(desk.lang, seen, days_ago=5))
    desk.press(F2, until=desk.words.tr("Services of the clinic"))
    desk.types("невр")
    desk.is_told(
        uk=Told(
            "! ПОТРІБНЕ НАПРАВЛЕННЯ: лікар-невропатолог",
            "",
            "Enter інша підстава",
            ("Немає в переліку самозвернень від 01.2026.", "невр__"),
        ),
        en=Told(
            "! A REFERRAL IS NEEDED: Neurology",
            "",
            "Enter other ground",
            ("It is not on the list of direct access of 01.2026.", "невр__"),
        ),
    )
    desk.press(ENTER, until=desk.words.tr("under observation here"))
    desk.press("1")
    chooses(desk, seen.patient)
    doctor = seen.offer.doctor
    who = f"{labels.position(desk.words, doctor.position, doctor.speciality)} {doctor.name}"
    desk.is_told(
        uk=Told(
            f"✔ ПІД НАГЛЯДОМ У НАС: {who}, з {came}",
            "",
            "Enter обрати час  1–3 підстава",
            ("Нове направлення не потрібне.",),
        ),
        en=Told(
            f"✔ UNDER OBSERVATION: {who}, since {came}",
            "",
            "Enter choose a time  1–3 ground",
            ("A new referral is not needed.",),
        ),
    )
    desk.press(DOWN, ENTER)
    chooses(desk, seen.patient)
    desk.is_told(
        uk=Told(f"✔ КУРС ТРИВАЄ: {who}, прийом {came}", "", "Enter обрати час"),
        en=Told(f"✔ THE COURSE CONTINUES: {who}, last visit {came}", "", "Enter choose a time"),
    )
    desk.press("1")
    chooses(desk, stranger)
    desk.is_told(
        uk=Told(
            "✖ Спостереження в нас не знайдено",
            "",
            "Enter який пацієнт",
            ("Запитайте лікаря або потрібне направлення.",),
        ),
        en=Told(
            "✖ No observation is found here",
            "",
            "Enter which patient",
            ("Ask the doctor, or a referral is needed.",),
        ),
    )


def test_11_a_paper_referral_is_written_down_and_booked(desk: Desk, day: Day) -> None:
    desk.press(F3, until=desk.words.tr("Why on paper"))
    desk.types("0003212")
    desk.press(ENTER)
    desk.hears(
        uk="✖ ЄДРПОУ має 8 цифр.",
        en="✖ EDRPOU has 8 digits.",
        keys=f"Enter {desk.words.tr('service')}  Tab {desk.words.tr('next field')}",
    )
    desk.hears(uk="▸ ЕСОЗ недоступна зона бойових дій", en="▸ ESOZ was out of reach combat zone")
    desk.types(f"9\tПетренко І. І.\t{day(-1)}")
    desk.press(ENTER, until=desk.words.tr("Services of the clinic"))
    desk.types("окул")
    desk.press(ENTER, until=desk.words.tr("hold this time"))
    desk.press(ENTER, until=desk.words.tr("free the time"))
    desk.types(NAME)
    desk.press(ENTER)
    desk.hears(
        uk="Записано за паперовим направленням. Оригінал — лікарю.",
        en="Booked under a paper referral. The original is for the doctor.",
        keys=f"Enter {desk.words.tr('next patient')}",
    )


def test_12_an_urgent_patient_goes_on_at_once(desk: Desk) -> None:
    desk.press(F4)
    desk.is_told(
        uk=Told(
            "✖ НЕВІДКЛАДНО — без направлення й декларації",
            "",
            "Enter зафіксувати звернення",
            (
                "Скеруйте до приймального/чергового лікаря зараз. Дані — потім.",
                "Загроза життю: 103.",
            ),
        ),
        en=Told(
            "✖ URGENT: without a referral and a declaration",
            "",
            "Enter record the contact",
            (
                "Send the patient to the admission or duty doctor now. Data come later.",
                "Danger to life: 103.",
            ),
        ),
    )
    desk.press(ENTER)
    desk.hears(
        uk="✔ Зафіксовано о ",
        en="✔ Recorded at ",
        keys=f"Enter {desk.words.tr('next patient')}  ↓ {desk.words.tr('enter the data')}",
    )


COMES_ALONG = {
    "A child of 9": {
        "uk": "До 14 років — лише із законним представником. SMS іде на його телефон.",
        "en": "Under 14: only with a legal representative. The message goes to their phone.",
    },
    "A teenager of 15": {
        "uk": "15 років: може прийти без дорослих. Документ: паспорт (ID-картка). "
        "Згоду на втручання бере лікар.",
        "en": "15 years: may come alone. Document: passport (ID card). "
        "The doctor takes the consent to treatment.",
    },
}


@pytest.mark.parametrize("who", COMES_ALONG, ids=["child", "teenager"])
def test_13_a_minors_age_decides_who_comes_along(
    desk: Desk, samples: Sequence[Sample], day: Day, who: str
) -> None:
    said = COMES_ALONG[who]
    desk.scan(number(samples, who))
    desk.is_told(
        uk=Told(
            f"✔ МОЖНА ЗАПИСАТИ · безоплатно за ПМГ · дійсне до {day(362)}",
            "Направлення дійсне, послуга для вас безоплатна.",
            "Enter обрати час  Esc назад",
            (said["uk"],),
        ),
        en=Told(
            f"✔ CAN BE BOOKED · free of charge under PMG · valid until {day(362)}",
            "The referral is valid, the service is free of charge for you.",
            "Enter choose a time  Esc back",
            (said["en"],),
        ),
    )
    desk.press(ENTER, until=desk.words.tr("hold this time"))
    desk.press(ENTER, until=desk.words.tr("free the time"))
    desk.hears(**said, keys=f"Enter {desk.words.tr('book')}")
    assert (desk.words.tr("Representative") in desk.seen) == who.startswith("A child")
