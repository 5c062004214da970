"""Measures what the rows of `profiles.py` limit, and tells what is too much for an LMS."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from scorm_builder.diagnostics import Diagnostic, Severity
from scorm_builder.verify.codes import RULES
from scorm_builder.verify.finding import finding
from scorm_builder.verify.manifest import Manifest
from scorm_builder.verify.manifest.document import Element
from scorm_builder.verify.package import Package
from scorm_builder.verify.pages.runtime import RunTime, Sco, read_runtime
from scorm_builder.verify.profiles import PROFILES, Limit

_BEYOND_CORE = (
    "cmi.interactions",
    "cmi.objectives",
    "score.max",
    "score.min",
    "student_preference",
)
Measured = tuple[int, str, Element | None, str]
"""How much, what of, and where: an element of the manifest with an attribute, or a path."""


@dataclass
class Subject:
    """What is measured: the package, its manifest when it can be read, and what was found.

    `first` is the first finding of each code, and `counts` how many there are of it.
    """

    package: Package
    manifest: Manifest | None
    first: dict[str, Diagnostic] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def note(self, found: Diagnostic) -> None:
        """Takes a finding of the other rules into account. What is uncertain does not count."""
        if found.severity is not Severity.INFO or found.code == "RTE-018":
            self.first.setdefault(found.code, found)
            self.counts[found.code] = self.counts.get(found.code, 0) + 1

    @cached_property
    def run_time(self) -> RunTime:
        """What pages and scripts show."""
        if self.manifest is None or not self.package.has_files:
            return RunTime(self.package)
        return read_runtime(self.manifest)

    @property
    def certain_scos(self) -> list[Sco]:
        """The SCOs of which it is certain what they do not do."""
        found = self.run_time
        return [
            sco
            for sco in found.scos
            if found.is_certain(sco) and "LMSInitialize" in found.words_of(sco)
        ]


def check_profiles(subject: Subject, names: Iterable[str]) -> Iterator[Diagnostic]:
    """What is too much for these LMSs. Raises KeyError for a name that has no profile."""
    for name in names:
        for limit in PROFILES[name]:
            if limit.measure in MEASURES:
                yield from _measured(subject, limit)
            elif subject.counts.get(limit.measure, 0) > limit.most:
                first = subject.first[limit.measure]
                more = subject.counts[limit.measure] - 1
                # What is felt less than its rule says is felt less by the LMS, too.
                softened = first.severity is not RULES[limit.measure].severity
                told = f"{limit.measure}: {first.message}" + (f" (and {more} more)" if more else "")
                yield finding(
                    limit.code,
                    first.location,
                    told,
                    excerpt=first.excerpt,
                    severity=limit.severity or (first.severity if softened else None),
                )


def _measured(subject: Subject, limit: Limit) -> Iterator[Diagnostic]:
    for amount, what, element, place in MEASURES[limit.measure](subject):
        if amount <= limit.most:
            continue
        message = f"{what}; {limit.most:,} are taken" if limit.most else what
        if element is not None and subject.manifest is not None:
            yield subject.manifest.found(
                limit.code, element, message, place, severity=limit.severity
            )
        else:
            yield subject.package.found(limit.code, message, place, severity=limit.severity)


def _titles(subject: Subject) -> Iterator[Measured]:
    for element in _elements(subject, "organization", "item"):
        if (title := element.first("title")) is not None:
            yield _length("the title", title)


def _identifiers(*names: str) -> Callable[[Subject], Iterator[Measured]]:
    def measure(subject: Subject) -> Iterator[Measured]:
        for element in _elements(subject, *names):
            length = len(element.get("identifier") or "")
            yield length, f"the identifier has {length:,} characters", element, "identifier"

    return measure


def _addresses(subject: Subject) -> Iterator[Measured]:
    launched = subject.manifest.launched if subject.manifest else {}
    for resource, items in launched.values():
        address = (resource.element.get("href") or "") + max(
            (item.element.get("parameters") or "" for item in items), key=len
        )
        message = f"the address has {len(address):,} characters"
        yield len(address), message, resource.element, "href"


def _launch_data(subject: Subject) -> Iterator[Measured]:
    for element in _elements(subject, "datafromlms"):
        yield _length("datafromlms", element)


def _record(*path: str) -> Callable[[Subject], Iterator[Measured]]:
    """Measures the texts below a path in the record of the manifest, put together."""

    def measure(subject: Subject) -> Iterator[Measured]:
        metadata = subject.manifest.root.first("metadata") if subject.manifest else None
        record = metadata.first("lom") if metadata else None
        found = [record] if record else []
        for name in path:
            found = [child for element in found for child in element.all(name)]
        length = sum(len(e.text) for start in found for e in start.walk())
        if found:
            yield length, f"{path[-1]} has {length:,} characters", found[0], ""

    return measure


def _bytes(subject: Subject) -> Iterator[Measured]:
    total = sum(subject.package.sizes.values())
    yield total, f"it has {total:,} bytes unpacked", None, ""


def _without_mastery_score(subject: Subject) -> Iterator[Measured]:
    run_time = subject.run_time
    asking = [sco for sco in run_time.scos if "mastery_score" in run_time.words_of(sco)]
    launched = subject.manifest.launched if subject.manifest else {}
    for sco in asking:
        for item in launched[sco.resource.identifier][1]:
            score = item.element.first("masteryscore")
            if score is None or not score.text:
                yield 1, f"'{sco.page}' asks for it, and the item has none", item.element, ""


def _with_mastery_score(subject: Subject) -> Iterator[Measured]:
    for element in _elements(subject, "masteryscore"):
        if element.text:
            yield 1, f"the mastery score is {element.text}", element, ""


def _beyond_core(subject: Subject) -> Iterator[Measured]:
    words = subject.run_time.words
    used = [word for word in _BEYOND_CORE if word in words]
    if used and subject.run_time.scos:
        yield 1, f"its scripts have {', '.join(used)}", None, subject.run_time.scos[0].page


def _beyond_core_unasked(subject: Subject) -> Iterator[Measured]:
    if not subject.run_time.words & {"_children", "_count"}:
        yield from _beyond_core(subject)


def _without(word: str, name: str) -> Callable[[Subject], Iterator[Measured]]:
    def measure(subject: Subject) -> Iterator[Measured]:
        for sco in subject.certain_scos:
            if word not in subject.run_time.words_of(sco):
                yield 1, f"neither '{sco.page}' nor its scripts have {name}", None, sco.page

    return measure


def _elements(subject: Subject, *names: str) -> Iterator[Element]:
    root = subject.manifest.root if subject.manifest else None
    for element in root.walk() if root else ():
        if element.name in names:
            yield element


def _length(name: str, element: Element) -> Measured:
    return len(element.text), f"{name} has {len(element.text):,} characters", element, ""


MEASURES: Mapping[str, Callable[[Subject], Iterator[Measured]]] = {
    "SCOs that never commit": _without("LMSCommit", "LMSCommit"),
    "SCOs without a session time": _without("session_time", "cmi.core.session_time"),
    "bytes": _bytes,
    "characters of a title": _titles,
    "characters of an address to launch": _addresses,
    "characters of an identifier": _identifiers("manifest", "organization", "item", "resource"),
    "characters of an identifier of an item or resource": _identifiers("item", "resource"),
    "characters of launch data": _launch_data,
    "characters of the author": _record("lifecycle", "contribute", "centity"),
    "characters of the catalogue entry": _record("general", "catalogentry", "entry"),
    "characters of the copyright": _record("rights", "copyrightandotherrestrictions", "value"),
    "characters of the duration": _record("educational", "typicallearningtime", "datetime"),
    "characters of the keywords": _record("general", "keyword"),
    "items with a mastery score": _with_mastery_score,
    "items without the mastery score that is asked for": _without_mastery_score,
    "use beyond the core": _beyond_core,
    "use beyond the core without asking first": _beyond_core_unasked,
}
"""How each amount that a limit names is measured."""
