"""Sample numbers of minors, whose age decides who comes along."""

from __future__ import annotations

from frontdesk.simulator.spec import Line, Spec

MINORS = (
    Spec(
        "bookable",
        "Дитина, 9 років: лише із законним представником",
        "A child of 9: only with a legal representative",
        (Line("A67021", issued=3),),
        age=9,
    ),
    Spec(
        "bookable",
        "Підліток, 15 років: може прийти без дорослих",
        "A teenager of 15: may come alone",
        (Line("F67002", issued=3),),
        age=15,
    ),
)
