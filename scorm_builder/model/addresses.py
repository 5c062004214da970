"""Web addresses: which are taken, and what is wrong with the others."""

from __future__ import annotations

import re
from contextlib import suppress
from urllib.parse import quote

# Letters and marks of other scripts as browsers show them; nothing that cannot be seen.
_BEYOND_ASCII = (
    r"\u00a1-\u00ac\u00ae-\u061b\u061d-\u167f\u1681-\u180d\u1810-\u1fff\u2010-\u2027\u2c00-\u2fff"
    r"\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufdff"
)
_PATH = rf"[!#-;=?-\[\]_a-z~{_BEYOND_ASCII}]"
# Spelt so that JSON Schema reads it alike. The last part takes no blanks and none of <>"`\{}|^.
WEB_ADDRESS = rf"^https?://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]+)?([/?#]{_PATH}*)?$"
"""The pattern of a plain http or https address."""

_HOST = re.compile(r"[^\W_][\w-]*(\.[\w-]+)+(?=[/?#:]|$)")
_NO_ADDRESS = "is not a web address"
_SAFE = "!#$%&'()*+,/:;=?@[]~"
_TAKEN = re.compile(_PATH)
_START = re.compile(r"https?://", re.IGNORECASE)


def is_web_address(value: str) -> bool:
    """True for a plain http or https address: a host with a dot, no user name, no blank."""
    return re.fullmatch(WEB_ADDRESS, value) is not None and value.isprintable()


def in_ascii(address: str) -> str:
    """A web address as formats want it that take no other letters; what is escaped stays so."""
    return quote(address, safe=_SAFE)


def address_fault(value: str) -> tuple[str, str | None]:
    """What is wrong with what is no web address, to follow its name, and what to write if known."""
    start = _START.match(value)
    host = _HOST.match(value, start.end() if start else 0)
    if not start:
        if host:
            return "does not start with https://", f"Write https://{value} if that opens it."
        return _NO_ADDRESS, None
    odd = next((one for one in value if not (_TAKEN.match(one) and one.isprintable())), None)
    if odd:
        return _told(value, odd)
    if host and not host[0].isascii():
        with suppress(UnicodeError):
            written = host[0].encode("idna").decode()
            wrong = "has a letter beyond a to z in the name of its server"
            return wrong, f"Write {written} for {host[0]}: it leads to the same."
    return _NO_ADDRESS, None


def _told(value: str, odd: str) -> tuple[str, str]:
    """The same for an address with a character that is not taken."""
    number = f"U+{ord(odd):04X}"
    if odd.isspace():
        mended = quote(value.replace(odd, " "), safe=_SAFE)
        return f"has a space ({number}) in it", f"Write %20 in its place: {mended}"
    if odd.isprintable():
        return f"has the character {odd} in it", f"Write {quote(odd, safe='')} in its place."
    remedy = "Take it out: copy the address again from where the browser shows it."
    return f"has a character that cannot be seen ({number}) in it", remedy
