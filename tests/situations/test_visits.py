"""A patient wants another time, or none."""

from __future__ import annotations

from collections.abc import Sequence

from bench.program import ENTER
from frontdesk.simulator.diary import BookedVisit
from frontdesk.words import dates
from tests.situations.desk import F3, F4, Desk


def test_14_a_visit_is_moved_and_then_cancelled(desk: Desk, visits: Sequence[BookedVisit]) -> None:
    visit = visits[0]
    desk.finds(visit)
    uk_keys, en_keys = "F7 запізнюється  F3 перенести  F4 скасувати", "F7 late  F3 move  F4 cancel"
    when = f"{dates.numeric(visit.day)}, {dates.clock(visit.start)}"
    person, middle = visit.patient, visit.patient.patronymic
    who = f"{person.surname} {person.name[0]}." + (f" {middle[0]}." if middle else "")

    desk.hears(uk=who, en=who, keys=uk_keys if desk.lang == "uk" else en_keys)
    desk.press(F3)
    desk.hears(uk="зараз: ", en="now: ", keys=f"Enter {desk.words.tr('this time')}")
    desk.press(ENTER)
    desk.hears(
        uk="звільниться. Enter: так. Esc: ні.",
        en="becomes free. Enter: yes. Esc: no.",
        keys=f"Enter {desk.words.tr('yes, move')}  Esc {desk.words.tr('no')}",
    )
    asked = f"{when} звільниться" if desk.lang == "uk" else f"{when} becomes free"
    assert asked in desk.seen
    desk.press(ENTER)
    desk.hears(
        uk="Старий час звільнено. Направлення лишилося в роботі в нас.",
        en="The old time is free. The referral stays in work with us.",
        keys=uk_keys if desk.lang == "uk" else en_keys,
    )
    assert when not in desk.seen
    desk.press(F4)
    desk.hears(
        uk=f"! Скасувати запис? {who}, ",
        en=f"! Cancel the visit? {who}, ",
        keys=f"1–4 {desk.words.tr('why')}  Enter {desk.words.tr('cancel the visit')}",
    )
    desk.hears(
        uk="звільнимо в ЕСОЗ, якщо за ним немає інших записів",
        en="it is let go in ESOZ, if no other visit stands under it",
    )
    desk.press("1", ENTER)
    desk.hears(
        uk="Час вільний. Направлення звільняємо в ЕСОЗ.",
        en="The time is free. The referral is being let go in ESOZ.",
    )
