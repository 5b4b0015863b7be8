"""What the desk says, in Ukrainian and in English: domain values in, sentences out.

Messages are written in English in the code; `locale/` holds the Ukrainian ones.
"""

from __future__ import annotations

from frontdesk.words.catalogue import LANGUAGES, N_, Lang, Words

__all__ = ["LANGUAGES", "N_", "Lang", "Words"]
