"""The files of a package, and the player, on a port of this machine only. Nothing is unpacked.

A path is looked up among the files of the package, never joined to a folder. The server is also the
proxy of the browser for every other address, and then answers that there is nothing.
"""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from threading import Lock, Thread
from typing import Any, Self
from urllib.parse import unquote, urlsplit

import scorm_builder
from scorm_builder.verify.package import Bomb, NotRead, Package
from scorm_builder.verify.zip_reader import Damaged

HOST = "127.0.0.1"
PACKAGE = "/package/"

_PREVIEW = Path(scorm_builder.__file__).resolve().parent / "preview"
_HERE = Path(__file__).resolve().parent
_LARGEST = 200_000_000
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


class PackageServer(ThreadingHTTPServer):
    """Serves one package while it is entered."""

    daemon_threads = True

    def __init__(self, package: Package) -> None:
        super().__init__((HOST, 0), _Handler)
        self.refused: list[str] = []
        """The hosts that were asked for through this server, as it was the proxy."""
        self._package = package
        self._lock = Lock()
        self._files = {f"/play/{name}": _HERE / name for name in ("page.html", "page.js")}
        for path in _PREVIEW.rglob("*.js"):
            self._files[f"/preview/{path.relative_to(_PREVIEW).as_posix()}"] = path

    @property
    def address(self) -> str:
        """The origin of the package, without a slash at its end."""
        return f"http://{HOST}:{self.server_address[1]}"

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

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keeps quiet about a page that was closed while it was answered."""


class _Handler(BaseHTTPRequestHandler):
    server: PackageServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        is_own = self.headers.get("Host", "") == self.server.address.removeprefix("http://")
        content = self.server.find(path) if is_own else None
        if not is_own:
            self.server.refused.append(self.headers.get("Host", ""))
        status, kind = 404, "text/plain"
        if content is not None:
            suffix = PurePosixPath(unquote(path)).suffix.lower()
            status, kind = 200, _TYPES.get(suffix, "application/octet-stream")
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content or b"")))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content or b"")

    def do_CONNECT(self) -> None:
        self.server.refused.append(self.path)
        self.send_error(403)

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_message(self, *_: Any) -> None:
        """Nothing: what is missing becomes a finding."""
