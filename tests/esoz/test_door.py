"""Each fault is really done by a loopback backend; each ends in a typed outcome, in time."""

from __future__ import annotations

import asyncio
import gzip
import logging
import socket
import ssl
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from frontdesk.esoz.calls import Calls
from frontdesk.esoz.client import EsozClient
from frontdesk.esoz.door import Door, Timeouts
from frontdesk.esoz.failure import Failure, FailureKind
from frontdesk.esoz.reply import LIMIT, LONGEST_WAIT, Reply

if TYPE_CHECKING:
    from tests.esoz.conftest import Backend, Examples

PATH = "/api/service_requests"
SILENT = Failure(FailureKind.SILENT)
UNREADABLE = Failure(FailureKind.UNREADABLE)
BROKEN = Failure(FailureKind.BROKEN)


async def test_a_refused_connection_is_silence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        async with Door(f"http://127.0.0.1:{taken.getsockname()[1]}", {}) as door:
            assert await door.send("GET", PATH) == SILENT


async def reset(writer: asyncio.StreamWriter) -> None:
    plug: socket.socket = writer.get_extra_info("socket")
    plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


async def half_an_answer(writer: asyncio.StreamWriter) -> None:
    writer.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"
    )
    await writer.drain()


async def no_http(writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 smtp.example ready\r\n")
    await writer.drain()


async def hang_up(writer: asyncio.StreamWriter) -> None:
    await writer.drain()


@pytest.mark.parametrize("fault", [reset, half_an_answer, no_http, hang_up])
async def test_an_answer_that_breaks_off_is_silence(
    backend: Backend, door: Door, fault: Callable[[asyncio.StreamWriter], Awaitable[None]]
) -> None:
    backend.always(fault)
    assert await door.send("GET", PATH) == SILENT


async def test_a_slow_drip_ends_at_the_deadline(backend: Backend, hasty: Door) -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{")
        while True:
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.01)

    backend.always(drip)
    began = time.monotonic()
    assert await hasty.send("GET", PATH) == SILENT
    assert time.monotonic() - began < 1.2
    await asyncio.wait_for(backend.gone.wait(), 2)


async def test_a_backend_that_says_nothing_ends_at_the_read_timeout(backend: Backend) -> None:
    async def say_nothing(_: asyncio.StreamWriter) -> None:
        await asyncio.sleep(1)

    backend.always(say_nothing)
    async with Door(backend.url, {}, Timeouts(read=0.1, total=5.0)) as door:
        began = time.monotonic()
        assert await door.send("GET", PATH) == SILENT
        assert time.monotonic() - began < 1.0


async def test_an_answer_without_an_end_is_cut_at_the_limit(backend: Backend, door: Door) -> None:
    async def pour(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[")
        while True:
            writer.write(b"1," * 50_000)
            await writer.drain()

    backend.always(pour)
    assert await door.send("GET", PATH) == UNREADABLE
    await asyncio.wait_for(backend.gone.wait(), 2)


async def test_five_megabytes_are_not_read(
    backend: Backend, door: Door, examples: Examples
) -> None:
    backend.always(examples.raw(200, b'{"data": "' + b"x" * 5_000_000 + b'"}'))
    assert await door.send("GET", PATH) == UNREADABLE


async def test_a_large_answer_within_the_limit_is_read(
    backend: Backend, door: Door, examples: Examples
) -> None:
    backend.always(examples.answer(200, {"data": list(range(100_000))}))
    reply = await door.send("GET", PATH)
    assert isinstance(reply, Reply)
    assert reply.document == {"data": list(range(100_000))}


async def test_a_packed_answer_is_unpacked_though_unasked_for(
    backend: Backend, door: Door, examples: Examples
) -> None:
    backend.always(examples.packed(200, b'{"data": []}'))
    assert await door.send("GET", PATH) == Reply(200, {"data": []})


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(b" " * (20 * LIMIT))),
        ("gzip", gzip.compress(b'{"data": []}')[:-4]),
        ("gzip", b'{"data": []}'),
        ("br", b'{"data": []}'),
    ],
    ids=["a bomb", "not whole", "not packed at all", "of another kind"],
)
async def test_a_badly_packed_answer_is_unreadable(
    backend: Backend, door: Door, examples: Examples, encoding: str, body: bytes
) -> None:
    backend.always(examples.raw(200, body, Content_Encoding=encoding))
    assert await door.send("GET", PATH) == UNREADABLE


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'"text"',
        b'{"data": [',
        b"{'data': []}",
        b'{"data": NaN}',
        b'{"data": -Infinity}',
        b'{"data": "\xff"}',
        b'{"data": []} trailing',
        b'{"data": ' + b"9" * 5_000 + b"}",
        b'{"data": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"data": ' + b"[" * 40 + b"]" * 40 + b"}",
        b'{"data": ' + b'{"a": ' * 40 + b"1" + b"}" * 40 + b"}",
        '{"data": []}'.encode("utf-16"),
    ],
    ids=str,
)
async def test_what_is_not_a_json_object_is_unreadable(
    backend: Backend, door: Door, examples: Examples, body: bytes
) -> None:
    backend.always(examples.raw(200, body))
    assert await door.send("GET", PATH) == UNREADABLE


async def test_a_byte_order_mark_is_no_hindrance(
    backend: Backend, door: Door, examples: Examples
) -> None:
    backend.always(examples.raw(200, '{"data": "ї"}'.encode("utf-8-sig")))
    assert await door.send("GET", PATH) == Reply(200, {"data": "ї"})


@pytest.mark.parametrize(
    ("status", "kind", "meant"),
    [
        (200, "text/html; charset=utf-8", "broken"),
        (200, "application/xhtml", "broken"),
        (200, "text/plain", "unreadable"),
        (200, "", "unreadable"),
        (204, "text/plain", "unreadable"),
        (401, "text/html", "unauthorised"),
        (403, "text/html", "broken"),
        (404, "text/html", "broken"),
        (404, "text/plain", "unreadable"),
        (409, "text/plain", "unreadable"),
        (418, "text/plain", "unreadable"),
        (502, "text/html", "broken"),
        (503, "text/plain", "broken"),
    ],
)
async def test_a_page_that_is_not_of_the_backend_says_nothing_of_rights_or_records(
    backend: Backend, door: Door, status: int, kind: str, meant: str
) -> None:
    head = f"HTTP/1.1 {status} Whatever\r\nContent-Type: {kind}\r\nContent-Length: 0\r\n\r\n"
    backend.always(head.encode())
    assert await door.send("GET", PATH) == Failure(FailureKind(meant))


async def test_a_broken_error_page_in_json_is_still_broken(
    backend: Backend, door: Door, examples: Examples
) -> None:
    backend.always(examples.raw(502, b"{"))
    assert await door.send("GET", PATH) == BROKEN


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_is_never_followed(
    backend: Backend, door: Door, examples: Examples, status: int
) -> None:
    backend.always(examples.raw(status, b"", "text/plain", Location=f"{backend.url}/elsewhere"))
    assert await door.send("GET", PATH) == BROKEN
    assert [seen.path for seen in backend.requests] == [PATH]


async def test_a_see_other_with_a_document_is_an_answer(
    backend: Backend, door: Door, examples: Examples
) -> None:
    backend.always(examples.answer(303, {"data": {}}, Location="/api/elsewhere"))
    assert await door.send("GET", PATH) == Reply(303, {"data": {}})
    assert len(backend.requests) == 1


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry_After": "30"}, 30.0),
        ({"Retry_After": "999999999"}, LONGEST_WAIT),
        ({"Retry_After": "-5"}, None),
        ({"Retry_After": "soon"}, None),
        ({"Retry_After": "Mon, 23 Nov 2026 10:00:40 GMT"}, None),
        (
            {
                "Retry_After": "Mon, 23 Nov 2026 10:00:40 GMT",
                "Date": "Mon, 23 Nov 2026 10:00:00 GMT",
            },
            40.0,
        ),
        (
            {
                "Retry_After": "Mon, 23 Nov 2026 09:00:00 GMT",
                "Date": "Mon, 23 Nov 2026 10:00:00 GMT",
            },
            0.0,
        ),
    ],
)
async def test_too_many_calls_are_told_with_the_wait_that_was_asked_for(
    backend: Backend,
    door: Door,
    examples: Examples,
    headers: dict[str, str],
    seconds: float | None,
) -> None:
    backend.always(examples.raw(429, b"API rate limit exceeded", "text/plain", **headers))
    assert await door.send("GET", PATH) == Failure(FailureKind.BUSY, retry_after=seconds)


async def test_a_maintenance_page_keeps_its_wait_and_its_request_id(
    backend: Backend, door: Door, examples: Examples
) -> None:
    backend.always(examples.raw(503, b"", "text/html", Retry_After="120", X_Request_Id="abc\x7f#1"))
    expected = Failure(FailureKind.BROKEN, request_id="abc\ufffd#1", retry_after=120.0)
    assert await door.send("GET", PATH) == expected


@pytest.mark.parametrize("meta", [{"request_id": "in#2"}, {"request_id": 5}, [], None])
async def test_the_request_id_is_taken_from_the_document_or_else_the_header(
    backend: Backend, door: Door, examples: Examples, meta: object
) -> None:
    backend.always(examples.answer(200, {"meta": meta}, X_Request_Id="out#1"))
    reply = await door.send("GET", PATH)
    assert isinstance(reply, Reply)
    inner = isinstance(meta, dict) and meta["request_id"] == "in#2"
    assert reply.request_id == ("in#2" if inner else "out#1")


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("Mon, 23 Nov 2026 10:00:00 GMT", datetime(2026, 11, 23, 10, tzinfo=UTC)),
        ("Mon, 23 Nov 2026 12:00:00 +0200", datetime(2026, 11, 23, 10, tzinfo=UTC)),
        ("yesterday", None),
    ],
)
async def test_the_clock_of_the_backend_is_kept(
    backend: Backend,
    door: Door,
    examples: Examples,
    written: str,
    moment: datetime | None,
) -> None:
    backend.always(examples.answer(200, {}, Date=written))
    assert await door.send("GET", PATH) == Reply(200, {}, date=moment)


async def test_a_body_goes_out_as_json_and_a_query_is_quoted(
    backend: Backend, door: Door, examples: Examples
) -> None:
    backend.always(examples.answer(200, {}))
    await door.send("POST", PATH, query={"a": "1&b=ї", "page": 2}, body={"name": "Їжак"})
    (seen,) = backend.requests
    assert seen.query == {"a": "1&b=ї", "page": "2"}
    assert seen.body.decode() == '{"name":"Їжак"}'


async def test_a_header_changed_meanwhile_is_sent_as_it_is_now(
    backend: Backend, examples: Examples
) -> None:
    backend.always(examples.answer(200, {}))
    headers = {"Authorization": "Bearer old"}
    async with Door(backend.url, headers) as door:
        await door.send("GET", PATH)
        headers["Authorization"] = "Bearer new"
        await door.send("GET", PATH)
    assert [it.headers["authorization"] for it in backend.requests] == ["Bearer old", "Bearer new"]


async def test_a_closed_door_opens_again(backend: Backend, door: Door, examples: Examples) -> None:
    backend.always(examples.answer(200, {}))
    for _ in range(2):
        assert await door.send("GET", PATH) == Reply(200, {})
        await EsozClient(Calls(door), "clinic").close()


@pytest.mark.parametrize(
    "address",
    [
        "http://api.ehealth.gov.ua",
        "http://10.0.0.1",
        "http://localhost.example",
        "ftp://127.0.0.1",
        "https://",
        "https://user:pw@api.ehealth.gov.ua",
        "https://:pw@api.ehealth.gov.ua",
        "https://api.ehealth.gov.ua?x=1",
        "https://api.ehealth.gov.ua#x",
        "https://api.ehealth.gov.ua:port",
        "api.ehealth.gov.ua",
        "",
    ],
)
def test_only_https_or_this_machine_is_a_lawful_address(address: str) -> None:
    with pytest.raises(ValueError, match=r"address|https") as refused:
        Door(address, {})
    assert "pw" not in str(refused.value)


@pytest.mark.parametrize(
    "address",
    ["https://api.ehealth.gov.ua/", "http://localhost:8080", "http://127.0.0.9", "http://[::1]:81"],
)
def test_https_and_plain_http_to_this_machine_are_lawful(address: str) -> None:
    assert address.rstrip("/") in repr(Door(address, {}))


async def test_no_secret_is_shown_or_logged(
    backend: Backend, credentials: Mapping[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    async def quietly(door: Door) -> str:
        backend.always(b"")
        failure = await door.send("GET", PATH, query={"requisition": "4821-0937-5516-2048"})
        return f"{door!r} {failure!r} {credentials!r} {credentials}"

    with caplog.at_level(logging.INFO, logger="root"):
        async with Door(backend.url, credentials) as door:
            shown = await quietly(door)
    for told in (shown, caplog.text):
        assert "canary" not in told
        assert "4821" not in told


async def test_a_proxy_of_the_environment_is_not_used(
    backend: Backend, examples: Examples, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    backend.always(examples.answer(200, {}))
    async with Door(backend.url, {}) as door:
        assert await door.send("GET", PATH) == Reply(200, {})


def certificate_in(
    folder: Path, *, host: str = "127.0.0.1", ends: timedelta = timedelta(days=1)
) -> Path:
    """A certificate that vouches for itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=30))
        .not_valid_after(now + ends)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address(host))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 that nobody vouches for."""
    return certificate_in(tmp_path)


@asynccontextmanager
async def tls(backend: Backend, certificate: Path) -> AsyncIterator[str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = await asyncio.start_server(backend.serve, "127.0.0.1", 0, ssl=context)
    async with server:
        yield f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@pytest.fixture
async def over_tls(backend: Backend, certificate: Path) -> AsyncIterator[str]:
    async with tls(backend, certificate) as url:
        yield url


@pytest.mark.parametrize(
    "flaw",
    [("127.0.0.2", timedelta(days=1)), ("127.0.0.1", -timedelta(days=1))],
    ids=["of another host", "run out"],
)
async def test_a_wrong_certificate_is_silence_whoever_vouches_for_it(
    backend: Backend,
    examples: Examples,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    flaw: tuple[str, timedelta],
) -> None:
    host, ends = flaw
    wrong = certificate_in(tmp_path, host=host, ends=ends)
    monkeypatch.setenv("SSL_CERT_FILE", str(wrong))
    backend.always(examples.answer(200, {}))
    async with tls(backend, wrong) as url, Door(url, {"Authorization": "Bearer canary"}) as door:
        assert await door.send("GET", PATH) == SILENT
    assert backend.requests == []


async def test_a_certificate_that_nobody_vouches_for_is_silence(
    backend: Backend, over_tls: str, examples: Examples
) -> None:
    backend.always(examples.answer(200, {}))
    async with Door(over_tls, {"Authorization": "Bearer canary"}) as door:
        assert await door.send("GET", PATH) == SILENT
    assert backend.requests == []


async def test_a_certificate_that_the_system_trusts_is_accepted_and_its_keys_are_not_written(
    backend: Backend,
    over_tls: str,
    examples: Examples,
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written = certificate.with_name("keys.log")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setenv("SSLKEYLOGFILE", str(written))
    backend.always(examples.answer(200, {}))
    async with Door(over_tls, {}) as door:
        assert await door.send("GET", PATH) == Reply(200, {})
    assert not written.exists()


_FIRST_CALL = """
import asyncio, sys, threading
from frontdesk.esoz.door import Door

class Noticed:
    seen = []
    def find_spec(self, name, path=None, target=None):
        if threading.current_thread() is threading.main_thread():
            self.seen.append(name.partition(".")[0])

async def main():
    sys.meta_path.insert(0, Noticed())
    async with Door(sys.argv[1], {}) as door:
        await door.send("GET", "/")

asyncio.run(main())
print(*sorted({"anyio", "h11", "httpcore"} & {*Noticed.seen}))
"""


async def test_at_the_first_call_the_screen_waits_for_no_import(
    backend: Backend, examples: Examples
) -> None:
    backend.always(examples.page())
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _FIRST_CALL, backend.url, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await program.communicate()
    assert (program.returncode, told.strip()) == (0, b"")
    assert len(backend.requests) == 1
