"""Invented patients. No telephone among them can ring: code 069 belongs to no operator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from frontdesk.simulator.chance import fresh_id


def _words(text: str) -> tuple[str, ...]:
    """The words; a pair is a man's and a woman's form."""
    return tuple(text.split())


SURNAMES = _words(
    "Андрущенко Бабенко Бойко Бондаренко Василенко Власенко Гаврилюк Гнатюк Гончар Гриценко Гук "
    "Данилюк Демченко Дяченко Євтушенко Жук Завгородній/Завгородня Заєць Зінченко Іваненко Іщенко "
    "Кириленко Климчук Коваль Козак Кравець Кравчук Кульчицький/Кульчицька Лагода Левченко Литвин "
    "Лісовий/Лісова Мазур Марчук Мельниченко Мисик Нагорний/Нагорна Назаренко Омельчук Онищенко "
    "Павлюк Панасюк Петришин Пилипчук Поліщук Приходько Ревуцький/Ревуцька Романюк Савчук Сивак "
    "Сидоренко Скляр Соловʼяненко Степанюк Тараненко Ткач Троян Федоришин Хоменко Цимбал Чайка "
    "Чорновол Шаповал Швець Шульга Щербань Юрчишин Яворський/Яворська Яремчук Ґудзь"
)
MEN = _words(
    "Андрій Богдан Валерій Василь Віктор Володимир Ігор Іван Максим Микола Михайло Назар "
    "Олег Олександр Орест Павло Петро Роман Сергій Степан Тарас Юрій Ярослав"
)
WOMEN = _words(
    "Алла Ганна Галина Дарина Євгенія Зоя Ірина Катерина Лариса Леся Любов Людмила Марія Надія "
    "Наталія Оксана Олена Ольга Соломія Світлана Софія Тетяна Юлія Яна"
)
PATRONYMICS = _words(
    "Андрійович/Андріївна Богданович/Богданівна Васильович/Василівна Вікторович/Вікторівна "
    "Володимирович/Володимирівна Григорович/Григорівна Ігорович/Ігорівна Іванович/Іванівна "
    "Миколайович/Миколаївна Михайлович/Михайлівна Олегович/Олегівна Олександрович/Олександрівна "
    "Павлович/Павлівна Петрович/Петрівна Романович/Романівна Сергійович/Сергіївна "
    "Степанович/Степанівна Тарасович/Тарасівна Юрійович/Юріївна "
    "Якович/Яківна Ярославович/Ярославівна"
)

SHARE_OF_WOMEN = 0.58
SHARE_WITHOUT_PATRONYMIC = 0.02
YOUNGEST, OLDEST = 15, 88


@dataclass(frozen=True, slots=True)
class Patient:
    """A person of the clinic's register, or one whom ЕСОЗ alone knows."""

    id: str
    """In the clinic's register."""
    esoz_id: str
    """In ЕСОЗ."""
    surname: str
    name: str
    patronymic: str | None
    is_woman: bool
    birth_date: date
    phone: str
    """+380 and nine digits."""

    def age_on(self, day: date) -> int:
        """Full years."""
        before_birthday = (day.month, day.day) < (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - before_birthday


def patients(luck: Random, today: date) -> Iterator[Patient]:
    """An endless row of invented people."""
    while True:
        is_woman = luck.random() < SHARE_OF_WOMEN
        has_patronymic = luck.random() >= SHARE_WITHOUT_PATRONYMIC
        days_lived = luck.randrange(YOUNGEST * 366, OLDEST * 365)
        yield Patient(
            id=fresh_id(luck),
            esoz_id=fresh_id(luck),
            surname=_form(luck.choice(SURNAMES), is_woman=is_woman),
            name=luck.choice(WOMEN if is_woman else MEN),
            patronymic=_form(luck.choice(PATRONYMICS), is_woman=is_woman)
            if has_patronymic
            else None,
            is_woman=is_woman,
            birth_date=today - timedelta(days=days_lived),
            phone=f"+38069{luck.randrange(10**7):07}",
        )


def minor(age: int, luck: Random, today: date) -> Patient:
    """Somebody of so many full years, whom the clinic does not know yet."""
    return replace(next(patients(luck, today)), birth_date=today - timedelta(days=age * 366))


def _form(word: str, *, is_woman: bool) -> str:
    man, _, woman = word.partition("/")
    return woman if is_woman and woman else man
