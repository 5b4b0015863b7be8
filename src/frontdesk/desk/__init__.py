"""The use cases: the one door through which screens and commands reach everything else."""

from __future__ import annotations

from frontdesk.desk.desk import Desk

__all__ = ["Desk"]
