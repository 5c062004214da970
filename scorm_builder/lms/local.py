"""A web server for the browser of this machine, which no page from elsewhere can use.

It answers under its own name only, so that nobody reads from it by pointing a name of theirs here
(DNS rebinding); to no page of another origin; and to nothing that asks for a change without the
token of this start. What one request, or many at once, can take of the machine is bounded.
"""

from __future__ import annotations

import os
import secrets
import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping
from http import HTTPStatus
from http.client import LineTooLong
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import BoundedSemaphore
from types import MappingProxyType
from typing import Any, BinaryIO

HOST = "127.0.0.1"
NAMES = (HOST, "localhost")
TOKEN_HEADER = "X-Scorm-Builder-Token"  # noqa: S105  (a name)
"""The header of a request for a change: it has the token of this start."""

MOST_CONNECTIONS = 64
"""At once; those past it are told to come again."""
LARGEST_HEAD = 16 * 1024
"""Bytes of a request's first line and its headers."""
_PATIENCE_SECONDS = 30

_READING = ("GET", "HEAD")


class LocalServer(ThreadingHTTPServer):
    """Serves on a port of this machine: 0 is any free one. Raises OSError for one that is taken."""

    # On Windows this would let two servers share a port.
    allow_reuse_address = os.name == "posix"
    daemon_threads = True

    def __init__(self, port: int, handler: type[LocalHandler]) -> None:
        super().__init__((HOST, port), handler)
        self.token = secrets.token_urlsafe(16)
        """Of this start: whoever asks for a change has read it in a page of ours."""
        self._free = BoundedSemaphore(MOST_CONNECTIONS)

    @property
    def port(self) -> int:
        """Where it serves."""
        return int(self.server_address[1])

    @property
    def origins(self) -> tuple[str, ...]:
        """What a browser may call this server, without a slash at the end."""
        return tuple(f"http://{name}:{self.port}" for name in NAMES)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answers in a thread of its own, while there are not too many of them."""
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
            return
        request.settimeout(1)
        request.sendall(b"HTTP/1.0 503 Service Unavailable\r\nRetry-After: 1\r\n\r\n")
        self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """One connection, from its first byte to its last."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keeps quiet about a page that was closed while it was answered."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class LocalHandler(BaseHTTPRequestHandler, ABC):
    """Answers what `refusal` lets through, by `respond`."""

    server: LocalServer
    timeout = _PATIENCE_SECONDS
    always: Mapping[str, str] = MappingProxyType(
        {
            "Cache-Control": "no-store",
            "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
        }
    )
    """Headers of every answer that does not say otherwise: as a page, it may do nothing."""

    def setup(self) -> None:
        """Reads the head of a request as far as it is bounded."""
        super().setup()
        self.rfile: Any = _Head(self.rfile)

    def handle_one_request(self) -> None:
        """One request, or the refusal of one whose head does not end."""
        self.rfile.left = LARGEST_HEAD
        try:
            super().handle_one_request()
        except LineTooLong:
            self.close_connection = True
            self.command, self.request_version = "GET", "HTTP/1.0"
            self.requestline = ""
            self.refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "This is too long.")

    def parse_request(self) -> bool:
        """True for a request that is to be answered; of another one, it has been told why not."""
        if not super().parse_request():
            return False
        refused = self.refusal()
        if refused is not None:
            self.close_connection = True
            self.refuse(*refused)
        return refused is None

    def do_GET(self) -> None:
        """As `respond` does it."""
        self.respond()

    def do_HEAD(self) -> None:
        """As GET, without the content."""
        self.respond()

    @abstractmethod
    def respond(self) -> None:
        """Answers a request to read."""

    def refusal(self) -> tuple[HTTPStatus, str] | None:
        """Why the request is not answered: a status, and a sentence for whoever reads it."""
        if not self.is_plain():
            return HTTPStatus.BAD_REQUEST, "This is not how a browser asks."
        if self.host() is None:
            return HTTPStatus.FORBIDDEN, "This server answers to its own name only."
        if not set(self.headers.get_all("Origin", [])) <= set(self.server.origins):
            return HTTPStatus.FORBIDDEN, "This server answers its own pages only."
        if self.has_body():
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Nothing is taken here."
        return None if self.command in _READING else self.change()

    def change(self) -> tuple[HTTPStatus, str]:
        """Why nothing is changed."""
        token = self.headers.get(TOKEN_HEADER, "")
        if not secrets.compare_digest(token.encode(), self.server.token.encode()):
            return HTTPStatus.FORBIDDEN, "Only a page of this start may change anything."
        return HTTPStatus.METHOD_NOT_ALLOWED, "Nothing can be changed here."

    def is_plain(self) -> bool:
        """Whether the path is one, and each header is where a browser puts it."""
        names = self.headers.keys()
        whole = not self.headers.defects and all(name == name.strip() for name in names)
        return whole and self.path.startswith("/")

    def host(self) -> str | None:
        """The name by which the server was asked, when that is its own."""
        asked = self.headers.get_all("Host", [])
        own = {f"{name}:{self.server.port}": name for name in NAMES}
        return own.get(asked[0]) if len(asked) == 1 else None

    def has_body(self) -> bool:
        """True for a request with more than its head."""
        return self.headers.get("Content-Length", "0") != "0" or "Transfer-Encoding" in self.headers

    def refuse(self, status: HTTPStatus, words: str) -> None:
        """Answers with a sentence."""
        self.answer(status, "text/plain; charset=utf-8", f"{words}\n".encode())

    def answer(
        self, status: int, kind: str, content: bytes, more: Mapping[str, str] | None = None
    ) -> None:
        """Answers with a content of this media type, and more headers."""
        self.head(status, kind, {"Content-Length": str(len(content)), **(more or {})})
        if self.command != "HEAD":
            self.wfile.write(content)

    def head(self, status: int, kind: str, more: Mapping[str, str]) -> None:
        """Begins an answer."""
        self.send_response(status)
        for name, value in {"Content-Type": kind, **self.always, **more}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Nothing: the terminal is for what its user must know."""


class _Head:
    """A file of which only so much is read, line by line. Raises LineTooLong for more."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.left = LARGEST_HEAD

    def readline(self, most: int = -1) -> bytes:
        """The next line, or its first `most` bytes."""
        line = self._file.readline(self.left + 1 if most < 0 else min(most, self.left + 1))
        self.left -= len(line)
        if self.left < 0:
            raise LineTooLong("head")
        return line

    def close(self) -> None:
        """Closes the file."""
        self._file.close()
