"""A headless Chromium that has no network but the package's own server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from scorm_builder.lms.local import HOST

if TYPE_CHECKING:  # not everybody has it
    from playwright.sync_api import Browser as Started
    from playwright.sync_api import Playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_SNAP = b"snap install"
_ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--dns-prefetch-disable",
    # WebRTC's own datagrams would reach this machine and its network. With "force-" before it, as
    # an older Chromium knew it, the switch does nothing.
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    # WebRTC asks the network for names in .local, also for one that is not to be found.
    f"--host-resolver-rules=MAP *.local {HOST} , MAP * ~NOTFOUND , EXCLUDE {HOST}",
    "--no-first-run",
]
_NO_SANDBOX = "SCORM_BUILDER_NO_SANDBOX"


def has_sandbox() -> bool:
    """Whether Chromium runs in its own sandbox, which it does not for root.

    Where the system forbids the sandbox, its user turns it off with an environment variable.
    """
    return not (os.environ.get(_NO_SANDBOX) or (hasattr(os, "geteuid") and os.geteuid() == 0))


class BrowserMissing(Exception):
    """There is no Playwright, or no Chromium that starts. Its text says what to do."""


class Browser:
    """Chromium, started again when a package has brought it down."""

    def __init__(self, playwright: Playwright) -> None:
        self._playwright = playwright
        self._started: Started | None = None

    @property
    def started(self) -> Started:
        """Chromium as Playwright has it. Raises BrowserMissing."""
        if self._started is None or not self._started.is_connected():
            self._started = _launch(self._playwright)
        return self._started

    def stop(self) -> None:
        """Ends it, also when a page does not answer."""
        from playwright.sync_api import Error  # noqa: PLC0415

        if self._started is not None:
            with suppress(Error):
                self._started.close()
            self._started = None


@contextmanager
def start_browser() -> Iterator[Browser]:
    """A browser for as many packages as there are. Raises BrowserMissing."""
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415
    except ImportError as error:
        raise BrowserMissing(
            "--play needs Playwright: install it with pip install 'scorm-builder[play]'"
        ) from error
    with sync_playwright() as playwright:
        browser = Browser(playwright)
        _ = browser.started
        try:
            yield browser
        finally:
            browser.stop()


def _launch(playwright: Playwright) -> Started:
    from playwright.sync_api import Error  # noqa: PLC0415

    path = _chromium(playwright)
    sandbox = has_sandbox()
    try:
        return playwright.chromium.launch(
            executable_path=path, args=_ARGUMENTS, chromium_sandbox=sandbox, timeout=30_000
        )
    except Error as error:
        told = f"; where its sandbox is not allowed, set {_NO_SANDBOX}=1" if sandbox else ""
        reason = error.message.strip().splitlines()[0]
        raise BrowserMissing(f"{path} does not start: {reason}{told}") from error


def _chromium(playwright: Playwright) -> str:
    """$CHROMIUM, else one on PATH, else Playwright's own."""
    named = os.environ.get("CHROMIUM")
    if named is not None and not _is_browser(named):
        raise BrowserMissing(
            f"--play needs Chromium, and $CHROMIUM is {named}, which cannot be run"
        )
    found = [named] if named else [path for path in map(shutil.which, _NAMES) if path]
    for candidate in (*found, playwright.chromium.executable_path):
        if _is_browser(candidate):
            return candidate
    raise BrowserMissing("--play needs Chromium: install it, or run playwright install chromium")


def _is_browser(path: str) -> bool:
    """False for a file that is not there, and for the script that only asks for a snap."""
    try:
        with Path(path).open("rb") as file:
            return os.access(path, os.X_OK) and _SNAP not in file.read(4096)
    except OSError:
        return False
