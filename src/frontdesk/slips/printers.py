"""Where slips come out: the system's printer, one on the network, or a device file.

Every way is bounded in time and ends in a value; nothing of the patient reaches a command line.
"""

from __future__ import annotations

import os
import select
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from frontdesk.domain.clean import clean
from frontdesk.slips import windows
from frontdesk.slips.outcome import NotPrinted, Why

RAW_PORT = 9100
"""Where network printers listen unless told otherwise (JetDirect)."""
JOB = "frontdesk"
"""The job's name in the queue, which everybody can read."""
_CHUNK = 512
"""Bytes that a pipe takes whole or not at all (POSIX)."""


class Format(StrEnum):
    TEXT = "text"
    PDF = "pdf"
    ESCPOS = "escpos"


@dataclass(frozen=True, slots=True)
class SystemPrinter:
    name: str | None = None
    """The system's default one if None."""


@dataclass(frozen=True, slots=True)
class NetworkPrinter:
    host: str
    port: int = RAW_PORT


@dataclass(frozen=True, slots=True)
class DeviceFile:
    path: str
    """Such as `/dev/usb/lp0`; it must exist."""


Printer = SystemPrinter | NetworkPrinter | DeviceFile


def read_printer(written: str) -> Printer | None:
    """`system`, `system:NAME`, `tcp://host:9100`, `file:///dev/usb/lp0`; None for `none`.

    Raises:
        ValueError: it is none of these.
    """
    match written.partition(":"):
        case "none", "", "":
            return None
        case "system", "", "":
            return SystemPrinter()
        case "system", _, name if name.strip():
            return SystemPrinter(name.strip())
        case "tcp", _, _ if printer := _on_network(written):
            return printer
        case "file", _, path if path.startswith("///"):
            return DeviceFile(path.removeprefix("//"))
        case _:
            raise ValueError(
                "must be none, system, system:NAME, tcp://host:9100 or file:///dev/usb/lp0"
            )


def _on_network(written: str) -> NetworkPrinter | None:
    try:
        address = urlsplit(written)
        port = address.port
    except ValueError:
        return None
    if not address.hostname or address.path.strip("/") or address.query or "@" in address.netloc:
        return None
    return NetworkPrinter(address.hostname, RAW_PORT if port is None else port)


def send(printer: Printer, content: bytes, format_: Format, seconds: float) -> NotPrinted | None:
    """Hands `content` to the printer, for at most so many `seconds`; what went wrong, if anything.

    Blocks; the time to look up the name of a host is the system's own.
    """
    match printer:
        case SystemPrinter(name) if sys.platform == "win32":
            return windows.shell_print(content, format_, name)
        case SystemPrinter(name):
            return _spooled(name, content, format_, seconds)
        case NetworkPrinter(host, port):
            return _over_network(host, port, content, seconds)
        case DeviceFile(path):
            return _into_device(path, content, seconds)


def _spooled(
    name: str | None, content: bytes, format_: Format, seconds: float
) -> NotPrinted | None:
    command = _spooler(name, raw=format_ is Format.ESCPOS)
    if command is None:
        return NotPrinted(Why.NO_SPOOLER)
    try:
        done = subprocess.run(  # noqa: S603 - the system's spooler, and no shell
            command, input=content, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return NotPrinted(Why.SILENT)
    except OSError:
        return NotPrinted(Why.NO_SPOOLER)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().partition("\n")[0]
        return NotPrinted(Why.REFUSED, clean(said, 200))
    return None


def _spooler(name: str | None, *, raw: bool) -> list[str] | None:
    """The command that reads the slip from its standard input."""
    if lp := shutil.which("lp"):
        destination = ["-d", name] if name else []
        return [lp, "-s", "-t", JOB, *destination, *(["-o", "raw"] if raw else [])]
    if lpr := shutil.which("lpr"):
        destination = ["-P", name] if name else []
        return [lpr, "-T", JOB, *destination, *(["-l"] if raw else [])]
    return None


def _over_network(host: str, port: int, content: bytes, seconds: float) -> NotPrinted | None:
    until = time.monotonic() + seconds
    try:
        with socket.create_connection((host, port), timeout=seconds) as connection:
            connection.settimeout(max(0.1, until - time.monotonic()))
            connection.sendall(content)
            connection.shutdown(socket.SHUT_WR)
    except TimeoutError:
        return NotPrinted(Why.SILENT)
    except (OSError, UnicodeError):  # a host's name that cannot be one is a UnicodeError
        return NotPrinted(Why.NOT_THERE)
    return None


def _into_device(path: str, content: bytes, seconds: float) -> NotPrinted | None:
    until = time.monotonic() + seconds
    waits_not = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
    try:
        device = os.open(path, os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0) | waits_not)
    except PermissionError:
        return NotPrinted(Why.NO_ACCESS)
    except OSError:
        return NotPrinted(Why.NOT_THERE)
    try:
        return _written(device, content, until)
    except OSError:
        return NotPrinted(Why.NOT_THERE)
    finally:
        os.close(device)


def _written(device: int, content: bytes, until: float) -> NotPrinted | None:
    """A printer without paper takes nothing more: it is waited for until then."""
    left = content
    while left:
        if not _is_ready(device, until - time.monotonic()):
            return NotPrinted(Why.SILENT)
        try:
            left = left[os.write(device, left[:_CHUNK]) :]
        except BlockingIOError:
            time.sleep(0.01)
    return None


def _is_ready(device: int, seconds: float) -> bool:
    if seconds <= 0:
        return False
    if sys.platform == "win32":
        return True  # there a write itself waits
    return bool(select.select([], [device], [], seconds)[1])
