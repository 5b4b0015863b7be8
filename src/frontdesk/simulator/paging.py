"""Lists in pages, in each of the forms that the documents and the source give."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from frontdesk.simulator.envelopes import GATEWAY_HOST, Json, listing
from frontdesk.simulator.questions import Question, asked
from frontdesk.simulator.switches import Switches

T = TypeVar("T")


def paged(
    request: Request,
    switches: Switches,
    rows: Sequence[T],
    show: Callable[[T], Json],
    host: str = GATEWAY_HOST,
) -> Response:
    """The page of `rows` that was asked for; only its own are printed."""
    question = asked(request)
    first = (question.page - 1) * question.size
    shown = [show(row) for row in rows[first : first + question.size]]
    return listing(request, shown, _paging(question, len(rows), switches), host)


def _paging(question: Question, total: int, switches: Switches) -> dict[str, Json]:
    pages = max(1, -(-total // question.size))
    if switches.paging == "cursor":
        # What a cursor looks like is not published; the next page is had by its number.
        return {
            "limit": question.size,
            "cursors": {"starting_after": None, "ending_before": None},
            "has_more": question.page < pages,
        }
    return {
        switches.paging: question.page,
        "page_size": question.size,
        "total_entries": total,
        "total_pages": pages,
    }
