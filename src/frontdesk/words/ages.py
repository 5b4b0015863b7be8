"""With whom a minor comes, as the clerk says it."""

from __future__ import annotations

from frontdesk.domain.minors import Company, company
from frontdesk.words.catalogue import Words


def coming(words: Words, age: int) -> str:
    """Nothing of a grown-up."""
    match company(age):
        case Company.REPRESENTATIVE:
            return words.tr(
                "Under 14: only with a legal representative. The message goes to their phone."
            )
        case Company.MAY_BE_ALONE:
            return words.trn(
                "{n} year: may come alone. Document: passport (ID card). "
                "The doctor takes the consent to treatment.",
                "{n} years: may come alone. Document: passport (ID card). "
                "The doctor takes the consent to treatment.",
                age,
            )
        case Company.ALONE:
            return ""
