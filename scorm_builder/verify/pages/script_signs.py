"""What a script shows, or a page with scripts in it: calls of the API, and what troubles LMSs.

A word is found first and its surroundings are looked at then, so that a long line costs no more
than a short one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from scorm_builder.diagnostics import Severity
from scorm_builder.verify.pages.signs import Teller

WORDS = (
    "1484_11",
    "4096",
    "LMSCommit",
    "LMSFinish",
    "LMSInitialize",
    "_children",
    "_count",
    "cmi.interactions",
    "cmi.objectives",
    "core.exit",
    "lesson_status",
    "mastery_score",
    "pagehide",
    "score.max",
    "score.min",
    "session_time",
    "student_preference",
    "suspend_data",
    "visibilitychange",
)
"""The words that rules ask for; 1484_11 stands for the API of SCORM 2004, 4096 for any bound."""

_BOUNDS = (b"4095", b"4000", b"4e3", b"0x1000", b"64000", b"64e3", b"65536")
# A script with one of these may put names together, or unpack itself.
_VEILS = (b'"LMS"', b"'LMS'", b"`LMS", b"eval(atob(", b"DecompressionStream", b"WebAssembly")
_LOADERS = tuple(
    rb"createElement document.write import( importScripts getScript require( eval( location".split()
)
_STATUSES = ("passed", "completed", "failed", "incomplete", "browsed")
_EXITS = ("", "time-out", "suspend", "logout")
_READ_ONLY = re.compile(
    r"cmi\.(core\.(student_id|student_name|credit|entry|total_time|lesson_mode)|launch_data"
    r"|comments_from_lms|student_data\.\w+|.*\._(count|children))"
)
_WRITE_ONLY = re.compile(r"cmi\.(core\.(exit|session_time)|interactions\.\d+\.(?!.*_count).+)")
_OF_2004 = (
    rb"cmi\.(?:completion_|success_|score\.|location|exit|session_time|entry|mode\b|learner_"
    rb"|progress_|scaled_|total_time|credit)"
)
_STARTS_OF_2004 = re.compile(_OF_2004)
_QUOTED_OF_2004 = re.compile(rb"""["'](""" + _OF_2004 + rb"""[\w.]{0,60})["']""")
_CALL = re.compile(
    rb"""(LMS)?([SG]et)Value\s{0,9}\(\s{0,9}["'](cmi\.[\w.]{1,80})["']"""
    rb"""(?:\s{0,9},\s{0,9}["']([^"'\r\n\\]{0,100})["']\s{0,9}\))?"""
)
_UNLOAD = re.compile(
    rb"""\bon(?:before)?unload\s{0,9}=(?!=|\s{0,9}(?:null|undefined|void 0|""|''))"""
    rb"""|(?:addEventListener|attachEvent|\.on|\.one|\.bind)\(\s{0,9}["'](?:on)?(?:before)?unload\b"""
)
# Sizzle, which is in jQuery, cleans up after old Internet Explorers in this way.
_OF_SIZZLE = re.compile(rb"\.top\s?!==?|unloadHandler")

_MOST_TRIED = 500
_BEFORE, _BEHIND = 40, 400
_MOST_OF_2004 = 5
_LONGEST_COMMENT = 4_000
_IN_STRING = re.compile(rb"""[:"'/\\]//|//.*["']""")


@dataclass(frozen=True, slots=True)
class _Pattern:
    """What is wrong wherever it stands; `word` is in every match, and group 1 is what is shown."""

    code: str
    word: bytes
    pattern: re.Pattern[bytes]
    message: str
    severity: Severity | None = None


_PATTERNS = (
    _Pattern(
        "RTE-010",
        b"session_time",
        # A driver of both standards sets cmi.session_time, which is SCORM 2004's, in this way.
        re.compile(rb"""(?<!cmi\.)session_time["']\s{0,9},\s{0,9}["'`](P[T\d][^"'`]{0,20})"""),
        "session_time is set to '{}'",
    ),
    _Pattern(
        "RTE-013",
        b"PRIVATE KEY-----",
        re.compile(rb"(-----BEGIN (?:RSA |EC )?PRIVATE KEY)-----[\s\\n]{1,4}[A-Za-z0-9+/]{40}"),
        "it is a private key",
    ),
    _Pattern("RTE-013", b"AKIA", re.compile(rb"\b(AKIA)[0-9A-Z]{16}\b"), "it is a key of AWS"),
    _Pattern("RTE-013", b"ghp_", re.compile(rb"\b(ghp_)\w{36}\b"), "it is a token of GitHub"),
    _Pattern("RTE-013", b"sk_live_", re.compile(rb"\b(sk_live_)\w{16}"), "it is a key of Stripe"),
    _Pattern(
        "RTE-015",
        b"alert",
        re.compile(
            rb"(?<![\w.$])(?<!function )((?:window\.)?alert)\s?\((?!\s?\)|[^()]{0,80}\)\s?\{)"
        ),
        "it calls alert",
    ),
    _Pattern(
        "RTE-015",
        b".open(",
        re.compile(rb"(\.open)\([^()\r\n;]{1,200},\s{0,9}(?:false|!1)\s{0,9}\)"),
        "it makes a synchronous request",
    ),
    _Pattern(
        "RTE-016",
        b"top.location",
        re.compile(rb"\b(top\.location)(?:(?:\.href)?\s?=(?!=)|\.(?:replace|assign)\()"),
        "it sends the whole window elsewhere",
    ),
    _Pattern(
        "RTE-016",
        b"document.domain",
        re.compile(rb"(document\.domain)\s?=(?!=)"),
        "it sets document.domain",
    ),
    _Pattern(
        "RTE-016",
        b".close(",
        re.compile(rb"\b((?:window|top|parent)\.close)\(\s?\)"),
        "it closes the window, which works in some LMSs only",
        Severity.INFO,
    ),
    _Pattern(
        "RTE-017",
        b"serviceWorker",
        re.compile(rb"(serviceWorker)\.register\("),
        "it registers a service worker",
    ),
)


def scan_script(told: Teller) -> None:
    """The signs of the scripts in a file."""
    content, signs = told.content, told.signs
    signs.words = frozenset(word for word in WORDS if word.encode() in content)
    if "suspend_data" in signs.words and any(bound in content for bound in _BOUNDS):
        signs.words |= {"4096"}
    signs.loads_more = any(loader in content for loader in _LOADERS)
    signs.is_veiled = any(veil in content for veil in _VEILS)
    for row in _PATTERNS:
        match = next(_matches(content, row.word, row.pattern), None)
        if match is not None:
            message = row.message.format(match[1].decode("utf-8", "replace"))
            told.tell(row.code, match.span(1), message, row.severity)
    if b"cmi." in content:
        for match in _matches(content, b"etValue", _CALL):
            _check_call(told, match)
        _find_elements_of_2004(told)
    _find_unload(told)


def _matches(content: bytes, word: bytes, pattern: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
    """The matches around a word that are not in a comment; after so many words, no more."""
    at = content.find(word)
    for _ in range(_MOST_TRIED):
        if at < 0:
            return
        match = pattern.search(content, max(0, at - _BEFORE), at + _BEHIND)
        if match is not None and match.start() <= at and not _in_comment(content, match.start()):
            yield match
        at = content.find(word, at + len(word))


def _in_comment(content: bytes, at: int) -> bool:
    """True when this is in a comment of a script, as far as can be told from shortly before it."""
    first = max(0, at - _LONGEST_COMMENT)
    line = content[max(content.rfind(b"\n", first, at), first) : at].lstrip()
    if line.startswith((b"//", b"*")):
        return True
    slashes = line.rfind(b"//")
    if slashes >= 0 and not _IN_STRING.search(line, max(0, slashes - 1)):
        return True
    opened = content.rfind(b"/*", first, at)
    return opened >= 0 and content.rfind(b"*/", first, at) < opened


def _check_call(told: Teller, match: re.Match[bytes]) -> None:
    """RTE-004, RTE-007, RTE-008: a call with the name of an element in it, and maybe a value."""
    is_set, element = match[2] == b"Set", match[3].decode()
    if match[1] and _STARTS_OF_2004.match(match[3]):
        told.tell("RTE-004", match.span(3), f"'{element}' is none of SCORM 1.2")
    elif is_set and _READ_ONLY.fullmatch(element):
        told.tell("RTE-008", match.span(3), f"'{element}' is only read")
    elif not is_set and _WRITE_ONLY.fullmatch(element):
        told.tell("RTE-008", match.span(3), f"'{element}' is only set")
    allowed = {"cmi.core.lesson_status": _STATUSES, "cmi.core.exit": _EXITS}.get(element)
    if is_set and allowed and match[4] is not None:
        value = match[4].decode("utf-8", "replace")
        if value not in allowed:
            told.tell("RTE-007", match.span(4), f"'{element}' is set to '{value}'")


def _find_elements_of_2004(told: Teller) -> None:
    for match in islice(_matches(told.content, b"cmi.", _QUOTED_OF_2004), _MOST_OF_2004):
        message = f"'{match[1].decode()}' is none of SCORM 1.2"
        told.signs.of_2004.append(told.at("RTE-004", match.span(1), message))


def _find_unload(told: Teller) -> None:
    for match in _matches(told.content, b"unload", _UNLOAD):
        around = told.content[max(0, match.start() - 160) : match.end() + 40]
        if not _OF_SIZZLE.search(around):
            message = "nothing in the package listens to pagehide"
            told.signs.unload = told.at("RTE-005", match.span(), message)
            return
