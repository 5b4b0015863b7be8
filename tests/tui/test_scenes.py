"""Every screen in every state: how it looks and lies at each size, in each theme and language.

Pictures are in Ukrainian; in English the normal and the longest state are looked over as well.

After a wanted change: `pytest tests/tui/test_scenes.py --snapshot-update`; then look at the
pictures.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from shutil import copytree

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

import frontdesk.tui.screens
from frontdesk.demo import INSIDE, furnish_database, settings_for
from frontdesk.pin import PinFile
from frontdesk.simulator.world import World
from frontdesk.tui.app import FrontdeskApp
from frontdesk.tui.opening import Opened
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.words import Words

from .conftest import Size, Terminal, morning, opened
from .drawing import drawn
from .layout import faults
from .scenes import HAVE_NOT, LIKE, SCENES, STATES, Scene
from .steps.trouble import LONG

USUAL: Size = (80, 24)
SMALLEST: Size = (60, 20)
SIZES: tuple[Size, ...] = (USUAL, SMALLEST, (120, 36), (200, 60))
THEMES = ("light", "contrast", "dark")

NAMES_THE_THEME = "SettingsScreen"

Furnished = Callable[[Callable[[], World]], Path]
At = Callable[[Scene], AbstractAsyncContextManager[Terminal]]


class Picture(SingleFileSnapshotExtension):
    file_extension = "svg"
    _write_mode = WriteMode.TEXT


COUNTED = {"WaitingScreen", "OfferingScreen", "AffectedScreen"}
"""What they show is on the worklist, too."""


@pytest.fixture(scope="session")
def furnished_as(tmp_path_factory: pytest.TempPathFactory) -> Furnished:
    """The database of a world, made once and copied for each scene."""
    made: dict[str, Path] = {}

    def folder_of(world: Callable[[], World]) -> Path:
        if world.__name__ not in made:
            folder = made[world.__name__] = tmp_path_factory.mktemp(world.__name__)
            settings = settings_for(world(), INSIDE, folder / "clinic.db")
            furnish_database(settings, world(), morning)
        return made[world.__name__]

    return folder_of


@pytest.fixture
def at(furnished_as: Furnished, tmp_path: Path) -> At:
    @asynccontextmanager
    async def comes(scene: Scene) -> AsyncIterator[Terminal]:
        folder = Path(copytree(furnished_as(scene.world), tmp_path / "clinic"))
        demo, desk = await opened(
            folder, None, scene.auth, may_overbook=scene.may_overbook, of=scene.world, patience=LONG
        )
        pin = PinFile(tmp_path / "pin.json", morning)

        async def ready() -> Opened:
            return desk

        app = FrontdeskApp(ready, Words("uk"), "dark", demo=scene.demo, pin=pin)
        async with app.run_test(size=USUAL) as pilot:
            terminal = Terminal(app, pilot, demo)
            with terminal.after:
                await terminal.until(lambda: app.session.opened is not None)
                if scene.has_pin:
                    pin.set("2580")
                await scene.steps(terminal)
                if scene.screen in COUNTED and scene.state != "loading":
                    await counts(terminal)
                await terminal.pilot.pause()
                assert terminal.screen_name == scene.screen
                yield terminal
            app.workers.cancel_all()

    return comes


async def counts(terminal: Terminal) -> None:
    """The header counts what these screens have made: now, and not at some later moment."""
    app = terminal.app
    app.workers.cancel_group(app, "worklist")
    await app.session.read_worklist()
    app.renew()


@pytest.mark.parametrize("scene", SCENES, ids=str)
async def test_scene(at: At, snapshot: SnapshotAssertion, scene: Scene) -> None:
    pictures = snapshot.use_extension(Picture)
    changed, wrong = [], []
    async with at(scene) as terminal:
        for size in SIZES:
            await terminal.resize(size)
            seen = set()
            for theme in THEMES:
                await terminal.prefer("theme", theme)
                seen.add(terminal.seen())
                name = f"{size[0]}x{size[1]}-{theme}"
                if pictures(name=name) != picture(terminal):
                    changed.append(name)
            wrong += [f"{size}: {it}" for it in faults(screen_of(terminal))]
            if scene.screen != NAMES_THE_THEME and len(seen) > 1:
                wrong.append("another text in another theme")
        if scene.state in {"normal", "longest"}:
            await terminal.resize(SMALLEST)
            await terminal.prefer("language", "en")
            wrong += [f"in English: {it}" for it in faults(screen_of(terminal))]
    assert not wrong, "\n".join(wrong)
    assert not changed, f"these pictures changed: {', '.join(changed)}"


@pytest.mark.parametrize("screen", ["ReferralScreen", "PaletteScreen"])
async def test_without_colours(at: At, snapshot: SnapshotAssertion, screen: str) -> None:
    """What a colour says elsewhere is said by a sign, by bold letters and reversed lines."""
    scene = next(it for it in SCENES if (it.screen, it.state) == (screen, "normal"))
    async with at(scene) as terminal:
        await terminal.prefer("theme", "mono")
        assert snapshot.use_extension(Picture) == picture(terminal)


def picture(terminal: Terminal) -> str:
    return drawn(terminal.app.screen._compositor.render_strips())


def screen_of(terminal: Terminal) -> DeskScreen[object]:
    screen = terminal.app.screen
    assert isinstance(screen, DeskScreen)
    return screen


def screens() -> dict[str, type[DeskScreen[object]]]:
    """All there are; what can give no help is not one itself, but others are made from it."""
    for module in iter_modules(frontdesk.tui.screens.__path__):
        import_module(f"{frontdesk.tui.screens.__name__}.{module.name}")
    made = {it for it in _made_from(DeskScreen) if it.__module__.startswith("frontdesk.")}
    return {it.__name__: it for it in made if it.help is not DeskScreen.help}


def _made_from(kind: type[DeskScreen[object]]) -> Iterator[type[DeskScreen[object]]]:
    for further in kind.__subclasses__():
        yield from (further, *_made_from(further))


def test_every_screen_has_a_picture_of_each_of_its_states() -> None:
    all_screens = screens()
    wanted = {(name, state) for name in all_screens for state in STATES}
    told = {(name, state) for name, states in HAVE_NOT.items() for state in states}
    told |= {(name, state) for name in LIKE for state in STATES if state != "normal"}
    pictured = {(it.screen, it.state) for it in SCENES}
    assert wanted - told - pictured == set()
    assert told & pictured == set()
    assert {name for name, _ in told | pictured} <= all_screens.keys()
    assert all(issubclass(all_screens[name], all_screens[like]) for name, like in LIKE.items())
