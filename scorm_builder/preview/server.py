"""The web server of the preview: the player page, the packages, and word of every new build.

It answers this machine only, and only under its own name, so that no page from elsewhere can read
from it by pointing a name of its own here (DNS rebinding). A path is looked up among the files
that are known, never joined to a folder.
"""

from __future__ import annotations

import json
import os
import sys
import webbrowser
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from threading import Condition, Event, Thread
from typing import Any
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from scorm_builder.preview.builds import Build, Sources
from scorm_builder.preview.watch import watch
from scorm_builder.translations import catalogues, language

HOST = "127.0.0.1"

_HERE = Path(__file__).resolve().parent
_NAMES = (HOST, "localhost")
_HEARTBEAT_SECONDS = 15
_PAGE_POLICY = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'"
# Not the system's table: on some machines it calls a script plain text.
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".xml": "text/xml; charset=utf-8",
    ".xsd": "text/xml; charset=utf-8",
}
_PLAYER_FILES = (".css", ".html", ".js")


class PreviewServer(ThreadingHTTPServer):
    """Serves the last build; port 0 takes any free one. Raises OSError for one that is taken."""

    # On Windows this would let two servers share a port.
    allow_reuse_address = os.name == "posix"
    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__((HOST, port), _Handler)
        self._news = Condition()
        self._build = Build()
        self._player = player_files(_HERE)

    @property
    def address(self) -> str:
        """What to type into a browser."""
        return f"http://{HOST}:{self.server_address[1]}/"

    def run(
        self, sources: Sources, report: Callable[[Build], None], *, open_page: bool = False
    ) -> None:
        """Serves, builds and watches until it is interrupted or shut down."""
        stop = Event()

        def show(build: Build) -> None:
            report(build)
            self.show(build)

        Thread(target=watch, args=(sources, show, stop), daemon=True).start()
        if open_page:
            Thread(target=webbrowser.open, args=(self.address,), daemon=True).start()
        try:
            self.serve_forever()
        finally:
            stop.set()
            self.server_close()

    def knows(self, host: str) -> bool:
        """True when a Host header names this server."""
        return host.removesuffix(f":{self.server_address[1]}") in _NAMES

    def show(self, build: Build) -> None:
        """Puts a new build in place of the last, and tells every page that waits."""
        with self._news:
            self._build = build
            self._news.notify_all()

    def newer_build(self, number: int, seconds: float | None = None) -> Build | None:
        """The build if it is another than `number`, waiting for one; None when time is up."""
        with self._news:
            self._news.wait_for(lambda: self._build.number != number, seconds)
            return self._build if self._build.number != number else None

    def find(self, path: str, accepted: str = "") -> bytes | None:
        """The content at a path of the address, or None; `accepted` names the wanted languages."""
        match path.split("/", 3):
            case ["", ""]:
                return render_player(accepted).encode()
            case ["", "preview", *rest]:
                file = self._player.get("/".join(rest))
                return file.read_bytes() if file else None
            case ["", "modules", name, file_name]:
                package = self._build.packages.get(name)
                return package.files.get(file_name) if package else None
        return None

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keeps quiet about a page that was closed while it was answered."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: PreviewServer

    @property
    def file_path(self) -> str:
        """The path that was asked for, without the query."""
        return unquote(urlsplit(self.path).path)

    @property
    def _accepted(self) -> str:
        return str(self.headers.get("Accept-Language", ""))

    def do_GET(self) -> None:
        path = self.file_path
        if not self.server.knows(self.headers.get("Host", "")):
            self._answer(403, ".txt", b"This server answers to its own name only.\n")
        elif path == "/events":
            self._tell_of_builds()
        elif (content := self.server.find(path, self._accepted)) is None:
            self._answer(404, ".txt", b"There is nothing here.\n")
        else:
            self._answer(200, PurePosixPath(path).suffix or ".html", content)

    def _tell_of_builds(self) -> None:
        """Server-sent events: the state now, and again after each build."""
        self._head(200, "text/event-stream")
        number = 0
        while True:
            build = self.server.newer_build(number, _HEARTBEAT_SECONDS)
            number = build.number if build else number
            # A comment now and then finds out that the page has gone.
            message = f"data: {json.dumps(build.as_json())}\n\n" if build else ":\n\n"
            self.wfile.write(message.encode())
            self.wfile.flush()

    def _answer(self, status: int, suffix: str, content: bytes) -> None:
        kind = _TYPES.get(suffix.lower(), "text/plain; charset=utf-8")
        self._head(status, kind, {"Content-Length": str(len(content))})
        self.wfile.write(content)

    def _head(self, status: int, kind: str, more: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        headers = {
            "Content-Type": kind,
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            **({"Content-Security-Policy": _PAGE_POLICY} if self.file_path == "/" else {}),
            **(more or {}),
        }
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Nothing: the terminal is for what the author must know."""


def player_files(folder: Path) -> dict[str, Path]:
    """The files of the player below `folder`, by their path in the address."""
    return {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.suffix in _PLAYER_FILES
    }


def render_player(accepted: str) -> str:
    """The player page in the first language of an Accept-Language header that has a catalogue."""
    wanted = [part.partition(";")[0].strip().partition("-")[0] for part in accepted.split(",")]
    spoken = language(next((tag for tag in wanted if tag in catalogues()), "en"))
    pages = Environment(
        loader=FileSystemLoader(_HERE),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    pages.install_gettext_translations(spoken.translations, newstyle=True)  # type: ignore[attr-defined]
    return pages.get_template("player.jinja").render(language=spoken.tag)
