"""The two web servers of the preview: its page with word of every new build, and the LMS.

The module plays in the LMS, which has a port and so an origin of its own: what a module does there
cannot touch the page around it, nor what that page may ask of its server. A path is looked up among
the files that are known, never joined to a folder.
"""

from __future__ import annotations

import json
import webbrowser
from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from threading import Condition, Event, Thread
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from scorm_builder.lms.local import HOST, LocalHandler, LocalServer
from scorm_builder.preview.builds import Build, Sources
from scorm_builder.preview.watch import watch
from scorm_builder.theme.translations import catalogues, language

_HERE = Path(__file__).resolve().parent
_LMS = _HERE.with_name("lms")
_LAST_PORT = 65535
_HEARTBEAT_SECONDS = 15
_NOTHING = "default-src 'none'; form-action 'none'; base-uri 'none'; img-src data:"
_OWN_FILES = f"{_NOTHING}; script-src 'self'; style-src 'self'; connect-src 'self'"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".vtt": "text/vtt; charset=utf-8",
    ".webm": "video/webm",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "text/xml; charset=utf-8",
    ".xsd": "text/xml; charset=utf-8",
}
"""What files are by their ending: not the system's table, which may call a script plain text."""
_PLAYER_FILES = (".css", ".html", ".js")


class PreviewServer:
    """Serves the last build; port 0 takes any free one. Raises OSError for one that is taken.

    The LMS takes the port after it, so that it finds its learner records again, or any free one.
    """

    def __init__(self, port: int) -> None:
        self._news = Condition()
        self._build = Build()
        self.files = player_files(_HERE, _LMS)
        """The files of the page and of the LMS, by their path in the address."""
        self.page = _Server(port, _PageHandler, self)
        self.lms = self._lms_server(self.page.port)

    def _lms_server(self, port: int) -> _Server:
        if port < _LAST_PORT:
            try:
                return _Server(port + 1, _LmsHandler, self)
            except OSError:
                pass
        return _Server(0, _LmsHandler, self)

    @property
    def address(self) -> str:
        """What to type into a browser."""
        return f"http://{HOST}:{self.page.port}/"

    def run(
        self, sources: Sources, report: Callable[[Build], None], *, open_page: bool = False
    ) -> None:
        """Serves, builds and watches until it is interrupted or shut down."""
        stop = Event()

        def show(build: Build) -> None:
            report(build)
            self.show(build)

        Thread(target=watch, args=(sources, show, stop), daemon=True).start()
        Thread(target=self.lms.serve_forever, daemon=True).start()
        if open_page:
            Thread(target=webbrowser.open, args=(self.address,), daemon=True).start()
        try:
            self.page.serve_forever()
        finally:
            stop.set()
            self.lms.shutdown()
            for server in (self.lms, self.page):
                server.server_close()

    def shutdown(self) -> None:
        """Ends `run`, from another thread."""
        self.page.shutdown()

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

    def file_of_player(self, path: str) -> bytes | None:
        """A file of the page or the LMS by its path in the address, or None."""
        file = self.files.get(path)
        return file.read_bytes() if file else None

    def file_of_package(self, path: str) -> bytes | None:
        """A file of a package by its path in the address, or None."""
        match path.split("/", 3):
            case ["", "modules", name, file_name]:
                package = self._build.packages.get(name)
                return package.files.get(file_name) if package else None
        return None


class _Server(LocalServer):
    def __init__(self, port: int, handler: type[LocalHandler], preview: PreviewServer) -> None:
        super().__init__(port, handler)
        self.preview = preview


class _Handler(LocalHandler):
    server: _Server

    @property
    def file_path(self) -> str:
        """The path that was asked for, without the query."""
        return unquote(urlsplit(self.path).path)

    def send_file(self, content: bytes | None, policy: str) -> None:
        """Answers with the file that was asked for."""
        if content is None:
            self.refuse(HTTPStatus.NOT_FOUND, "There is nothing here.")
            return
        suffix = PurePosixPath(self.file_path).suffix.lower()
        kind = TYPES.get(suffix, "text/plain; charset=utf-8")
        self.answer(200, kind, content, {"Content-Security-Policy": policy})

    def send_page(self, content: str, policy: str, more: Mapping[str, str]) -> None:
        """Answers with a page."""
        more = {"Content-Security-Policy": policy, **more}
        self.answer(200, TYPES[".html"], content.encode(), more)


class _PageHandler(_Handler):
    def respond(self) -> None:
        preview, path = self.server.preview, self.file_path
        if path == "/":
            lms = f"http://{self.host()}:{preview.lms.port}"
            page = render_player(self.headers.get("Accept-Language", ""), lms)
            policy = f"{_OWN_FILES}; frame-src {lms}; frame-ancestors 'none'"
            # With `same-origin`, the LMS could open no window.
            opener = {"Cross-Origin-Opener-Policy": "same-origin-allow-popups"}
            self.send_page(page, policy, opener)
        elif path == "/events":
            self._tell_of_builds()
        else:
            self.send_file(preview.file_of_player(path), _NOTHING)

    def _tell_of_builds(self) -> None:
        """Server-sent events: the state now, and again after each build."""
        self.head(200, "text/event-stream", {})
        number = 0
        while self.command != "HEAD":
            build = self.server.preview.newer_build(number, _HEARTBEAT_SECONDS)
            number = build.number if build else number
            # A comment now and then finds out that the page has gone.
            message = f"data: {json.dumps(build.as_json())}\n\n" if build else ":\n\n"
            self.wfile.write(message.encode())
            self.wfile.flush()


class _LmsHandler(_Handler):
    def respond(self) -> None:
        preview, path = self.server.preview, self.file_path
        page = " ".join(preview.page.origins)
        if path == "/":
            content = preview.files["/preview/lms.html"].read_text(encoding="utf-8")
            policy = f"{_OWN_FILES}; frame-src 'self'; frame-ancestors {page}"
            self.send_page(content, policy, {})
        elif (content_of_module := preview.file_of_package(path)) is not None:
            self.send_file(content_of_module, f"frame-ancestors 'self' {page}")
        else:
            self.send_file(preview.file_of_player(path), _NOTHING)


def player_files(*folders: Path) -> dict[str, Path]:
    """The files of the player in these folders, by their path in the address."""
    return {
        f"/{path.relative_to(folder.parent).as_posix()}": path
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in _PLAYER_FILES
    }


def render_player(accepted: str, lms: str) -> str:
    """The page in the first language of an Accept-Language header that has a catalogue.

    `lms` is the origin of the LMS.
    """
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
    return pages.get_template("player.jinja").render(language=spoken.tag, lms=lms)
