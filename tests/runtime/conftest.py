"""A real browser, a real web server on this machine, and packages unpacked as an LMS would."""

from __future__ import annotations

import io
import os
import shutil
import threading
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from scorm_builder.jobs import Artifact
from tests.conftest import ROOT

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LIBRARIES = ROOT / "templates" / "node_modules"
PLAYERS = Path(__file__).parent / "players"
PREVIEW = ROOT / "scorm_builder" / "preview"


def chromium() -> str:
    """The browser to test with: $CHROMIUM, or the first of the usual names."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("CHROMIUM") or next((p for p in map(shutil.which, names) if p), None)
    assert found, "no Chromium: set CHROMIUM, or install Debian's chromium"
    return found


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, started once."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def site(artifacts: dict[str, Artifact], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server for the project's own modules: see `serving`."""
    with serving(artifacts.values(), tmp_path_factory.mktemp("site")) as address:
        yield address


@contextmanager
def serving(artifacts: Iterable[Artifact], root: Path) -> Iterator[str]:
    """The address of a server with `/<module>/` unpacked, `/players/`, `/lib/`, `/preview/`."""
    for artifact in artifacts:
        if artifact.target == "scorm12":
            with zipfile.ZipFile(io.BytesIO(artifact.content)) as package:
                package.extractall(root / artifact.module)
    (root / "players").symlink_to(PLAYERS)
    (root / "lib").symlink_to(LIBRARIES)
    (root / "preview").symlink_to(PREVIEW)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_QuietHandler, directory=str(root)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


class Requests:
    """What a context asked for; a request to another host is kept as foreign."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.seen: list[str] = []
        self.foreign: list[str] = []
        self._site = site
        context.on("request", self._note)

    def _note(self, request: Request) -> None:
        self.seen.append(request.url)
        if not request.url.startswith((self._site, "data:", "blob:")):
            self.foreign.append(request.url)


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """A learner's browser: nothing stored, and no errors allowed on any page."""
    opened = browser.new_context(viewport={"width": 1024, "height": 768})
    opened.set_default_timeout(10_000)
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
