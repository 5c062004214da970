"""A real browser, a real web server on this machine, and packages unpacked as an LMS would."""

from __future__ import annotations

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

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Frame,
    Page,
    Request,
    expect,
    sync_playwright,
)

from scorm_builder.jobs import Artifact
from scorm_builder.preview.builds import Sources
from scorm_builder.preview.server import PreviewServer
from tests.conftest import ROOT
from tests.samples import TODAY

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
PLAYERS = Path(__file__).parent / "players"
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


@pytest.fixture(autouse=True)
def _no_violation() -> Iterator[None]:
    """Nothing of ours is stopped by the policy of a page, whatever is done with it."""
    VIOLATIONS.clear()
    yield
    assert VIOLATIONS == []


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, started once; every page in it is watched."""
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        started = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        new_context, new_page = started.new_context, started.new_page

        def context(**options: Any) -> BrowserContext:
            opened = new_context(**options)
            watch(opened)
            return opened

        def page(**options: Any) -> Page:
            opened = new_page(**options)
            watch(opened.context)
            return opened

        patch.setattr(started, "new_context", context)
        patch.setattr(started, "new_page", page)
        yield started
        started.close()


@pytest.fixture(scope="session")
def site(artifacts: dict[str, Artifact], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server for the project's own modules: see `serving`."""
    with serving(artifacts.values(), tmp_path_factory.mktemp("site")) as address:
        yield address


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


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """A learner's browser: nothing stored, and no errors allowed on any page."""
    opened = browser.new_context(viewport={"width": 1024, "height": 768})
    opened.set_default_timeout(PATIENCE)
    errors: list[str] = []
    opened.on("weberror", lambda error: errors.append(str(error.error)))
    requests = Requests(opened, site)
    yield opened
    opened.close()
    assert errors == []
    assert requests.foreign == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A window in the learner's browser."""
    return context.new_page()


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    """A copy of the project to change; it says in the module's script what it was made from."""
    static = tmp_path / "scorm_builder" / "_static"
    ignored = shutil.ignore_patterns("node_modules", "assets.py", "handout", "card")
    shutil.copytree(ROOT / "modules", tmp_path / "modules")
    shutil.copytree(ROOT / "templates", tmp_path / "templates", ignore=ignored)
    shutil.copytree(ROOT / "scorm_builder" / "_static", static)
    return Sources(tmp_path / "modules", tmp_path / "templates", static, TODAY, ("peer-assist",))


@pytest.fixture
def preview(sources: Sources) -> Iterator[PreviewServer]:
    """A preview of the copy."""
    server = PreviewServer(0)
    thread = Thread(target=server.run, args=(sources, lambda _build: None), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()


@pytest.fixture
def address(preview: PreviewServer) -> str:
    """Where its page can be seen."""
    return preview.address


@pytest.fixture
def lms_address(preview: PreviewServer) -> str:
    """Where its LMS is."""
    return f"http://127.0.0.1:{preview.lms.port}/"
