"""Sample numbers with at least one line to book."""

from __future__ import annotations

from frontdesk.simulator.groups import BLOOD, ULTRASOUND
from frontdesk.simulator.spec import Line, Shown, Spec, User

BOOKABLE = (
    Spec(
        "bookable",
        "Консультація кардіолога: Enter, Enter, Enter",
        "Cardiologist: Enter, Enter, Enter",
        (
            Line(
                note="Скарги на перебої в роботі серця.",
                instruction="Мати при собі останню ЕКГ.",
            ),
        ),
    ),
    Spec("bookable", "Консультація невролога", "Neurologist", (Line("N67002", issued=40),)),
    Spec(
        "bookable",
        "УЗД черевної порожнини: лікар, кабінет і апарат разом",
        "Abdominal ultrasound: doctor, room and device together",
        (Line("55036-00", issued=5, instruction="Натще, не їсти 6 годин."),),
    ),
    Spec(
        "bookable",
        "Лабораторія: загальний аналіз крові",
        "Laboratory: full blood count",
        (Line("A34011", issued=2, instruction="Натще."),),
    ),
    Spec(
        "bookable",
        "Термінове: ортопед-травматолог",
        "Urgent: orthopaedic surgeon",
        (Line("L67002", issued=1, priority="urgent", note="Травма гомілки два дні тому."),),
    ),
    Spec(
        "bookable",
        "Курс: пʼять досліджень, лишилося три",
        "A course: five visits, three left",
        (Line("11708-00", issued=60, quantity=5, remaining=3),),
    ),
    Spec(
        "bookable",
        "Названо групу послуг: ультразвукові дослідження",
        "Names a group of services: ultrasound",
        (Line(group=ULTRASOUND),),
    ),
    Spec(
        "bookable",
        "Названо групу послуг: загальноклінічні аналізи",
        "Names a group of services: general laboratory tests",
        (Line(group=BLOOD, issued=7),),
    ),
    Spec(
        "bookable",
        "Номер із літерами: спробуйте кирилицею",
        "A number with letters: try it in Cyrillic",
        (Line("F67002", issued=90),),
        lettered=True,
    ),
    Spec(
        "bookable",
        "Ще номер із літерами, отоларинголог",
        "Another number with letters, ear, nose and throat",
        (Line("A67021", issued=33),),
        lettered=True,
    ),
    Spec(
        "bookable",
        "Діє ще пʼять днів: пізніше вже не безоплатно",
        "Valid for five more days: later is not free",
        (Line("T67002", issued=360, expires=5),),
    ),
    Spec(
        "bookable",
        "Необовʼязкових полів немає зовсім",
        "No optional field is there at all",
        (Line("U67002", bare=True, shown=Shown.NOTHING),),
    ),
    Spec(
        "bookable",
        "Прізвище та ініціали приховано",
        "Surname and initials are hidden",
        (Line("A67003", issued=20, shown=Shown.NO_NAMES),),
    ),
    Spec(
        "bookable",
        "Чужа розмітка в примітці: має лишитися простим текстом",
        "Foreign markup in the note: it must stay plain text",
        (
            Line(
                issued=9, note="[red]УВАГА[/red] [link=x]тут[/link] \x1b[31mтекст\x1b[0m \u202eенд"
            ),
        ),
    ),
    Spec(
        "bookable",
        "Видав лікар нашого закладу",
        "Issued by a doctor of our own clinic",
        (Line("58500-00", issued=1, from_us=True),),
    ),
)

GROUPS_OF_LINES = (
    Spec(
        "bookable",
        "Дві послуги: погашене УЗД і ще дійсна консультація",
        "Two services: a spent ultrasound and a consultation still valid",
        (
            Line("55032-00", status="completed", processing="completed", user=User.WE, remaining=0),
            Line("T67002"),
        ),
    ),
    Spec(
        "bookable",
        "Три послуги: відкликане, в роботі деінде, одне дійсне",
        "Three services: recalled, in work elsewhere, one valid",
        (
            Line("A34011", status="recalled", reason="default"),
            Line("55113-00", processing="in_progress", user=User.ANOTHER),
            Line("K67002"),
        ),
    ),
    Spec(
        "bookable",
        "Три послуги, і всі можна записати: вибирає реєстратор",
        "Three services, all bookable: the clerk chooses",
        (Line("K67002"), Line("11709-00"), Line("T34025", instruction="Натще.")),
    ),
)

USABLE = (*BOOKABLE, *GROUPS_OF_LINES)
"""The first is the one to begin with."""
