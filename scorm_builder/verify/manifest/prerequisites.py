"""The grammar of adlcp:prerequisites: an AICC script (AICC CMI001 4.0, prerequisites).

A1 & A2        both            A1="passed"   its status
A1 | A2        one of them     ~A1           not
2*{A1,A2,A3}   two of them     (A1 | A2)     first
"""

from __future__ import annotations

import re

_TOKEN = re.compile(r"""\s*(?:(?P<name>[^\s&|~=<>(){},*"']+)|(?P<text>"[^"]*")|(?P<mark><>|.))""")
_MOST_TOKENS = 200


class InvalidScript(Exception):
    """The text is no AICC script. Its text says what is wrong."""


def identifiers_in(script: str) -> set[str]:
    """The identifiers of items that a script names. Raises InvalidScript."""
    tokens = [match for match in _TOKEN.finditer(script) if match[0].strip()]
    if not tokens:
        raise InvalidScript("it is empty")
    if len(tokens) > _MOST_TOKENS:
        raise InvalidScript("it is too long to be read")
    parser = _Parser([match[0].strip() for match in tokens])
    parser.any_of()
    parser.expect_end()
    return parser.found


class _Parser:
    """Reads a script by descent; at most as deep as it has tokens."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._next = 0
        self.found: set[str] = set()

    def any_of(self) -> None:
        """Terms joined by & and |."""
        self._term()
        while self._peek() in ("&", "|"):
            self._next += 1
            self._term()

    def expect_end(self) -> None:
        if self._next < len(self._tokens):
            raise InvalidScript(f"'{self._tokens[self._next]}' cannot stand where it does")

    def _peek(self) -> str:
        return self._tokens[self._next] if self._next < len(self._tokens) else ""

    def _take(self, what: str) -> str:
        part = self._peek()
        if not part:
            raise InvalidScript(f"{what} is missing at its end")
        self._next += 1
        return part

    def _expect(self, mark: str) -> None:
        if self._take(f"a '{mark}'") != mark:
            raise InvalidScript(f"there should be a '{mark}' for '{self._tokens[self._next - 1]}'")

    def _term(self) -> None:
        part = self._take("an identifier")
        if part == "~":
            self._term()
        elif part == "(":
            self.any_of()
            self._expect(")")
        elif part.isdecimal() and self._peek() == "*":
            self._next += 1
            self._set()
        elif re.match(r"[&|=<>(){},*\"']", part):
            raise InvalidScript(f"'{part}' stands where an identifier should be")
        else:
            self.found.add(part)
            if self._peek() in ("=", "<>"):
                self._next += 1
                self._take("a status")

    def _set(self) -> None:
        self._expect("{")
        self.any_of()
        while self._peek() == ",":
            self._next += 1
            self.any_of()
        self._expect("}")
