"""The files of a package, and the player, on a port of this machine only. Nothing is unpacked.

A path is looked up among the files of the package, never joined to a folder. The server is also the
proxy of the browser for every other address, and then answers that there is nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from threading import Lock, Thread
from types import MappingProxyType
from typing import Self
from urllib.parse import unquote, urlsplit

from scorm_builder.lms.local import LocalHandler, LocalServer
from scorm_builder.verify.package import Bomb, NotRead, Package
from scorm_builder.verify.package.zip_reader import Damaged

PACKAGE = "/package/"
PAGE = "/play/page.html"

_HERE = Path(__file__).resolve().parent
_LMS = _HERE.with_name("lms")
_LARGEST = 200_000_000
# Where a package goes in its frame is found by the proxy, and told. Playwright evaluates texts in
# the page: of its ways to ask, that is the one which ends when the page does not answer.
_RULES = (
    "default-src 'none'",
    "script-src 'self' 'unsafe-eval'",
    "style-src 'self'",
    "img-src data:",
    "frame-src * data: blob:",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)
_POLICY = MappingProxyType({"Content-Security-Policy": "; ".join(_RULES)})
# Not the system's table: on some machines it calls a script plain text.
_TYPES = {
    ".aac": "audio/aac",
    ".css": "text/css",
    ".eot": "application/vnd.ms-fontobject",
    ".gif": "image/gif",
    ".htm": "text/html",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".m4v": "video/mp4",
    ".mjs": "text/javascript",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".ogv": "video/ogg",
    ".otf": "font/otf",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".txt": "text/plain",
    ".vtt": "text/vtt",
    ".wasm": "application/wasm",
    ".wav": "audio/wav",
    ".webm": "video/webm",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xhtml": "application/xhtml+xml",
    ".xml": "text/xml",
    ".xsd": "text/xml",
}


class PackageServer(LocalServer):
    """Serves one package while it is entered."""

    def __init__(self, package: Package) -> None:
        super().__init__(0, _Handler)
        self.refused: list[str] = []
        """The hosts that were asked for through this server, as it was the proxy."""
        self._package = package
        self._lock = Lock()
        self._files = {
            f"/play/{name}": _HERE / name for name in ("page.html", "page.css", "page.js")
        }
        for path in _LMS.rglob("*.js"):
            self._files[f"/lms/{path.relative_to(_LMS).as_posix()}"] = path

    @property
    def address(self) -> str:
        """The origin of the package, without a slash at its end."""
        return self.origins[0]

    def __enter__(self) -> Self:
        Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    def find(self, path: str) -> bytes | None:
        """The content at a path of the address, decoded or not; None when there is none."""
        for name in (unquote(path), path):
            if name in self._files:
                return self._files[name].read_bytes()
            inside = name.removeprefix(PACKAGE)
            if inside != name and inside in self._package.sizes:
                try:
                    with self._lock:
                        return self._package.read(inside, _LARGEST)
                except (Damaged, Bomb, NotRead):
                    return None
        return None


class _Handler(LocalHandler):
    server: PackageServer
    protocol_version = "HTTP/1.1"
    # What a package may do, its LMS does not say.
    always = MappingProxyType({"Cache-Control": "no-store"})

    def refusal(self) -> tuple[HTTPStatus, str] | None:
        """As this server is the proxy too: what goes elsewhere is noted, and finds nothing."""
        if self.command != "CONNECT" and self.host() is not None:
            return super().refusal()
        self.server.refused.append(self.headers.get("Host", self.path))
        return HTTPStatus.NOT_FOUND, "There is no network."

    def respond(self) -> None:
        path = urlsplit(self.path).path
        content = self.server.find(path)
        if content is None:
            self.refuse(HTTPStatus.NOT_FOUND, "There is nothing here.")
            return
        suffix = PurePosixPath(unquote(path)).suffix.lower()
        policy: Mapping[str, str] = _POLICY if path == PAGE else {}
        self.answer(200, _TYPES.get(suffix, "application/octet-stream"), content, policy)
