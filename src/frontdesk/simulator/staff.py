"""Who works in the invented clinic. Codes of specialities and positions are ЕСОЗ's."""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.domain.ground import Ground

Shift = tuple[int, int]
"""From and to, minutes of the day."""
Week = tuple[tuple[int, Shift], ...]
"""Shifts by weekday, Monday is 0."""

MORNING: Shift = (8 * 60, 14 * 60)
AFTERNOON: Shift = (13 * 60, 19 * 60)
DAY: Shift = (9 * 60, 16 * 60)
SATURDAY: Shift = (9 * 60, 13 * 60)
LATE_MORNING: Shift = (8 * 60, 13 * 60 + 30)

ODD: Week = ((0, MORNING), (1, AFTERNOON), (2, MORNING), (3, AFTERNOON), (4, MORNING))
EVEN: Week = ((0, AFTERNOON), (1, MORNING), (2, AFTERNOON), (3, MORNING), (4, AFTERNOON))
DAILY: Week = tuple((weekday, DAY) for weekday in range(5))
MORNINGS: Week = tuple((weekday, LATE_MORNING) for weekday in range(5))
AFTERNOONS: Week = tuple((weekday, AFTERNOON) for weekday in range(5))
ON_SATURDAY: Week = ((5, SATURDAY),)

Grounds = tuple[tuple[Ground, int], ...]
"""Why patients come, with weights."""
SPECIALIST: Grounds = (
    (Ground.E_REFERRAL, 68),
    (Ground.CHRONIC, 12),
    (Ground.TREATING_DOCTOR, 8),
    (Ground.PAID, 9),
    (Ground.PAPER_REFERRAL, 2),
    (Ground.URGENT, 1),
)
GYNAECOLOGY: Grounds = ((Ground.DIRECT_ACCESS, 60), (Ground.E_REFERRAL, 30), (Ground.PAID, 10))
DIAGNOSTICS: Grounds = (
    (Ground.E_REFERRAL, 76),
    (Ground.TREATING_DOCTOR, 10),
    (Ground.PAID, 12),
    (Ground.PAPER_REFERRAL, 2),
)


@dataclass(frozen=True, slots=True)
class Duty:
    """A service that this doctor gives. Minutes are a multiple of five."""

    code: str
    minutes: int
    device: str | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """One of the staff."""

    key: str
    name: str
    speciality: str | None
    position: str | None
    room: str
    week: Week
    duties: tuple[Duty, ...]
    """The usual one first."""
    grounds: Grounds = SPECIALIST
    sees_only_women: bool = False


DEVICES = {
    "ultrasound": "Апарат УЗД",
    "echo": "Апарат ехокардіографії",
    "holter": "Холтерівський реєстратор ЕКГ",
    "x-ray": "Рентгенівський апарат",
    "colposcope": "Кольпоскоп",
}

ULTRASOUNDS = (
    Duty("55036-00", 20, "ultrasound"),
    Duty("55032-00", 15, "ultrasound"),
    Duty("55038-00", 20, "ultrasound"),
    Duty("55076-00", 20, "ultrasound"),
    Duty("55844-00", 15, "ultrasound"),
)

STAFF = (
    Post(
        "melnyk",
        "Мельник Олена Степанівна",
        "CARDIOLOGY",
        "P67",
        "207",
        ODD + ON_SATURDAY,
        (Duty("K67002", 20), Duty("55113-00", 30, "echo")),
    ),
    Post(
        "hrytsak",
        "Грицак Роман Ігорович",
        "CARDIOLOGY",
        "P67",
        "208",
        EVEN,
        (Duty("K67002", 20), Duty("55113-00", 30, "echo")),
    ),
    Post(
        "bondar",
        "Бондар Ірина Петрівна",
        "NEUROLOGY",
        "P85",
        "305",
        ODD,
        (Duty("N67002", 30),),
    ),
    Post(
        "koval",
        "Коваль Наталія Іванівна",
        "ENDOCRINOLOGY",
        "P56",
        "210",
        EVEN + ON_SATURDAY,
        (Duty("T67002", 20),),
    ),
    Post(
        "savytska",
        "Савицька Леся Юріївна",
        "OPHTHALMOLOGY",
        "P98",
        "112",
        ODD,
        (Duty("F67002", 15),),
    ),
    Post(
        "dubyna",
        "Дубина Олег Васильович",
        "OTORHINOLARYNGOLOGY",
        "P95",
        "114",
        EVEN,
        (Duty("A67021", 15), Duty("11309-00", 20)),
    ),
    Post(
        "tkachuk",
        "Ткачук Богдан Миколайович",
        "ORTHOPAEDICS",
        "P93",
        "103",
        DAILY,
        (Duty("L67002", 20),),
    ),
    Post(
        "sokil",
        "Сокіл Андрій Тарасович",
        "GENERAL_SURGERY",
        "P157",
        "104",
        ODD,
        (Duty("A67003", 15),),
    ),
    Post(
        "rudenko",
        "Руденко Віктор Олегович",
        "UROLOGY",
        "P150",
        "211",
        EVEN,
        (Duty("U67002", 20), Duty("36812-00", 45)),
    ),
    Post(
        "verba",
        "Верба Галина Романівна",
        "OBSTETRICS_AND_GYNECOLOGY",
        "P34",
        "301",
        ODD + ON_SATURDAY,
        (Duty("X67002", 30), Duty("35614-00", 20, "colposcope")),
        GYNAECOLOGY,
        sees_only_women=True,
    ),
    Post(
        "lozova",
        "Лозова Тетяна Павлівна",
        "ULTRASONIC_DIAGNOSIS",
        None,
        "120",
        MORNINGS,
        ULTRASOUNDS,
        DIAGNOSTICS,
    ),
    Post(
        "harmash",
        "Гармаш Юлія Сергіївна",
        "ULTRASONIC_DIAGNOSIS",
        None,
        "120",
        AFTERNOONS + ON_SATURDAY,
        ULTRASOUNDS,
        DIAGNOSTICS,
    ),
    Post(
        "vovk",
        "Вовк Ярослав Андрійович",
        "FUNCTIONAL_DIAGNOSTICS",
        "P156",
        "215",
        DAILY,
        (Duty("11709-00", 30, "holter"), Duty("11708-00", 15)),
        DIAGNOSTICS,
    ),
    Post(
        "oliinyk",
        "Олійник Павло Григорович",
        "X_RAY_RADIOLOGY",
        "P122",
        "109",
        EVEN,
        (
            Duty("58500-00", 15, "x-ray"),
            Duty("57518-01", 15, "x-ray"),
            Duty("57903-00", 15, "x-ray"),
        ),
        DIAGNOSTICS,
    ),
    Post(
        "stets",
        "Стець Марія Богданівна",
        None,
        None,
        "101",
        MORNINGS + ON_SATURDAY,
        (Duty("A34011", 15), Duty("A35002", 15), Duty("T34010", 15), Duty("T34025", 15)),
        DIAGNOSTICS,
    ),
)
"""The last one is the nurse who takes samples for the laboratory."""
