"""What was noted of a launch -> findings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from scorm_builder.diagnostics import Diagnostic, Excerpt, Location, Severity
from scorm_builder.play.visit import Call, Trouble, Visit
from scorm_builder.verify.finding import excerpt_of, finding
from scorm_builder.verify.package import Bomb, NotRead, Package
from scorm_builder.verify.package.zip_reader import Damaged

_LARGEST = 12_000_000
# The last ones are what SCORM 2004 has for it, as one LMS answers.
_OUTSIDE = (301, 112, 113, 122, 123, 132, 133, 142, 143)
_ELEMENT = re.compile(
    r"cmi(\._version|\.core(\.(student_id|student_name|lesson_location|credit|lesson_status|entry"
    r"|score(\.(raw|min|max))?|total_time|lesson_mode|exit|session_time))?"
    r"|\.suspend_data|\.launch_data|\.comments(_from_lms)?"
    r"|\.objectives(\.\d+(\.(id|score(\.(raw|min|max))?|status))?)?"
    r"|\.student_data(\.(mastery_score|max_time_allowed|time_limit_action))?"
    r"|\.student_preference(\.(audio|language|speed|text))?"
    r"|\.interactions(\.\d+(\.(id|objectives(\.\d+(\.id)?)?|time|type"
    r"|correct_responses(\.\d+(\.pattern)?)?|weighting|student_response|result|latency))?)?)?"
    r"(\._(children|count))?"
)
# What these say of it is heard, and changes nothing.
_ABOUT_ERRORS = ("LMSGetLastError", "LMSGetErrorString", "LMSGetDiagnostic")


def judge_visit(package: Package, done: Visit) -> Iterator[Diagnostic]:
    """PLAY-001 to PLAY-016, but for what was not played."""
    path, lms = done.launch.path, f"in {done.lms}"
    if not done.is_opened:
        yield package.found("PLAY-014", f"there is no '{path}'", path)
        return
    if done.is_hung:
        yield package.found("PLAY-012", f"{lms} it was given up", path)
    else:
        yield from _check_session(package, done, lms)
        yield from _check_calls(package, done, lms)
    if done.is_thrown_away:
        yield package.found("PLAY-015", f"{lms} it sent the whole window elsewhere", path)
    for host, urls in _by_host(done.outside).items():
        more = f" and {len(urls) - 1} more" if len(urls) > 1 else ""
        yield package.found("PLAY-006", f"'{host}' for '{urls[0]}'{more}", path)
    if done.is_direct:
        yield package.found("PLAY-016", f"{lms} it made an RTCPeerConnection", path)
    for missing in done.missing:
        yield package.found("PLAY-007", f"there is no '{missing}'", path)
    for box in (*done.boxes, *(f"the LMS says: {text}" for text in done.alerts)):
        yield package.found("PLAY-011", f"{lms}, {box}", path)
    for code, troubles in (("PLAY-008", done.failures), ("PLAY-009", done.console)):
        for trouble in troubles:
            yield _troubled(package, code, trouble, path)


def _check_session(package: Package, done: Visit, lms: str) -> Iterator[Diagnostic]:
    """PLAY-001, PLAY-002, PLAY-010: the beginning and the end."""
    path = done.launch.path
    starts = [call for call in done.calls if call.name == "LMSInitialize"]
    if not starts:
        if done.found_api:
            told = "it found the API, and did not call LMSInitialize"
        elif done.wanted_2004:
            told = "it looked for API_1484_11, which SCORM 2004 has"
        else:
            told = "it did not look for the API"
        yield package.found("PLAY-001", f"{lms} {told}", path)
        return
    if not any(call.result == "true" for call in starts):
        yield package.found("PLAY-002", f"{lms}: {_spelt(starts[0])}", path)
    elif done.can_finish and not any(call.name == "LMSFinish" for call in done.calls):
        yield package.found("PLAY-010", f"{lms} nothing called LMSFinish", path)


def _check_calls(package: Package, done: Visit, lms: str) -> Iterator[Diagnostic]:
    """PLAY-003 to PLAY-005: each call that was refused, once with how often."""
    counts: dict[tuple[str, Call], int] = {}
    for call in done.calls:
        code = _refusal(call)
        if code:
            # Whatever the value was, it is one mistake.
            key = (code, Call(call.name, call.arguments[:1], "", call.error, call.thrown, False))
            counts[key] = counts.get(key, 0) + 1
    first = {(call.name, call.arguments[:1], call.error): call for call in reversed(done.calls)}
    for (code, kind), count in counts.items():
        call = first[kind.name, kind.arguments, kind.error]
        times = f", {count} times" if count > 1 else ""
        # What cannot be read was not there to be lost.
        only_read = code in ("PLAY-003", "PLAY-004") and call.name == "LMSGetValue"
        severity = Severity.INFO if only_read else None
        yield package.found(
            code, f"{lms}: {_spelt(call)}{times}", done.launch.path, severity=severity
        )


def _refusal(call: Call) -> str:
    """The code of a call that the LMS refused; nothing for one that it took, or that is to be told.

    While a page goes away, some LMSs can take nothing, whatever the SCO does.
    """
    if call.name in _ABOUT_ERRORS or call.name == "LMSInitialize" or call.unloading:
        return ""
    if call.error in _OUTSIDE:
        return "PLAY-005"
    if not call.error and not call.thrown:
        return ""
    if call.name == "LMSSetValue" and call.result == "true":
        return ""  # One LMS drops what it does not have, and says so by the error only.
    is_value = call.name in ("LMSGetValue", "LMSSetValue")
    element = call.arguments[0] if call.arguments else ""
    return "PLAY-004" if is_value and not _ELEMENT.fullmatch(element) else "PLAY-003"


def _spelt(call: Call) -> str:
    given = ", ".join(f'"{text}"' for text in call.arguments)
    answer = f"threw {call.thrown}" if call.thrown else f"error {call.error}"
    return f"{call.name}({given}) gave {answer}"


def _by_host(urls: list[str]) -> dict[str, list[str]]:
    hosts: dict[str, list[str]] = {}
    for url in sorted(urls):
        hosts.setdefault(urlsplit(url).netloc, []).append(url)
    return hosts


def _troubled(package: Package, code: str, trouble: Trouble, launched: str) -> Diagnostic:
    """A finding at the place in the script, with its line."""
    path = trouble.path if trouble.path in package.sizes else ""
    if not path:
        return package.found(code, trouble.text, launched)
    place = Location(package.name, trouble.line, trouble.column, package.inside(path))
    return finding(code, place, trouble.text, excerpt=_line(package, path, trouble))


def _line(package: Package, path: str, trouble: Trouble) -> Excerpt | None:
    try:
        content = package.read(path, _LARGEST)
    except (Damaged, Bomb, NotRead):
        return None
    lines = content.split(b"\n", trouble.line)
    if trouble.line > len(lines):
        return None
    text = lines[trouble.line - 1].decode("utf-8", "replace").rstrip("\r")
    start = max(0, trouble.column - 1)
    return excerpt_of(text, start, 1) if start < len(text) else None
