"""One SCO in one LMS: opened, left when it has come to rest, and everything noted on the way."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote, unquote, urlsplit

from scorm_builder.play.browser import Browser
from scorm_builder.play.server import PACKAGE, PAGE, PackageServer
from scorm_builder.verify.manifest import Item, Manifest, Resource

if TYPE_CHECKING:  # not everybody has it
    from playwright.sync_api import BrowserContext, Dialog, Page, Request, Route, WebSocketRoute

_PAUSE = 100
_MOST_NOTED = 100
_MOST_WINDOWS = 10
# What the browser asks for by itself. What a page asks of these is told by its request.
_OF_CHROMIUM = re.compile(r"(^|\.)(google|googleapis|gstatic|gvt1)\.com(:|$)")
_LONGEST = 300
_DIRECT = "scorm-builder: a direct connection"
# Said to the console, which all pages, frames and windows have. Nothing leaves the machine even so.
_TELL_DIRECT = f"""for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection"]) {{
  const real = window[name];
  if (real) {{
    window[name] = new Proxy(real, {{
      construct(target, given, made) {{
        console.debug("{_DIRECT}");
        return Reflect.construct(target, given, made);
      }},
    }});
  }}
}}"""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of a package is played, and for how long: seconds, but for what is counted.

    `quiet` is how long a SCO must call nothing until it rests, `patience` after how long it is left
    although it does not, `answer` after how long a page that does not answer has hung, and `all`
    after how long nothing more is opened. What takes all these and `grace` more is ended by force.
    """

    most_scos: int = 30
    all: float = 120
    patience: float = 8
    answer: float = 5
    quiet: float = 0.6
    grace: float = 10


@dataclass(frozen=True, slots=True)
class Launch:
    """What is opened: the page by its path in the package, its address, and what the LMS knows."""

    path: str
    address: str
    manifest: dict[str, str | None]

    @classmethod
    def of(cls, manifest: Manifest, resource: Resource, item: Item) -> Self:
        """The launch of an item, with its parameters as the standard puts them behind the href."""
        href = resource.href
        assert href is not None  # noqa: S101  (only such resources are launched)
        path = manifest.entry(href) or href.path
        query = href.written[len(href.written.partition("?")[0].partition("#")[0]) :]
        parameters = item.element.get("parameters") or ""
        if parameters and not parameters.startswith("#"):
            parameters = ("&" if "?" in query else "?") + parameters.lstrip("?&")

        def text(name: str) -> str | None:
            found = item.element.first(name)
            return found.text if found is not None else None

        told = {
            "masteryScore": text("masteryscore"),
            "launchData": text("datafromlms") or "",
            "title": text("title") or "",
        }
        return cls(path, quote(path) + query + parameters, told)


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the API, and what the LMS made of it."""

    name: str
    arguments: tuple[str, ...]
    result: str
    error: int
    thrown: str
    unloading: bool


@dataclass(slots=True)
class Trouble:
    """What a script said, with the file of the package where it did, if that is known."""

    text: str
    path: str = ""
    line: int = 0
    column: int = 0


@dataclass(slots=True)
class Visit:
    """Everything that was noted of a launch in an LMS."""

    lms: str
    launch: Launch
    calls: list[Call] = field(default_factory=list)
    found_api: bool = False
    wanted_2004: bool = False
    can_finish: bool = True
    outside: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    failures: list[Trouble] = field(default_factory=list)
    console: list[Trouble] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    alerts: list[str] = field(default_factory=list)
    is_opened: bool = True
    is_hung: bool = False
    is_thrown_away: bool = False
    is_direct: bool = False


def visit(
    browser: Browser, server: PackageServer, launch: Launch, lms: str, bounds: Bounds
) -> Visit:
    """Opens a SCO from its server, waits until it rests, and leaves it."""
    from playwright.sync_api import Error  # noqa: PLC0415

    done, address = Visit(lms, launch), server.address
    context = browser.started.new_context(
        accept_downloads=False,
        # Not all that a page can do goes by the routes below: this server takes it, and says no.
        proxy={"server": address, "bypass": address.removeprefix("http://")},
        service_workers="block",
        viewport={"width": 1024, "height": 768},
    )
    context.set_default_timeout(1000 * bounds.answer)
    notes = _Notes(done, address)
    page = context.new_page()
    notes.listen(context, page)
    try:
        _play(page, address, done, notes, bounds)
        context.close()
    except Error:
        done.is_hung = True
        # A page that does not answer does not close either.
        browser.stop()
    known = {urlsplit(url).netloc for url in done.outside}
    for host in server.refused[:_MOST_NOTED]:
        if _OF_CHROMIUM.search(host):
            continue
        if not known & {host, host.removesuffix(":80"), host.removesuffix(":443")}:
            known.add(host)
            done.outside.append(f"//{host}/")
    server.refused.clear()
    return done


def _play(page: Page, address: str, done: Visit, notes: _Notes, bounds: Bounds) -> None:
    """Raises Playwright's Error when the page does not answer."""
    page.goto(address + PAGE)
    page.wait_for_function("window.played")
    sco = {"lms": done.lms, "sco": PACKAGE + done.launch.address, "manifest": done.launch.manifest}
    # Nothing is awaited in the page, as only waiting has an end there.
    page.evaluate("what => { played.start(what); }", sco)
    quiet = f"[played.isQuiet({1000 * bounds.quiet})]"
    end = time.monotonic() + bounds.patience
    while time.monotonic() < end:
        rests = page.wait_for_function(quiet).json_value()[0]
        if rests and not notes.waiting:
            break
        page.wait_for_timeout(_PAUSE)
    page.wait_for_function("played.end() || true")
    page.wait_for_function("played.ended")
    report = page.wait_for_function("played.report()").json_value()
    done.found_api, done.wanted_2004 = report["foundApi"], report["wanted2004"]
    done.can_finish, done.alerts = report["canFinish"], report["alerts"]
    done.calls = [
        Call(
            call["name"],
            tuple(call["arguments"]),
            call["result"],
            call["error"],
            call["thrown"],
            call["unloading"],
        )
        for call in report["calls"]
    ]


def _guarded(listener: Callable[[Any], None]) -> Callable[[Any], None]:
    """A listener that does not mind when what it is told of has gone meanwhile."""
    from playwright.sync_api import Error  # noqa: PLC0415

    def guarded(event: Any) -> None:
        with suppress(Error):
            listener(event)

    return guarded


class _Notes:
    """What the browser tells of a visit."""

    def __init__(self, done: Visit, address: str) -> None:
        self._done, self._address = done, address
        self._main: Any = None
        self._windows = 0
        self.waiting: set[Request] = set()

    def listen(self, context: BrowserContext, page: Page) -> None:
        """Starts to take notes, and lets nothing out."""
        self._main = page.main_frame
        context.add_init_script(_TELL_DIRECT)
        context.route("**/*", _guarded(self._decide))
        context.route_web_socket("**/*", _guarded(self._refuse))
        context.on("page", _guarded(self._opened))
        context.on("request", self._begin)
        context.on("requestfinished", self._end)
        context.on("requestfailed", self._end)
        context.on("response", _guarded(self._answered))
        context.on("console", _guarded(self._said))
        context.on("weberror", _guarded(self._failed))
        context.on("dialog", _guarded(self._asked))

    def _opened(self, page: Page) -> None:
        self._windows += 1
        if self._windows > _MOST_WINDOWS:
            page.close()

    def _begin(self, request: Request) -> None:
        self.waiting.add(request)

    def _end(self, request: Request) -> None:
        self.waiting.discard(request)

    def _decide(self, route: Route) -> None:
        url, request = route.request.url, route.request
        if not url.startswith(f"{self._address}/"):
            self._note(self._done.outside, url)
            route.abort("blockedbyclient")
        elif urlsplit(url).path != PAGE and self._is_of_the_lms(request):
            self._done.is_thrown_away = True
            route.abort("aborted")
        else:
            route.continue_()

    def _is_of_the_lms(self, request: Request) -> bool:
        """True when the whole window of the LMS would go."""
        from playwright.sync_api import Error  # noqa: PLC0415

        try:
            return request.is_navigation_request() and request.frame is self._main
        except Error:  # A new window, which has no frame yet.
            return False

    def _refuse(self, socket: WebSocketRoute) -> None:
        self._note(self._done.outside, socket.url)
        socket.close()

    def _answered(self, response: Any) -> None:
        path = self._path(response.url)
        if response.status < 400 or not path:
            return
        if path == self._done.launch.path and response.request.is_navigation_request():
            self._done.is_opened = False
        else:
            self._note(self._done.missing, path)

    def _said(self, message: Any) -> None:
        if message.type == "debug" and message.text == _DIRECT:
            self._done.is_direct = True
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self._note(self._done.console, self._trouble(message.text, message.location))

    def _failed(self, error: Any) -> None:
        text = str(getattr(error.error, "message", error.error))
        # Playwright did not always tell the place.
        location = getattr(error, "location", {})
        self._note(self._done.failures, self._trouble(text, location))

    def _asked(self, dialog: Dialog) -> None:
        if dialog.type != "beforeunload":
            self._note(self._done.boxes, f"{dialog.type}: {dialog.message}"[:_LONGEST])
        dialog.accept()

    def _trouble(self, text: str, location: Any) -> Trouble:
        place: dict[str, Any] = dict(location)
        line, column = (place.get(key, 0) + 1 for key in ("line", "column"))
        return Trouble(text[:_LONGEST], self._path(place.get("url", "")), line, column)

    def _path(self, url: str) -> str:
        """The path in the package of an address, or nothing."""
        start = self._address + PACKAGE
        return unquote(urlsplit(url).path.removeprefix(PACKAGE)) if url.startswith(start) else ""

    def _note(self, notes: list[Any], note: Any) -> None:
        if len(notes) < _MOST_NOTED and note not in notes:
            notes.append(note)
