"""The gettext catalogue of one language."""

from __future__ import annotations

import gettext

import frontdesk

TYPE_CHECKING = False  # not typing's: its import takes a third of Python's own start
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

Lang: TypeAlias = 'Literal["uk", "en"]'
LANGUAGES: tuple[Lang, ...] = ("uk", "en")

LOCALE = f"{frontdesk.__path__[0]}/locale"


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for a message that is said later
    """Marks a message for the catalogue; `Words.tr` says it."""
    return message


class Words:
    """One language: `tr` says a message, `trn` one that counts."""

    def __init__(self, lang: Lang) -> None:
        """Loads the catalogue.

        Raises:
            FileNotFoundError: the catalogues were not built with the package.
        """
        self.lang: Lang = lang
        self._messages: gettext.NullTranslations = (
            gettext.NullTranslations()
            if lang == "en"
            else gettext.translation("frontdesk", LOCALE, languages=[lang])
        )

    def tr(self, message: str, /, **values: object) -> str:
        """The message in this language; `{name}` in it takes the value of that name."""
        said = self._messages.gettext(message)
        return said.format(**values) if values else said

    def trn(self, one: str, many: str, n: int, /, **values: object) -> str:
        """The form that agrees with `n`, which stands in it as `{n}`."""
        return self._messages.ngettext(one, many, n).format(n=n, **values)
