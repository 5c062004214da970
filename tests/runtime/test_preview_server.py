"""Who gets what from the preview's two servers: its own pages, and no more than they need."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from scorm_builder.content.clips import FILMS, RECORDINGS
from scorm_builder.content.pictures import ENDINGS
from scorm_builder.lms.local import LARGEST_HEAD, MOST_CONNECTIONS, TOKEN_HEADER, LocalServer
from scorm_builder.preview.server import TYPES, PreviewServer
from tests.tools.browser import PATIENCE, VIOLATIONS, fetch

MODULE = "peer-assist"
REBOUND = "rebound.example"
BOTH = pytest.mark.parametrize("which", ["page", "lms"])


def told(answer: http.client.HTTPResponse) -> tuple[int, str]:
    """What an answer says."""
    return answer.status, answer.read().decode()


@pytest.fixture
def addresses(address: str, lms_address: str) -> dict[str, str]:
    """Where the two servers are."""
    return {"page": address, "lms": lms_address}


@pytest.fixture
def built(address: str) -> None:
    """There is a first build."""
    events = iter(fetch(address, "/events").readline, b"")
    # While nothing is built yet, a comment comes now and then.
    first = next(line for line in events if line.startswith(b"data: "))
    assert first.startswith(b'data: {"number": 1')


UNKNOWN = (
    "/preview/../cli.py",
    "/preview/%2e%2e/cli.py",
    "/preview/server.py",
    "/preview/player.jinja",
    "/preview/bare.html",
    "/preview/",
    "/modules/",
    "/modules/peer-assist/",
    "/modules/peer-assist/../../cli.py",
    "/modules/../../../../../../etc/passwd",
    "//etc/passwd",
    "/etc/passwd",
)


@pytest.mark.usefixtures("built")
def test_only_known_files_are_served(addresses: dict[str, str]) -> None:
    for address in addresses.values():
        for path in UNKNOWN:
            assert (path, *told(fetch(address, path))) == (path, 404, "There is nothing here.\n")
    # Nothing of a module comes from where the page is, and no word of builds from the LMS.
    manifest = f"/modules/{MODULE}/imsmanifest.xml"
    assert fetch(addresses["lms"], manifest).status == 200
    assert fetch(addresses["page"], manifest).status == 404
    assert fetch(addresses["lms"], "/events").status == 404


def test_what_a_module_shows_and_plays_is_served_as_that() -> None:
    for kind, endings in {
        "image": [f".{ending}" for ending in ENDINGS.values()],
        "video": FILMS,
        "audio": RECORDINGS,
    }.items():
        assert {TYPES[ending].partition("/")[0] for ending in endings} == {kind}


@BOTH
def test_it_answers_to_its_own_name_only(addresses: dict[str, str], which: str) -> None:
    address = addresses[which]
    port = address.split(":")[-1].strip("/")
    for host in (REBOUND, f"{REBOUND}:{port}", "", "127.0.0.1", "localhost:1"):
        for path in ("/", "/events", "/preview/lms.js", f"/modules/{MODULE}/index.html"):
            assert fetch(address, path, Host=host).status == 403
    for host in (f"127.0.0.1:{port}", f"localhost:{port}"):
        answer = fetch(address, "/", Host=host)
        assert answer.status == 200
        assert answer.headers["Cache-Control"] == "no-store"


@BOTH
def test_it_answers_its_own_pages_only(addresses: dict[str, str], which: str) -> None:
    address = addresses[which]
    own = address.rstrip("/")
    assert fetch(address, Origin=own).status == 200
    others = [one.rstrip("/") for one in addresses.values() if one != address]
    for origin in (f"https://{REBOUND}", "null", "", f"{own}1", *others):
        assert told(fetch(address, Origin=origin)) == (
            403,
            "This server answers its own pages only.\n",
        )


@BOTH
@pytest.mark.parametrize(
    "asked",
    [
        "GET http://[::1 HTTP/1.1\r\nHost: {host}\r\n\r\n",
        "GET http://rebound.example/ HTTP/1.1\r\nHost: {host}\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: {host}\r\nOrigin : http://rebound.example\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: {host}\r\nfoo\r\nOrigin: http://rebound.example\r\n\r\n",
    ],
)
def test_what_no_browser_sends_is_refused(
    addresses: dict[str, str], which: str, asked: str, capfd: pytest.CaptureFixture[str]
) -> None:
    host = addresses[which].split("/")[2]
    name, port = host.split(":")
    with socket.create_connection((name, int(port)), timeout=PATIENCE / 1000) as connection:
        connection.sendall(asked.format(host=host).encode())
        answer = b"".join(iter(lambda: connection.recv(4096), b""))
    assert answer.split(b" ")[1] in (b"400", b"403")
    assert "Traceback" not in capfd.readouterr().err


@BOTH
def test_a_change_needs_the_token_of_this_start(
    preview: PreviewServer, addresses: dict[str, str], which: str
) -> None:
    servers: dict[str, LocalServer] = {"page": preview.page, "lms": preview.lms}
    address, token = addresses[which], servers[which].token
    assert preview.page.token != preview.lms.token
    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
        for wrong in ("", "a", f"{token}a"):
            answer = fetch(address, "/", method, None, **{TOKEN_HEADER: wrong})
            assert told(answer)[0] == 403
        # No page asks for one yet.
        answer = fetch(address, "/", method, None, **{TOKEN_HEADER: token})
        assert told(answer) == (405, "Nothing can be changed here.\n")


@BOTH
def test_what_a_request_may_take_is_bounded(addresses: dict[str, str], which: str) -> None:
    address = addresses[which]
    for method in ("GET", "POST"):
        assert fetch(address, "/", method, b"a").status == 413
    assert fetch(address, "/", "GET", None, Transfer_Encoding="chunked").status == 413
    assert fetch(address, "/", "GET", None, Accept_Language="a" * LARGEST_HEAD).status == 431
    many = {f"A{number}": "a" * 200 for number in range(LARGEST_HEAD // 200)}
    assert fetch(address, "/", "GET", None, **many).status == 431
    assert fetch(address, "/" + "a" * LARGEST_HEAD).status == 431
    assert fetch(address, "/", "GET", None, Accept_Language="a" * 8000).status == 200


@BOTH
def test_so_many_connections_and_no_more(addresses: dict[str, str], which: str) -> None:
    address = addresses[which]
    host, port = address.split("/")[2].split(":")
    held = [socket.create_connection((host, int(port))) for _ in range(MOST_CONNECTIONS)]
    try:
        # Nothing is sent on them, so they stay; they were taken in their order, before this one.
        assert fetch(address).status == 503
    finally:
        for one in held:
            one.close()
    end = time.monotonic() + PATIENCE / 1000
    while fetch(address).status == 503:
        assert time.monotonic() < end


@BOTH
def test_each_page_has_a_policy(addresses: dict[str, str], which: str) -> None:
    answer = fetch(addresses[which])
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "script-src 'self'; style-src 'self'; " in policy
    assert "unsafe" not in policy
    page = addresses["page"].rstrip("/")
    parents = {"page": "'none'", "lms": f"{page} {page.replace('127.0.0.1', 'localhost')}"}
    assert policy.endswith(f"frame-ancestors {parents[which]}")
    for path in ("/nothing", "/preview/lms.js"):
        assert (
            fetch(addresses[which], path)
            .headers["Content-Security-Policy"]
            .startswith("default-src 'none'; ")
        )


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[str]:
    """The address of a server of somebody else."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "index.html").write_text("<!DOCTYPE html><title>a</title>", encoding="utf-8")

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


FRAMED = """(address) => new Promise((done) => {
  const frame = document.createElement("iframe");
  frame.onload = () => done(frame.contentWindow.length);
  frame.src = address;
  document.body.append(frame);
})"""
READ = """(address) => fetch(address).then((answer) => answer.text(), () => "refused")"""
SCRIPT = """(address) => new Promise((done) => {
  const script = document.createElement("script");
  script.onload = () => done("loaded");
  script.onerror = () => done("refused");
  script.src = address;
  document.head.append(script);
})"""


@pytest.mark.usefixtures("built")
def test_no_page_of_another_origin_frames_or_reads_them(
    browser: Browser, elsewhere: str, addresses: dict[str, str]
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(elsewhere)
    lms = addresses["lms"]
    module = f"{lms}modules/{MODULE}/index.html"
    for address in (addresses["page"], lms, module):
        page.evaluate(FRAMED, address)
        assert page.frames[-1].url.startswith("chrome-error:")
        assert page.evaluate(READ, address) == "refused"
    for address in (f"{addresses['page']}preview/player.js", f"{lms}preview/lms.js"):
        assert page.evaluate(SCRIPT, address) == "refused"
    assert VIOLATIONS
    assert all("frame-ancestors" in one for one in VIOLATIONS)
    VIOLATIONS.clear()
    context.close()


TOUCHES = """() => [
  () => parent.parent.document.title,
  () => parent.parent.localStorage,
  () => parent.parent.eval,
].map((touch) => { try { return String(touch()); } catch (error) { return error.name; } })"""


def test_a_module_cannot_touch_the_page_around_it(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}?module={MODULE}&lms=strict")
    module = page.frame_locator("#lms-page").frame_locator("iframe")
    expect(module.locator("h1")).to_have_text("Peer assist")
    (frame,) = (one for one in page.frames if one.url.endswith("/index.html"))
    assert frame.evaluate("parent.document.title") == "LMS"
    assert frame.evaluate(TOUCHES) == ["SecurityError"] * 3
    assert page.url.startswith(address)
    # What is in the frame may change, and what it then says is no more than text.
    assert page.evaluate("document.querySelectorAll('iframe').length") == 1
    context.close()


@pytest.mark.parametrize("name", ["module", "lms", "show", "server", "delay"])
def test_nothing_but_a_choice_is_taken_from_the_address_bar(
    browser: Browser, address: str, name: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}?{name}=javascript:window.ran=1&sco=javascript:window.ran=1")
    expect(page.locator("#record-status")).to_have_text("incomplete")
    for frame in page.frames:
        assert not frame.url.startswith("javascript:")
        assert frame.evaluate("window.ran") is None
    assert page.locator(f"#{name}").input_value() != "javascript:window.ran=1"
    context.close()


LAUNCH = """async (address) => {
  const { Player, readManifest } = await import("/lms/launcher.js");
  const folder = new URL("/peer-assist/", location.origin);
  const manifest = await readManifest(folder);
  const setup = { lms: "strict", module: "a", manifest, options: {}, container: document.body };
  const failure = (act) => act().then(() => "none", (error) => error.name);
  return [
    await failure(async () => new Player({ ...setup, sco: new URL(address) })),
    await failure(() => readManifest(folder, new URL(address))),
  ];
}"""


@pytest.mark.parametrize(
    "address",
    ["javascript:void(0)", "data:text/html,a", "https://example.org/", "http://127.0.0.1:1/"],
)
def test_a_player_launches_only_what_is_in_a_package(page: Page, site: str, address: str) -> None:
    page.goto(f"{site}/players/blank.html")
    assert page.evaluate(LAUNCH, address) == ["RangeError", "RangeError"]
    own = page.evaluate(LAUNCH, f"{site}/peer-assist/index.html")
    assert own == ["none", "none"]
    # A page of this origin, but of no package.
    assert page.evaluate(LAUNCH, f"{site}/players/bare.html") == ["none", "RangeError"]
