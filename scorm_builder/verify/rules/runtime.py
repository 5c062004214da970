"""RTE: what can be seen of the run-time in the pages and scripts of the SCOs, without running them.

That something is there is certain; that it is not there is not, where a script puts names together,
unpacks itself or comes from elsewhere. Then the finding is no more than an info.
"""

from __future__ import annotations

from collections.abc import Iterator

from scorm_builder.diagnostics import Diagnostic, Severity
from scorm_builder.verify.manifest import Manifest
from scorm_builder.verify.pages.page_reader import tags
from scorm_builder.verify.pages.runtime import RunTime, Sco, read_runtime

_START = 2_000


def check_runtime(manifest: Manifest) -> Iterator[Diagnostic]:
    """RTE-001 to RTE-019."""
    if not manifest.package.has_files:
        return
    found = read_runtime(manifest)
    if found.too_much:
        message = (
            f"{len(found.too_much)} pages and scripts are too large, as '{found.too_much[0]}' is"
        )
        yield manifest.package.found("PKG-024", message, found.too_much[0])
    for sco in found.scos:
        yield from _check_calls(found, sco)
    yield from _check_files(found)
    for page in dict.fromkeys(sco.page for sco in found.launched):
        yield from _check_page(found, page)


def _check_calls(found: RunTime, sco: Sco) -> Iterator[Diagnostic]:
    """RTE-001 to RTE-003, RTE-006, RTE-009, RTE-018: what a SCO should do at some time."""
    words = found.words_of(sco)
    if found.damaged:
        return
    severity = None if found.is_certain(sco) else Severity.INFO

    def told(code: str, message: str) -> Diagnostic:
        if severity is not None:
            message += "; but a script may put names together, or come from elsewhere"
        return found.package.found(code, message, sco.page, severity=severity)

    if "LMSInitialize" not in words:
        if "1484_11" in words:
            yield told("RTE-003", "it has API_1484_11, and no LMSInitialize")
        else:
            yield told("RTE-001", f"neither '{sco.page}' nor its scripts have it")
        return
    if "LMSFinish" not in words:
        yield told("RTE-002", f"neither '{sco.page}' nor its scripts have it")
    if "lesson_status" not in words:
        yield told("RTE-006", f"neither '{sco.page}' nor its scripts have it")
    unused = {
        "session_time": "cmi.core.session_time",
        "core.exit": "cmi.core.exit",
        "LMSCommit": "LMSCommit",
    }
    missing = [name for word, name in unused.items() if word not in words]
    if missing:
        yield told("RTE-009", f"there is no {' and no '.join(missing)}")
    if "suspend_data" in words and "4096" not in words:
        yield told("RTE-018", "the number 4096 is nowhere in the scripts")


def _check_files(found: RunTime) -> Iterator[Diagnostic]:
    """What stands for itself in a file, each kind once a package; RTE-004 and RTE-005."""
    told: set[tuple[str, str]] = set()
    for path in found.files:
        for key, diagnostic in found.signs[path].found.items():
            if key not in told:
                told.add(key)
                yield diagnostic
    if "1484_11" not in found.words:
        for path in found.files:
            yield from found.signs[path].of_2004
    if found.scos and not found.words & {"pagehide", "visibilitychange"}:
        unloads = (found.signs[path].unload for path in found.files)
        first = next((unload for unload in unloads if unload is not None), None)
        if first is not None and "LMSFinish" in found.words:
            yield first


def _check_page(found: RunTime, path: str) -> Iterator[Diagnostic]:
    """RTE-019: the language and the encoding of a page to launch."""
    content = found.package.read(path, _START)
    missing = []
    if not _says_language(content):
        missing.append("language")
    if not _says_encoding(content):
        missing.append("encoding")
    if missing:
        yield found.package.found("RTE-019", f"it has no {' and no '.join(missing)}", path)


def _says_language(content: bytes) -> bool:
    return any(
        tag.get("lang") or tag.get("xml:lang") for tag in tags(content) if tag.name == "html"
    )


def _says_encoding(content: bytes) -> bool:
    if content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"<?xml")):
        return True
    return any(
        tag.get("charset") or "charset" in tag.get("content").lower()
        for tag in tags(content)
        if tag.name == "meta"
    )


RUNTIME_RULES = (check_runtime,)
