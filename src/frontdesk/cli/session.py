"""`frontdesk login` and `frontdesk logout`."""

from __future__ import annotations

import argparse
import asyncio
import sys
from zoneinfo import ZoneInfo

from frontdesk import browser, config, keys
from frontdesk.cli.exits import Exit
from frontdesk.cli.running import at_desk, cannot_open, complain, hidden, say, settings_path
from frontdesk.config_faults import ConfigError
from frontdesk.desk import Desk
from frontdesk.desk.answers import Entered, SignIn, SignInAnswer, Why
from frontdesk.domain.appointment import State
from frontdesk.esoz.failure import Failure
from frontdesk.signing import keychain_of
from frontdesk.words import Words, signing


def login(arguments: argparse.Namespace, words: Words) -> int:
    try:
        keychain = keychain_of(config.load(settings_path(arguments)))
    except ConfigError as error:
        return cannot_open(words, error)

    async def signed_in(desk: Desk) -> Exit:
        if not desk.can_sign_in:
            complain(words.tr("The session comes with the settings: nobody signs in here."))
            return Exit.USAGE
        if not await asyncio.to_thread(lambda: keychain.is_usable):
            complain(
                words.tr(
                    "This computer has no keyring, so the session cannot be kept: set {name}.",
                    name=keys.ACCESS_TOKEN,
                )
            )
            return Exit.USAGE
        return await _sign_in(desk, words, paste=arguments.paste)

    return at_desk(arguments, words, signed_in)


def logout(arguments: argparse.Namespace, words: Words) -> int:
    async def signed_out(desk: Desk) -> Exit:
        if not desk.can_sign_in:
            complain(words.tr("The session comes with the settings: nobody signs in here."))
            return Exit.USAGE
        if not desk.is_signed_in:
            say(words.tr("Nobody is signed in."))
            return Exit.DONE
        failure = await desk.sign_out()
        say(words.tr("You are signed out on this computer."))
        if failure is None:
            return Exit.DONE
        complain(signing.not_left(words, failure))
        return _exit_of(failure)

    return at_desk(arguments, words, signed_out)


async def _sign_in(desk: Desk, words: Words, *, paste: bool) -> Exit:
    show = None if paste else browser.graphical()
    async with await desk.sign_in(words.lang, listen=show is not None) as attempt:
        if show is not None and await asyncio.to_thread(show, attempt.address):
            say(words.tr("Sign in to ESOZ in the browser that opens. Ctrl+C leaves it."))
        else:
            say(words.tr("Open this address in a browser and sign in to ESOZ:"))
            say(attempt.address)
        sys.stdout.flush()
        answer = await _answer(attempt, words)
    if not isinstance(answer, Entered):
        complain(signing.not_entered(words, answer))
        if answer.why is Why.NO_SECRET:
            return Exit.USAGE
        return _exit_of(answer.failure) if answer.failure else Exit.REFUSED
    say(signing.entered(words, answer.until, ZoneInfo(desk.clinic.time_zone)))
    await _go_on(desk, words)
    return Exit.DONE


async def _answer(attempt: SignIn, words: Words) -> SignInAnswer:
    if attempt.listens:
        return await attempt.answered()
    # Nothing else runs that could wait for this.
    asked = words.tr("Then paste the address to which ESOZ sent the browser (it is not shown):")
    return await attempt.pasted(hidden(asked))


async def _go_on(desk: Desk, words: Words) -> None:
    """What waited for a session is finished now."""
    became = await desk.resume()
    if became:
        settled = sum(it.state is not State.CLAIMING for it in became)
        told = words.trn(
            "{n} visit waited for ESOZ; settled: {settled}.",
            "{n} visits waited for ESOZ; settled: {settled}.",
            len(became),
            settled=settled,
        )
        say(told)


def _exit_of(failure: Failure) -> Exit:
    return Exit.BACKEND if failure.is_silence else Exit.REFUSED
