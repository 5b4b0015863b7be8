"""Sample numbers that cannot be booked just so, in the order of the verdict's rules.

Each must pass all the rules before its own: the first that applies decides.
"""

from __future__ import annotations

from frontdesk.simulator.groups import CONSULTATIONS, ENDOSCOPY
from frontdesk.simulator.programmes import OTHER_FUNDING
from frontdesk.simulator.referrals import Obstacle, Snag
from frontdesk.simulator.spec import Line, Spec, User

SPENT = (
    Spec(
        "entered_in_error",
        "Введене помилково: лікар скасував запис",
        "Entered in error: the doctor cancelled the record",
        (Line("N67002", status="entered_in_error", reason="default"),),
    ),
    Spec(
        "recalled",
        "Відкликане лікарем",
        "Recalled by the doctor",
        (Line("S67002", status="recalled", reason="default"),),
    ),
    Spec(
        "expired",
        "Строк дії минув, ЕСОЗ уже відкликала його сама",
        "Past its date, recalled by ЕСОЗ itself",
        (Line(issued=380, status="recalled", reason="autoexpired", used=14),),
    ),
    Spec(
        "expired",
        "Строк дії минув, але ще «активне»",
        "Past its date, yet still “active”",
        (Line("F67002", issued=367),),
    ),
    Spec(
        "expired",
        "Минуло вчора о 23:59:59 UTC",
        "Expired yesterday at 23:59:59 UTC",
        (Line("A67003", issued=366, expires=-1),),
    ),
    Spec(
        "completed",
        "Погашене в нас",
        "Spent with us",
        (Line(issued=50, status="completed", processing="completed", user=User.WE, remaining=0),),
    ),
    Spec(
        "completed",
        "Погашене за програмою, хоча саме ще «активне»",
        "Spent in its programme, though itself still “active”",
        (Line("U67002", issued=70, processing="completed", user=User.ANOTHER, remaining=0),),
    ),
    Spec(
        "completed",
        "Дві послуги, обидві погашені",
        "Two services, both spent",
        (
            Line("A34011", status="completed", processing="completed", user=User.WE, remaining=0),
            Line("A35002", status="completed", processing="completed", user=User.WE, remaining=0),
        ),
    ),
)

IN_WORK = (
    Spec(
        "booked_here",
        "Уже записано в нас: кардіолог",
        "Already booked with us: cardiologist",
        booked="K67002",
    ),
    Spec(
        "booked_here",
        "Уже записано в нас: рентген грудної клітки",
        "Already booked with us: chest X-ray",
        booked="58500-00",
    ),
    Spec(
        "in_work_here",
        "В роботі в нас, часу ще не обрано",
        "In work with us, no time chosen yet",
        (Line(processing="in_progress", user=User.WE),),
    ),
    Spec(
        "in_work_here",
        "У черзі в нас (застарілий стан), ще можна звільнити",
        "Queued with us (an old state), may still be released",
        (Line("L67002", issued=200, processing="in_queue", user=User.WE, used=150),),
    ),
    Spec(
        "in_work_elsewhere",
        "В роботі в іншому закладі з позавчора",
        "In work with another clinic since the day before yesterday",
        (Line(processing="in_progress", user=User.ANOTHER, used=2),),
    ),
    Spec(
        "in_work_elsewhere",
        "В роботі в іншому закладі від сьогодні",
        "In work with another clinic since today",
        (Line("T67002", processing="in_progress", user=User.ANOTHER, used=0),),
    ),
)

NOT_FOR_PATIENT = "User is not allowed to create service request with the program for the patient"
NOT_FREE = (
    Spec(
        "nothing_left",
        "Курс використано повністю: лишилося 0 із 5",
        "The course is used up: 0 of 5 left",
        (Line("11708-00", issued=120, quantity=5, remaining=0),),
    ),
    Spec(
        "no_programme",
        "У направленні немає програми: лише платно",
        "No programme on the referral: only as a paid visit",
        (Line("F67002", programme=None),),
    ),
    Spec(
        "other_funding",
        "Інші джерела фінансування: лише платно",
        "Other sources of funding: only as a paid visit",
        (Line("55076-00", programme=OTHER_FUNDING),),
    ),
    Spec(
        "not_qualified",
        "Послуги немає в програмі",
        "The service is not included in the programme",
        (Line("55844-00"),),
    ),
    Spec(
        "not_qualified",
        "Програма не для цього пацієнта",
        "The programme is not for this patient",
        (
            Line(
                "X67002",
                obstacle=Obstacle(Snag.INVALID, NOT_FOR_PATIENT),
            ),
        ),
    ),
    Spec(
        "not_qualified",
        "Заклад не має належного договору",
        "The clinic has no proper contract",
        (
            Line(
                "36812-00",
                obstacle=Obstacle(Snag.CONFLICT, "Legal entity does not have a proper contract"),
            ),
        ),
    ),
    Spec(
        "not_qualified",
        "Договір призупинено",
        "The contract is suspended",
        (
            Line(
                "57518-01",
                obstacle=Obstacle(Snag.CONFLICT, "Contract is suspended and should be updated"),
            ),
        ),
    ),
)

NOT_HERE = (
    Spec(
        "not_our_service",
        "Дійсне, але ревматолога в нас немає",
        "Valid, but there is no rheumatologist here",
        (Line("L67003"),),
    ),
    Spec(
        "not_our_service",
        "Дійсне, але мамографії ми не робимо",
        "Valid, but no mammography is done here",
        (Line("59300-00", issued=25),),
    ),
    Spec(
        "not_our_service",
        "Дійсне на групу послуг, якої в нас немає: ендоскопія",
        "Valid for a group of services not given here: endoscopy",
        (Line(group=ENDOSCOPY),),
    ),
    Spec(
        "for_another_clinic",
        "Лікар назвав інший заклад: вирішує реєстратор",
        "The doctor named another clinic: the clerk decides",
        (Line(names_another_clinic=True),),
    ),
    Spec(
        "for_another_clinic",
        "Група консультацій, названо інший заклад",
        "A group of consultations, another clinic is named",
        (Line(group=CONSULTATIONS, names_another_clinic=True),),
    ),
)

UNKNOWN = (
    Spec("not_found", "Такого номера немає", "There is no such number"),
    Spec(
        "not_found",
        "Такого номера немає, з літерами",
        "No such number, with letters",
        lettered=True,
    ),
    Spec(
        "unverified",
        "Пошук за номером відповідає помилкою 500",
        "The search for this number answers 500",
        (Line(),),
        search_fails=True,
    ),
    Spec(
        "unverified",
        "Знайдено, але перевірка програми відповідає помилкою 500",
        "Found, but the check of the programme answers 500",
        (Line("N67002", obstacle=Obstacle(Snag.CRASH)),),
    ),
)

REFUSED = (*SPENT, *IN_WORK, *NOT_FREE, *NOT_HERE, *UNKNOWN)
