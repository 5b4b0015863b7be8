"""How the settings, the environment and the keyring make a session."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime

from pydantic import SecretStr

from frontdesk import keys
from frontdesk.esoz.access import Lang
from frontdesk.esoz.listener import Pages
from frontdesk.esoz.oauth import Registration
from frontdesk.esoz.session import MemoryBox, Secrets, Session, Token, TokenBox
from frontdesk.keychain import Entry, Keychain, KeyringBox
from frontdesk.settings import Settings

KEPT = {
    Entry.API_KEY: keys.API_KEY,
    Entry.PSK: keys.PSK,
    Entry.CLIENT_SECRET: keys.CLIENT_SECRET,
}
"""The program's secrets in the keyring, and the variables that stand above them."""


def keychain_of(settings: Settings) -> Keychain:
    """Where this clinic's secrets are kept; two environments of ЕСОЗ share nothing."""
    return Keychain.of(settings.esoz.base_url, settings.clinic.legal_entity)


def registration_of(settings: Settings) -> Registration:
    esoz = settings.esoz
    return Registration(
        auth_url=esoz.auth_url or esoz.base_url,
        client_id=esoz.client_id or settings.clinic.legal_entity,
        redirect_uri=esoz.redirect_uri,
        scopes=esoz.scopes,
    )


def pages_in(lang: Lang) -> Pages:
    """What the browser shows when its part is done."""
    from frontdesk.words import Words, signing

    return signing.pages(Words(lang))


async def session_of(
    settings: Settings, environment: Mapping[str, str], now: Callable[[], datetime]
) -> Session:
    """The session as it was left; perhaps nobody is signed in.

    Raises:
        SecretError: a secret of the program is missing or damaged.
    """
    if settings.esoz.auth == "simulator":
        session = _simulated(now)
    else:
        session = await asyncio.to_thread(_configured, settings, environment, now)
    await session.look()
    return session


def _simulated(now: Callable[[], datetime]) -> Session:
    from frontdesk.simulator import credentials

    secrets = Secrets(SecretStr(credentials.API_KEY), SecretStr(credentials.PSK))
    box = MemoryBox(Token(SecretStr(credentials.TOKEN)))
    return Session(secrets, box, now, is_fixed=True)


def _configured(
    settings: Settings, environment: Mapping[str, str], now: Callable[[], datetime]
) -> Session:
    """May block: the keyring is looked into for what the environment does not give."""
    keychain = keychain_of(settings)

    def found(entry: Entry) -> str | None:
        return keys.from_environment(KEPT[entry], environment) or keychain.read(entry)

    api_key, psk = (
        SecretStr(keys.sound(KEPT[entry], found(entry))) for entry in (Entry.API_KEY, Entry.PSK)
    )
    given = keys.from_environment(keys.ACCESS_TOKEN, environment)
    if given is not None:
        return Session(
            Secrets(api_key, psk), MemoryBox(Token(SecretStr(given))), now, is_fixed=True
        )
    client_secret = found(Entry.CLIENT_SECRET)
    secrets = Secrets(api_key, psk, SecretStr(client_secret) if client_secret else None)
    box: TokenBox = KeyringBox(keychain) if keychain.is_usable else MemoryBox()
    return Session(secrets, box, now)
