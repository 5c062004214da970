"""A real browser, a real web server on this machine, and packages unpacked as an LMS would."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    expect,
    sync_playwright,
)

from scorm_builder.jobs import Artifact
from scorm_builder.preview.builds import Sources
from scorm_builder.preview.server import PreviewServer
from tests.conftest import ROOT
from tests.tools.browser import ARGUMENTS, PATIENCE, VIOLATIONS, Requests, chromium, serving, watch
from tests.tools.samples import TODAY

if TYPE_CHECKING:
    pass


expect.set_options(timeout=PATIENCE)


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
