"""What happens at a front desk every day: each time the headline, the sentence to say, the keys.

One program a language lives through all of them, at 80×24, over a pty.
"""

from __future__ import annotations

from collections.abc import Sequence

from bench.program import DOWN, ENTER, ESCAPE, UP
from frontdesk.simulator.samples import Sample
from tests.program.place import EMPTY
from tests.situations.desk import F2, F3, F4, PAGE_DOWN, Day, Desk, Told, number

WAYS_UK = "F2 без направлення · F3 паперове · F4 невідкладно"
WAYS_EN = "F2 without a referral · F3 on paper · F4 urgent patient"
LOOK_ALIKES = str.maketrans("ABCEHIKMOPTX", "АВСЕНІКМОРТХ")


def test_1_a_valid_referral_is_booked(desk: Desk, samples: Sequence[Sample], day: Day) -> None:
    desk.scan(number(samples, "Neurologist"))
    desk.is_told(
        uk=Told(
            f"✔ МОЖНА ЗАПИСАТИ · безоплатно за ПМГ · дійсне до {day(325)}",
            "Направлення дійсне, послуга для вас безоплатна.",
            "Enter обрати час  Esc назад  F7 надіслати SMS ще раз",
            ("Консультація невролога", "звірте з документом", "Консультація · планове"),
        ),
        en=Told(
            f"✔ CAN BE BOOKED · free of charge under PMG · valid until {day(325)}",
            "The referral is valid, the service is free of charge for you.",
            "Enter choose a time  Esc back  F7 send the message again",
            ("Консультація невролога", "compare with the document", "Consultation · planned"),
        ),
    )
    desk.press(ENTER, until=desk.words.tr("hold this time"))
    desk.press(ENTER, until=desk.words.tr("free the time"))
    desk.press(ENTER)
    desk.hears(uk="✔ Записано", en="✔ Booked", keys=f"Enter {desk.words.tr('next patient')}")


def test_2_a_mistyped_number_is_corrected(desk: Desk, samples: Sequence[Sample]) -> None:
    wrong = number(samples, "There is no such number")
    desk.scan(wrong)
    desk.is_told(
        uk=Told(
            "✖ НЕ ЗНАЙДЕНО",
            "Такого номера в системі немає. Перевірмо ще раз по чотири цифри.",
            "Enter виправити номер  Esc назад  F2 без направлення",
            (
                f"Або {WAYS_UK}",
                "звірте останню групу, найчастіше міняють місцями цифри",
                "в усіх станах: активні, погашені, відкликані",
                wrong,
            ),
        ),
        en=Told(
            "✖ NOT FOUND",
            "There is no such number in the system. Let us check it again, four digits at a time.",
            "Enter correct the number  Esc back  F2 without a referral",
            (
                f"Or {WAYS_EN}",
                "compare the last group, digits often change places",
                "in all states: active, redeemed, recalled",
                wrong,
            ),
        ),
    )
    desk.press(ENTER, until=wrong)
    desk.terminal.send("\x7f")
    desk.terminal.wait_for(wrong[:-1] + "·")
    desk.press(ENTER)
    desk.hears(
        uk="Введено 15 знаків із 16 — бракує в 4-й групі.",
        en="15 symbols of 16 typed, group 4 is short.",
    )


def test_3_cyrillic_letters_are_turned_into_the_number(
    desk: Desk, samples: Sequence[Sample], day: Day
) -> None:
    desk.scan(number(samples, "A number with letters").translate(LOOK_ALIKES))
    desk.is_told(
        uk=Told(
            f"✔ МОЖНА ЗАПИСАТИ · безоплатно за ПМГ · дійсне до {day(275)}",
            "Направлення дійсне, послуга для вас безоплатна.",
            "Enter обрати час",
            ("Замінено кириличні літери: ",),
        ),
        en=Told(
            f"✔ CAN BE BOOKED · free of charge under PMG · valid until {day(275)}",
            "The referral is valid, the service is free of charge for you.",
            "Enter choose a time",
            ("Cyrillic letters replaced: ",),
        ),
    )
    desk.press(ESCAPE, until=EMPTY)
    desk.terminal.send("EE32-0D12-AAGF-1111")
    desk.press(ENTER)
    desk.hears(
        uk="Схоже на номер рецепта. Попросіть повідомлення «Ваше направлення».",
        en="This looks like a prescription number. Ask for the message “Your referral”.",
    )


def test_4_an_expired_referral_needs_a_new_one(
    desk: Desk, samples: Sequence[Sample], day: Day
) -> None:
    desk.scan(number(samples, "Past its date, recalled"))
    desk.is_told(
        uk=Told(
            f"✖ СТРОК ДІЇ МИНУВ · {day(-15)}",
            "Направлення діяло рік і закінчилося. Нове створить лікар, який вас направляв "
            "(КНП «Центр первинної допомоги №1»), або ваш сімейний.",
            "Enter наступний пацієнт  Esc назад  F2 без направлення",
            ("Потрібне нове направлення від лікаря", f"Або {WAYS_UK}"),
        ),
        en=Told(
            f"✖ VALIDITY HAS PASSED · {day(-15)}",
            "The referral was valid for a year and has ended. A new one is written by the doctor "
            "who sent you (КНП «Центр первинної допомоги №1»), or by your family doctor.",
            "Enter next patient  Esc back  F2 without a referral",
            ("A new referral from the doctor is needed", f"Or {WAYS_EN}"),
        ),
    )
    tr = desk.words.tr
    ways = {F2: "Services of the clinic", F3: "Why on paper", F4: "Danger to life: 103."}
    for key, there in ways.items():
        desk.press(key, until=tr(there))
        desk.press(ESCAPE, until=tr("A new referral from the doctor is needed"))
    desk.press(ENTER, until=EMPTY)


def test_5_of_a_redeemed_referral_another_service_may_be_left(
    desk: Desk, samples: Sequence[Sample], day: Day
) -> None:
    desk.scan(number(samples, "Two services: a spent ultrasound"))
    desk.is_told(
        uk=Told(
            f"✔ МОЖНА ЗАПИСАТИ · безоплатно за ПМГ · дійсне до {day(353)}",
            "Направлення дійсне, послуга для вас безоплатна.",
            "Enter обрати час  Esc назад  ↑↓ послуга",
        ),
        en=Told(
            f"✔ CAN BE BOOKED · free of charge under PMG · valid until {day(353)}",
            "The referral is valid, the service is free of charge for you.",
            "Enter choose a time  Esc back  ↑↓ service",
        ),
    )
    desk.press(DOWN)
    desk.is_told(
        uk=Told(
            f"✖ ПОГАШЕНЕ · {day(-3)} · у нашому закладі",
            "За цим направленням послугу вже надано.",
            "Enter наступний пацієнт  Esc назад  ↑↓ послуга",
            ("Консультація ендокринолога Можна записати",),
        ),
        en=Told(
            f"✖ REDEEMED · {day(-3)} · at our clinic",
            "The service under this referral has already been given.",
            "Enter next patient  Esc back  ↑↓ service",
            ("Консультація ендокринолога Can be booked",),
        ),
    )
    desk.press(UP)
    desk.hears(uk="✔ МОЖНА ЗАПИСАТИ", en="✔ CAN BE BOOKED")


def test_6_a_referral_taken_elsewhere_wants_the_patients_word(
    desk: Desk, samples: Sequence[Sample], day: Day
) -> None:
    desk.scan(number(samples, "In work with another clinic since the day before"))
    told = {
        "uk": Told(
            f"! В РОБОТІ В ІНШОМУ ЗАКЛАДІ · КНП «Міська лікарня №2» · з {day(-2)}",
            "Ваше направлення прийняв інший заклад: КНП «Міська лікарня №2». "
            "Якщо хочете до нас, ту чергу буде скасовано.",
            "Enter обрати час  Esc назад",
        ),
        "en": Told(
            f"! IN WORK AT ANOTHER CLINIC · КНП «Міська лікарня №2» · since {day(-2)}",
            "КНП «Міська лікарня №2» has taken your referral. "
            "If you want to be seen here, that place is lost.",
            "Enter choose a time  Esc back",
        ),
    }
    desk.is_told(**told)
    desk.press(ENTER)
    desk.hears(
        uk="Пацієнт хоче лікуватися в нас? Ту чергу буде скасовано. "
        "Enter — так, обрати час. Esc — ні.",
        en="Does the patient want to be seen here? The place at the other clinic is lost. "
        "Enter: yes, choose a time. Esc: no.",
        keys=f"Enter {desk.words.tr('yes, here')}",
    )
    desk.press(ESCAPE)
    desk.is_told(**told)


def test_7_a_referral_in_our_old_queue_gets_a_time(
    desk: Desk, samples: Sequence[Sample], day: Day
) -> None:
    desk.scan(number(samples, "Queued with us"))
    desk.is_told(
        uk=Told(
            f"✔ В РОБОТІ В НАС, ЧАС НЕ ОБРАНО · безоплатно за ПМГ · дійсне до {day(165)}",
            "Ваше направлення вже прийнято в нас. Оберімо час.",
            "Enter обрати час  Esc назад",
        ),
        en=Told(
            f"✔ IN WORK HERE, TIME NOT CHOSEN · free of charge under PMG · valid until {day(165)}",
            "We already hold your referral. Let us choose a time.",
            "Enter choose a time  Esc back",
        ),
    )
    desk.press(PAGE_DOWN)  # of a minor, whom it may be on some days, a line more is told
    desk.hears(uk=f"{day(-150)} У черзі", en=f"{day(-150)} In queue")


def test_8_a_service_that_we_do_not_give_is_left_to_others(
    desk: Desk, samples: Sequence[Sample], day: Day
) -> None:
    desk.scan(number(samples, "Valid, but there is no rheumatologist"))
    desk.is_told(
        uk=Told(
            f"✖ ЦІЄЇ ПОСЛУГИ В НАС НЕМАЄ · дійсне до {day(353)}",
            "Направлення дійсне, але ми цю послугу не надаємо. "
            "Де безоплатно, підкаже карта НСЗУ або 16-77. Номер лишається дійсним.",
            "Enter наступний пацієнт  Esc назад",
            ("Не брати в роботу! Карта НСЗУ або 16-77",),
        ),
        en=Told(
            f"✖ WE DO NOT GIVE THIS SERVICE · valid until {day(353)}",
            "The referral is valid, but we do not give this service. It is free elsewhere: "
            "the NHSU map or 16-77 will tell where. Your number stays valid.",
            "Enter next patient  Esc back",
            ("Do not take it into work: NHSU map or 16-77",),
        ),
    )


def test_15_a_number_that_nobody_answers_for_is_booked_by_the_patients_message(
    desk: Desk, samples: Sequence[Sample]
) -> None:
    desk.scan(number(samples, "The search for this number"))
    desk.is_told(
        uk=Told(
            "? НЕ ПЕРЕВІРЕНО",
            "Система зараз не відповідає. Запишу вас попередньо й перевірю номер пізніше; "
            "якщо щось не так — передзвонимо.",
            "Enter записати попередньо  R спитати ще раз  Esc назад",
            ("○ ЕСОЗ не відповідає з ", "ЕСОЗ відповідає помилкою на своєму боці."),
        ),
        en=Told(
            "? NOT VERIFIED",
            "The system is not answering now. I will book you provisionally and check the "
            "number later; if something is wrong, we will call you.",
            "Enter book provisionally  R ask again  Esc back",
            ("○ ESOZ silent since ", "ESOZ answers with an error of its own."),
        ),
    )
    desk.press(ENTER)
    desk.hears(
        uk="Послуги закладу",
        en="Services of the clinic",
        keys=f"Enter {desk.words.tr('choose a time')}",
    )


def test_15_while_esoz_fails_one_books_provisionally(
    desk: Desk, samples: Sequence[Sample], day: Day
) -> None:
    desk.scan(number(samples, "Found, but the check of the programme"))
    desk.is_told(
        uk=Told(
            f"? НЕ ПЕРЕВІРЕНО · дійсне до {day(353)}",
            "Система зараз не відповідає. Запишу вас попередньо й перевірю номер пізніше; "
            "якщо щось не так — передзвонимо.",
            "Enter записати попередньо  R спитати ще раз  Esc назад",
            ("○ ЕСОЗ не відповідає з ", "ЕСОЗ відповідає помилкою на своєму боці."),
        ),
        en=Told(
            f"? NOT VERIFIED · valid until {day(353)}",
            "The system is not answering now. I will book you provisionally and check the "
            "number later; if something is wrong, we will call you.",
            "Enter book provisionally  R ask again  Esc back",
            ("○ ESOZ silent since ", "ESOZ answers with an error of its own."),
        ),
    )
    desk.press(ENTER, until=desk.words.tr("hold this time"))
    desk.press(ENTER, until=desk.words.tr("free the time"))
    desk.press(ENTER)
    desk.hears(
        uk="? Записано попередньо: перевіримо направлення й зателефонуємо, якщо щось не так",
        en="? Booked provisionally: we will check the referral and call if need be",
    )
