"""What an address that leads out of the package means for the page that loads it."""

from __future__ import annotations

import re

_WITH_HOST = re.compile(
    r"(?:(https?|wss?):)?//([a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d+)?(?=[/?#]|$)", re.IGNORECASE
)
_OWN = ("localhost", "0.0.0.0", "[::1]")  # noqa: S104  (it is looked for, not bound)
_OF_DISK = re.compile(r"file:|[a-z]:[\\/]", re.IGNORECASE)


def outside(address: str, *, is_active: bool) -> tuple[str, str, str] | None:
    """The code, the subject and the message of an address that a page loads by itself, or None.

    `is_active` is true for what can change the page: browsers block it without https, and try
    pictures and films with https instead.
    """
    address = address.strip()
    if _OF_DISK.match(address):
        return "RTE-013", address, f"'{address}' is on one disk only"
    found = _WITH_HOST.match(address)
    if found is None:
        return None
    scheme, host = (found[1] or "").lower(), found[2].lower()
    if host in _OWN or host.startswith("127."):
        return "RTE-013", host, f"'{host}' is the author's own machine"
    if scheme in ("http", "ws") and is_active:
        return "RTE-012", host, f"it is from '{host}'"
    if "." in host:
        return "RTE-011", host, f"it is from '{host}'"
    return None
