"""The campaign of `python -m prove powerloss` in small, and the disk under it."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.store.gate import ROLLBACK, WAL, Durability
from prove.crashes import Outcome, tallied
from prove.disk import SECTOR, Change, Cut, Deleted, Disk, FolderSynced, Made, Synced, Wrote
from prove.recording import CONTROLS, PRODUCTION, Mode, recorded

PATIENTS = 12
SEED = 1
SYNCHRONOUS = {1: "NORMAL", 2: "FULL", 3: "EXTRA"}


@pytest.mark.parametrize("mode", PRODUCTION, ids=lambda it: it.name)
def test_a_power_cut_loses_nothing_that_was_acknowledged(mode: Mode) -> None:
    tally = tallied(recorded(mode, PATIENTS), 200, SEED)
    assert tally.outcomes == {Outcome.WHOLE: 200}
    assert tally.promised > 200


@pytest.mark.parametrize("mode", CONTROLS, ids=lambda it: it.name)
def test_where_syncs_are_spared_a_power_cut_does_harm(mode: Mode) -> None:
    tally = tallied(recorded(mode, PATIENTS), 50, SEED)
    kind = Outcome.CORRUPT if mode.weakened == "OFF" else Outcome.LOST
    assert tally.outcomes[kind] > 5


def test_the_power_is_cut_in_the_modes_that_the_gate_chooses() -> None:
    settings = [recorded(mode, 1).settings for mode in PRODUCTION]
    told = [
        {Durability(journal.upper(), SYNCHRONOUS[number]) for journal, number in it}
        for it in settings
    ]
    assert told == [{WAL}, {ROLLBACK}]


def test_the_controls_differ_from_them_in_one_setting() -> None:
    settings = [recorded(mode, 1).settings for mode in CONTROLS]
    assert settings == [{("wal", 1)}, {("delete", 2)}, {("delete", 0)}]


def left_of(*changes: Change, luck: int = 0) -> dict[str, bytes]:
    """What a disk that went through this may have kept."""
    disk = Disk()
    for change in changes:
        disk.apply(change)
    return disk.after_power_loss(Random(luck))


def all_left_of(*changes: Change) -> list[dict[str, bytes]]:
    return [left_of(*changes, luck=luck) for luck in range(200)]


OLD = b"old!" * 256
NEW = b"new." * 256
SAFE = (Made("a"), Wrote("a", 0, OLD), Synced("a"), FolderSynced())


@given(st.integers())
def test_what_is_synced_stays_whatever_chance_says(luck: int) -> None:
    assert left_of(*SAFE, luck=luck) == {"a": OLD}


def test_a_write_that_is_not_synced_is_kept_or_lost_or_torn_sector_by_sector() -> None:
    left = [it["a"] for it in all_left_of(*SAFE, Wrote("a", 0, NEW))]
    assert {OLD, NEW, NEW[:SECTOR] + OLD[SECTOR:], OLD[:SECTOR] + NEW[SECTOR:]} < set(left)
    torn = [it for it in left if it[:SECTOR] not in {OLD[:SECTOR], NEW[:SECTOR]}]
    assert torn
    assert all(len(it) == len(OLD) for it in left)


def test_a_write_leaves_what_lies_beside_it_in_its_sector() -> None:
    left = [it["a"] for it in all_left_of(*SAFE, Wrote("a", 100, b"x" * 8))]
    assert {it[:100] + it[108:] for it in left} == {OLD[:100] + OLD[108:]}


def test_a_file_that_is_not_synced_may_keep_its_former_length() -> None:
    lengths = {len(it["a"]) for it in all_left_of(*SAFE, Cut("a", 100))}
    assert lengths == {100, len(OLD)}


def test_a_synced_file_can_vanish_while_its_folder_is_not_synced() -> None:
    names = {tuple(it) for it in all_left_of(Made("a"), Wrote("a", 0, OLD), Synced("a"))}
    assert names == {(), ("a",)}


def test_a_deleted_file_can_be_back_until_its_folder_is_synced() -> None:
    left = all_left_of(*SAFE, Deleted("a"))
    assert {} in left
    assert {"a": OLD} in left
    assert left_of(*SAFE, Deleted("a"), FolderSynced()) == {}


def test_the_same_luck_leaves_the_same() -> None:
    changes = (*SAFE, Wrote("a", 0, NEW), Made("b"), Wrote("b", 0, NEW), Deleted("a"))
    assert left_of(*changes, luck=7) == left_of(*changes, luck=7)
