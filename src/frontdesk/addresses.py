"""Addresses that the settings may name: https, and http to this very machine only."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator


def is_loopback(host: str) -> bool:
    """Whether it is this very machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _secure(url: str) -> str:
    """Sent and compared to the letter, so nothing in it is changed."""
    parts = urlsplit(url)
    is_local = parts.scheme == "http" and is_loopback(parts.hostname or "")
    if not (parts.hostname and (parts.scheme == "https" or is_local)):
        raise ValueError("must be https:// (http:// is accepted for loopback addresses only)")
    if not _has_sound_port(parts):
        raise ValueError("has a port that there is not")
    return url


def _secure_url(url: str) -> str:
    return _secure(url).rstrip("/")


def _redirect_uri(uri: str) -> str:
    parts = urlsplit(_secure(uri))
    if parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError("must be an address without “?” and “#”")
    return uri


def _has_sound_port(parts: SplitResult) -> bool:
    try:
        return parts.port is None or parts.port > 0
    except ValueError:
        return False


SecureUrl = Annotated[str, AfterValidator(_secure_url)]
RedirectUri = Annotated[str, AfterValidator(_redirect_uri)]
