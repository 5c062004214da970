"""A real browser, and real web servers on this machine for what it opens."""

from __future__ import annotations

import http.client
import io
import os
import re
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, BinaryIO

from playwright.sync_api import BrowserContext, ConsoleMessage, Frame, Page, Request, expect

from scorm_builder.jobs import Artifact
from tests.conftest import ROOT

if TYPE_CHECKING:
    from _typeshed import StrPath

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 120_000
"""Milliseconds until what is awaited will not come, on a machine however busy."""
LIBRARIES = ROOT / "templates" / "node_modules"
PLAYERS = ROOT / "tests" / "runtime" / "players"
PREVIEW = ROOT / "scorm_builder" / "preview"
LMS = PREVIEW.with_name("lms")

expect.set_options(timeout=PATIENCE)


def chromium() -> str:
    """The browser to test with: $CHROMIUM, or the first of the usual names."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("CHROMIUM") or next((p for p in map(shutil.which, names) if p), None)
    assert found, "no Chromium: set CHROMIUM, or install Debian's chromium"
    return found


class _Handler(SimpleHTTPRequestHandler):
    """Files as an LMS serves them: a part of one where a browser asks for it, as for a video."""

    protocol_version = "HTTP/1.1"

    def guess_type(self, path: StrPath) -> str:
        ours = {".js": "text/javascript", ".vtt": "text/vtt", ".webm": "video/webm"}
        return ours.get(Path(path).suffix) or super().guess_type(path)

    def send_head(self) -> BinaryIO | None:
        path = Path(self.translate_path(self.path))
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if wanted is None or not path.is_file():
            return super().send_head()
        content = path.read_bytes()
        first = int(wanted[1])
        part = content[first : int(wanted[2]) + 1 if wanted[2] else None]
        self.send_response(HTTPStatus.PARTIAL_CONTENT)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(part)))
        last = first + len(part) - 1
        self.send_header("Content-Range", f"bytes {first}-{last}/{len(content)}")
        self.end_headers()
        return io.BytesIO(part)

    def end_headers(self) -> None:
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Cache-Control", "max-age=3600")
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def serving(artifacts: Iterable[Artifact], root: Path) -> Iterator[str]:
    """The address of a server with `/<module>/` unpacked, `/players/`, `/lib/`, `/lms/`."""
    for artifact in artifacts:
        if artifact.target == "scorm12":
            with zipfile.ZipFile(io.BytesIO(artifact.content)) as package:
                package.extractall(root / artifact.module)
    (root / "players").symlink_to(PLAYERS)
    (root / "lib").symlink_to(LIBRARIES)
    (root / "lms").symlink_to(LMS)
    (root / "preview").symlink_to(PREVIEW)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(root)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def fetch(
    address: str, path: str = "/", method: str = "GET", body: bytes | None = None, **headers: str
) -> http.client.HTTPResponse:
    """Asks for a path as it is written, which a browser would first clean up."""
    connection = http.client.HTTPConnection(address.split("/")[2], timeout=PATIENCE / 1000)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body=body, headers=sent)
    return connection.getresponse()


VIOLATIONS: list[str] = []
"""What a policy of a page has stopped since the test began; a test that means it takes it out."""
_TELL = """addEventListener("securitypolicyviolation", (event) => {
  console.error("policy violation:", event.effectiveDirective, event.blockedURI, event.sample);
}, true);"""


def watch(context: BrowserContext) -> None:
    """Notes what a policy stops on any page of a context, with a script and without one."""

    def note(message: ConsoleMessage) -> None:
        if "policy violation:" in message.text or "Content Security Policy" in message.text:
            VIOLATIONS.append(message.text)

    context.add_init_script(_TELL)
    context.on("console", note)


class Requests:
    """What a context asked for; a request to another host is kept as foreign."""

    def __init__(self, context: BrowserContext, *sites: str) -> None:
        self.seen: list[str] = []
        self.foreign: list[str] = []
        self._own = (*sites, "data:", "blob:")
        context.on("request", self._note)

    def _note(self, request: Request) -> None:
        self.seen.append(request.url)
        if not request.url.startswith(self._own):
            self.foreign.append(request.url)


def until(page: Page | Frame, expression: str) -> None:
    """Waits until an expression is true in a page.

    Playwright's own way evaluates a text in the page, which a policy of the page stops.
    """
    page.evaluate(
        f"""() => new Promise((done, failed) => {{
          setTimeout(() => failed(new Error("never true")), 20000);
          const look = () => (({expression}) ? done() : setTimeout(look, 20));
          look();
        }})"""
    )


def open_module(page: Page, site: str, name: str) -> None:
    page.goto(f"{site}/{name}/index.html")
    expect(page.locator("html.app-scripted")).to_be_attached()


def go_to(page: Page | Frame, screen: str) -> None:
    page.locator("[data-contents]").evaluate("(contents) => { contents.open = true; }")
    page.locator(f"[data-contents] a[href='#{screen}']").click()
    expect(page.locator(f"#{screen}")).to_be_visible()
