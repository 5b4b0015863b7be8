"""`frontdesk samples` and `frontdesk simulator`."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from frontdesk.cli import contract
from frontdesk.cli.exits import Exit
from frontdesk.cli.running import cannot_open, complain, say
from frontdesk.config import dump
from frontdesk.simulator.world import World
from frontdesk.words import Words, troubles
from frontdesk.workplace import utc_now


def samples(arguments: argparse.Namespace, words: Words) -> int:
    world = World.furnished(arguments.seed, utc_now().date())
    listed = [
        {
            "number": sample.number,
            "verdict": sample.verdict,
            "shows": sample.shows_uk if words.lang == "uk" else sample.shows_en,
        }
        for sample in world.samples
    ]
    if arguments.json:
        contract.show(listed)
    else:
        for sample in listed:
            say(f"{sample['number']}  {sample['verdict']:18}  {sample['shows']}")
    return Exit.DONE


def simulator(arguments: argparse.Namespace, words: Words) -> int:
    from frontdesk.simulator.admin import turn
    from frontdesk.simulator.backend import Backend
    from frontdesk.simulator.server import serve
    from frontdesk.simulator.switches import Switches

    switches = Switches()
    why = turn(switches, {name: _value(text) for name, text in arguments.switches})
    if why is not None:
        complain(words.tr("A switch cannot be turned: {why}.", why=why))
        return Exit.USAGE
    world = World.furnished(arguments.seed, utc_now().date())
    backend = Backend(world, switches, utc_now)

    def ready(port: int) -> None:
        url = f"http://127.0.0.1:{port}"
        if arguments.config_out is not None:
            _write_configuration(arguments.config_out, world, url)
        say(words.tr("Simulated ESOZ: {url}. Ctrl+C stops it.", url=url))

    try:
        serve(backend, arguments.port, ready)
    except troubles.CAUSES as error:
        return cannot_open(words, error)
    except OSError as error:
        if error.filename is not None:
            complain(words.tr("{path} cannot be written.", path=error.filename))
        else:
            complain(words.tr("Port {port}: {why}.", port=arguments.port, why=error.strerror))
        return Exit.USAGE
    return Exit.DONE


def _value(text: str) -> object:
    """A value as JSON writes it; anything else is a word."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _write_configuration(path: Path, world: World, url: str) -> None:
    """A complete configuration, and the furnished database beside it.

    The configuration comes last: who waits for the file finds everything in place.
    """
    from frontdesk.demo import furnish_database, settings_for

    target = path.absolute()
    settings = settings_for(world, url, target.with_suffix(".db"))
    furnish_database(settings, world)
    draft = target.with_name(f"{target.name}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(dump(settings))
    draft.replace(target)
