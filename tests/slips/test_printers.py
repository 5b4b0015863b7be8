"""Each way to a printer, with a real one at its end: a spooler's program, a port, a device file."""

from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from frontdesk.slips.escpos import CUT, RESET
from frontdesk.slips.outcome import NotPrinted, Printed, Why
from frontdesk.slips.press import Press
from frontdesk.slips.printers import (
    DeviceFile,
    Format,
    NetworkPrinter,
    Printer,
    SystemPrinter,
    read_printer,
    send,
)
from frontdesk.slips.slip import FIELDS, Slip

from .test_escpos import on_paper

posix = pytest.mark.skipif(sys.platform == "win32", reason="a POSIX spooler or device")


@pytest.mark.parametrize(
    ("written", "printer"),
    [
        ("none", None),
        ("system", SystemPrinter()),
        ("system:Receipt 2", SystemPrinter("Receipt 2")),
        ("tcp://10.0.0.7", NetworkPrinter("10.0.0.7", 9100)),
        ("tcp://printer.clinic.example:9101/", NetworkPrinter("printer.clinic.example", 9101)),
        ("tcp://[fe80::7]:9100", NetworkPrinter("fe80::7", 9100)),
        ("file:///dev/usb/lp0", DeviceFile("/dev/usb/lp0")),
        ("file:////front/Receipt", DeviceFile("//front/Receipt")),
    ],
)
def test_an_address_of_a_printer(written: str, printer: Printer | None) -> None:
    assert read_printer(written) == printer


@pytest.mark.parametrize(
    "written",
    [
        "",
        "lp",
        "none:",
        "system:",
        "system: ",
        "tcp://",
        "tcp://:9100",
        "tcp://host:0x",
        "tcp://host:70000",
        "tcp://me@host",
        "tcp://host/queue",
        "tcp://host?a=b",
        "tcp:host",
        "file://lp0",
        "file:/dev/lp0",
        "/dev/lp0",
        "http://host",
    ],
)
def test_what_is_no_printer_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="must be none, system"):
        read_printer(written)


@contextmanager
def listening(take: Callable[[socket.socket], None]) -> Iterator[int]:
    """A printer's port on this machine; `take` is what it does with a connection."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                take(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1]
        thread.join()


def test_a_network_printer_gets_the_whole_slip(slip: Slip) -> None:
    received = bytearray()

    def take(connection: socket.socket) -> None:
        while part := connection.recv(100):
            received.extend(part)

    with listening(take) as port:
        press = Press(NetworkPrinter("127.0.0.1", port), Format.ESCPOS, columns=32)
        assert press.print(slip, "uk") == Printed()
    assert bytes(received).startswith(RESET)
    assert bytes(received).endswith(CUT)
    paper = on_paper(bytes(received), "cp1125")
    assert "Пацієнт: Їжакевич Ґ. Є." in paper
    assert max(len(line) for line in paper.splitlines()) <= 32


def test_characters_that_the_printer_lacks_are_told() -> None:
    def take(connection: socket.socket) -> None:
        while connection.recv(4096):
            pass

    with listening(take) as port:
        press = Press(NetworkPrinter("127.0.0.1", port), Format.ESCPOS)
        hostile = Slip(**dict.fromkeys(FIELDS, "表\x1b意"))
        assert press.print(hostile, "en") == Printed(lost="表\N{REPLACEMENT CHARACTER}意")


def test_a_network_printer_that_takes_nothing_is_given_up() -> None:
    """Its paper is out: the connection stands, and nothing more is read from it."""
    given_up = threading.Event()

    def take(_: socket.socket) -> None:
        given_up.wait(10)

    with listening(take) as port:
        sent = send(NetworkPrinter("127.0.0.1", port), bytes(64_000_000), Format.ESCPOS, 0.2)
        given_up.set()
    assert sent == NotPrinted(Why.SILENT)


def test_a_network_printer_that_is_off_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert send(NetworkPrinter("127.0.0.1", port), b"x", Format.TEXT, 2) == NotPrinted(
        Why.NOT_THERE
    )


def test_a_name_that_no_host_can_have_is_no_printer() -> None:
    unlikely = NetworkPrinter("a" * 64 + ".example")
    assert send(unlikely, b"x", Format.TEXT, 2) == NotPrinted(Why.NOT_THERE)


SPOOLER = """\
#!{python}
import pathlib, sys
folder = pathlib.Path(__file__).parent
(folder / "arguments").write_text("\\n".join(sys.argv[1:]))
(folder / "received").write_bytes(sys.stdin.buffer.read())
{then}
"""
Spooler = Callable[..., Path]


@pytest.fixture
def spooler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Spooler:
    """Puts a spooler of the given name on the path, and nothing else."""
    monkeypatch.setenv("PATH", str(tmp_path))

    def make(name: str, then: str = "") -> Path:
        program = tmp_path / name
        program.write_text(SPOOLER.format(python=sys.executable, then=then))
        program.chmod(0o700)
        return tmp_path

    return make


@posix
@pytest.mark.parametrize(
    ("program", "named", "format_", "arguments"),
    [
        ("lp", None, Format.TEXT, "-s -t frontdesk"),
        ("lp", "Office", Format.PDF, "-s -t frontdesk -d Office"),
        ("lp", "Receipt", Format.ESCPOS, "-s -t frontdesk -d Receipt -o raw"),
        ("lpr", None, Format.PDF, "-T frontdesk"),
        ("lpr", "Receipt", Format.ESCPOS, "-T frontdesk -P Receipt -l"),
    ],
)
def test_the_systems_spooler_gets_the_slip_on_its_standard_input(
    spooler: Spooler,
    slip: Slip,
    *,
    program: str,
    named: str | None,
    format_: Format,
    arguments: str,
) -> None:
    """And nothing of the patient in its arguments, which every user of the computer can read."""
    folder = spooler(program)
    press = Press(SystemPrinter(named), format_)
    assert press.print(slip, "uk") == Printed()
    assert (folder / "arguments").read_text().split("\n") == arguments.split()
    received = (folder / "received").read_bytes()
    begins = {Format.TEXT: slip.clinic.encode(), Format.PDF: b"%PDF-", Format.ESCPOS: RESET}
    assert received.startswith(begins[format_])


@posix
def test_what_the_spooler_complains_of_is_told_cleaned(spooler: Spooler) -> None:
    spooler("lp", r'sys.exit("lp: no \x1b[31mprinter\nmore")')
    sent = send(SystemPrinter("None"), b"x", Format.TEXT, 10)
    assert sent == NotPrinted(Why.REFUSED, "lp: no \N{REPLACEMENT CHARACTER}[31mprinter")


@posix
def test_a_spooler_that_hangs_is_given_up(spooler: Spooler) -> None:
    spooler("lp", "import time; time.sleep(60)")
    assert send(SystemPrinter(), b"x", Format.TEXT, 0.5) == NotPrinted(Why.SILENT)


@posix
def test_a_computer_without_a_spooler_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert send(SystemPrinter(), b"x", Format.TEXT, 1) == NotPrinted(Why.NO_SPOOLER)


@posix
def test_a_device_gets_the_whole_slip(tmp_path: Path, slip: Slip) -> None:
    """A pipe is the nearest to a printer's device that every system has."""
    device = tmp_path / "lp0"
    os.mkfifo(device)
    received = bytearray()
    ready = os.open(device, os.O_RDONLY | os.O_NONBLOCK)

    def read() -> None:
        os.set_blocking(ready, True)
        while part := os.read(ready, 7):
            received.extend(part)

    press = Press(DeviceFile(str(device)), Format.PDF, seconds=10)
    keeps_open = os.open(device, os.O_WRONLY)
    reader = threading.Thread(target=read)
    reader.start()
    assert press.print(slip, "uk") == Printed()
    os.close(keeps_open)
    reader.join()
    os.close(ready)
    assert bytes(received) == press.pdf(slip, "uk")


@posix
def test_a_device_that_takes_nothing_more_is_given_up(tmp_path: Path) -> None:
    device = tmp_path / "lp0"
    os.mkfifo(device)
    reader = os.open(device, os.O_RDONLY | os.O_NONBLOCK)
    sent = send(DeviceFile(str(device)), bytes(1_000_000), Format.ESCPOS, 0.2)
    os.close(reader)
    assert sent == NotPrinted(Why.SILENT)


@posix
def test_a_device_behind_which_nothing_is_says_so_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "lp0")
    for name in ("lp0", "lp1"):
        sent = send(DeviceFile(str(tmp_path / name)), b"x", Format.ESCPOS, 60)
        assert sent == NotPrinted(Why.NOT_THERE)


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may write anywhere")
def test_a_device_that_this_user_may_not_write_to_is_told(tmp_path: Path) -> None:
    device = tmp_path / "lp0"
    device.touch(mode=0o400)
    assert send(DeviceFile(str(device)), b"x", Format.TEXT, 1) == NotPrinted(Why.NO_ACCESS)


def test_without_a_printer_nothing_is_printed(slip: Slip) -> None:
    assert Press().print(slip, "uk") == NotPrinted(Why.NO_PRINTER)
