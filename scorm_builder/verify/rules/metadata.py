"""MD: metadata of the course, its items and its resources (SCORM 1.2 CAM 2.2, IMS LOM 1.2.1)."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass

from scorm_builder.diagnostics import Diagnostic, Location
from scorm_builder.verify.finding import finding
from scorm_builder.verify.manifest import MD, Manifest, reference
from scorm_builder.verify.manifest.document import Document, Element, read_document
from scorm_builder.verify.manifest.schema import NotCompared, SchemaFault, schema_faults
from scorm_builder.verify.package import Bomb, NotRead
from scorm_builder.verify.package.zip_reader import Damaged

_LARGEST_RECORD = 1_000_000
_MOST_READ = 2_000_000
_MOST_NAMED = 5

# What ADL asks of an asset, and what of everything else.
_ASSET = (
    "general/title",
    "general/description",
    "metametadata/metadatascheme",
    "technical/format",
    "technical/location",
    "rights/cost",
    "rights/copyrightandotherrestrictions",
)
_FULL = (
    "general/title",
    "general/catalogentry",
    "general/description",
    "general/keyword",
    "lifecycle/version",
    "lifecycle/status",
    "metametadata/metadatascheme",
    "technical/format",
    "technical/location",
    "rights/cost",
    "rights/copyrightandotherrestrictions",
    "classification/purpose",
    "classification/description",
    "classification/keyword",
)
_SCHEME = "ADL SCORM 1.2"
_VOCABULARY = {
    "structure": "Collection,Mixed,Linear,Hierarchical,Networked,Branched,Parceled,Atomic",
    "aggregationlevel": "1,2,3,4",
    "lifecycle/status": "Draft,Final,Revised,Unavailable",
    "lifecycle/contribute/role": "Author,Publisher,Unknown,Initiator,Terminator,Validator,Editor,"
    "Graphical Designer,Technical Implementer,Content Provider,Technical Validator,"
    "Educational Validator,Script Writer,Instructional Designer",
    "metametadata/contribute/role": "Creator,Validator",
    "interactivitytype": "Active,Expositive,Mixed,Undefined",
    "interactivitylevel": "very low,low,medium,high,very high",
    "semanticdensity": "very low,low,medium,high,very high",
    "difficulty": "very easy,easy,medium,difficult,very difficult",
    "intendedenduserrole": "Teacher,Author,Learner,Manager",
    "cost": "yes,no",
    "copyrightandotherrestrictions": "yes,no",
    "purpose": "Discipline,Idea,Prerequisite,Educational Objective,Accessibility Restrictions,"
    "Educational Level,Skill Level,Security Level",
}
_WORDS = {key: {w.lower() for w in words.split(",")} for key, words in _VOCABULARY.items()}
_DURATION = re.compile(r"P(?!$)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d([T ]\d\d(:\d\d(:\d\d(\.\d+)?)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?")


def check_metadata(manifest: Manifest) -> Iterator[Diagnostic]:
    """MD-001 to MD-007: every record, in the manifest and in files of its own."""
    records = read = 0
    of_records: set[int] = set()
    for element in manifest.root.walk():
        if element.name != "metadata" or id(element) in of_records:
            continue
        lom = element.first("lom")
        if lom is None:
            lom = element.first("record")
        if lom is not None:
            records += 1
            of_records.update(id(part) for part in lom.walk())
        # The schema tells of records of another standard.
        if lom is not None and lom.namespace == MD:
            yield from _check_record(_Where(manifest, manifest.document), lom, element.parent)
        for location in element.all("location"):
            records += 1
            if manifest.package.has_files and read < _MOST_READ:
                read += yield from _check_file(manifest, location, element.parent)
    if not records:
        yield manifest.package.found(
            "MD-006", "neither the course nor a part of it has any", manifest.package.manifest
        )


def of_the_schema(manifest: Manifest, fault: SchemaFault) -> Diagnostic:
    """MD-003: what the schema refuses in the metadata of the manifest."""
    return manifest.found("MD-003", fault.element, fault.message, fault.attribute)


def _check_file(
    manifest: Manifest, location: Element, owner: Element | None
) -> Generator[Diagnostic, None, int]:
    """A record in a file of its own; how many bytes were read of it."""
    to = reference(location, location.text)
    path = manifest.entry(to)
    if to.is_external:
        return 0
    if path is None:
        yield manifest.found("MD-001", location, f"there is no '{to.path}'")
        return 0
    try:
        raw = manifest.package.read(path, _LARGEST_RECORD + 1)
    except (Damaged, Bomb, NotRead):
        return 0
    if len(raw) > _LARGEST_RECORD:
        yield manifest.package.found("MD-002", "it has more than 1 MB", path)
    else:
        yield from _check_document(_Where(manifest, read_document(raw), path), owner)
    return len(raw)


def _check_document(where: _Where, owner: Element | None) -> Iterator[Diagnostic]:
    document = where.document
    for fault in document.faults:
        place = Location(where.manifest.package.name, fault.line, fault.column, where.path)
        yield finding("MD-002", place, fault.message, excerpt=fault.excerpt)
    root = document.root
    if root is None:
        return
    if root.name not in ("lom", "record"):
        yield where.found("MD-002", root, f"its root is '{root.name}'")
        return
    if root.namespace != MD:
        message = f"its namespace is '{root.namespace}', and not '{MD}'"
        yield where.found("MD-002", root, message)
        return
    if not document.faults:
        # Of one that is too large other rules look at the whole.
        with suppress(NotCompared):
            for refused in schema_faults(document):
                yield where.found("MD-002", refused.element, refused.message)
    yield from _check_record(where, root, owner)


@dataclass(frozen=True, slots=True)
class _Where:
    """The document that a record is in: the manifest, or the file at `path`."""

    manifest: Manifest
    document: Document
    path: str = ""

    def found(self, code: str, element: Element, message: str) -> Diagnostic:
        """A finding at an element of the record."""
        if not self.path:
            return self.manifest.found(code, element, message)
        return self.manifest.package.found_at(
            code, message, self.path, lambda: self.document.place(element)
        )


def _check_record(where: _Where, lom: Element, owner: Element | None) -> Iterator[Diagnostic]:
    is_asset = owner is not None and (
        owner.name == "file"
        or (owner.name == "resource" and "sco" not in [*owner.attributes.values()])
    )
    wanted = _ASSET if is_asset else _FULL
    missing = [name for name in wanted if not _has(lom, name.split("/"))]
    if missing:
        more = f" and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
        named = ", ".join(missing[:_MOST_NAMED])
        yield where.found("MD-004", lom, f"there is no {named}{more}")
    for element in lom.walk():
        problem = _check_value(element)
        if problem:
            yield where.found(problem[0], element, problem[1])


def _has(element: Element, names: list[str]) -> bool:
    if not names:
        return True
    return any(_has(child, names[1:]) for child in element.all(names[0]))


def _check_value(element: Element) -> tuple[str, str] | None:
    """The code and message of what is wrong with one element of a record."""
    above = element.parent.name if element.parent else ""
    grand = element.parent.parent.name if element.parent and element.parent.parent else ""
    if element.name == "metadatascheme" and element.text != _SCHEME:
        return "MD-005", f"the scheme is '{element.text}', and not '{_SCHEME}'"
    for key in (element.name, f"{above}/{element.name}", f"{grand}/{above}/{element.name}"):
        if key in _WORDS and element.first("value"):
            return _check_term(element, _WORDS[key])
    return _check_form(element, above)


def _check_form(element: Element, above: str) -> tuple[str, str] | None:
    if element.name == "datetime" and element.text:
        is_duration = above in ("duration", "typicallearningtime")
        form = _DURATION if is_duration else _DATE
        if not form.fullmatch(element.text):
            return "MD-007", f"'{element.text}' is no {'duration' if is_duration else 'date'}"
    if element.name == "vcard":
        text = element.text.lower()
        if not text.startswith("begin:vcard") or not text.endswith("end:vcard"):
            return "MD-007", "it does not start with BEGIN:VCARD and end with END:VCARD"
    return None


def _check_term(element: Element, words: set[str]) -> tuple[str, str] | None:
    source, value = element.first("source"), element.first("value")
    told = _string(value) if value is not None else ""
    named = _string(source) if source is not None else ""
    if named != "LOMv1.0":
        return "MD-005", f"the source of {element.name} is '{named}', and not 'LOMv1.0'"
    if told.lower() not in words:
        return "MD-005", f"'{told}' is no word for {element.name}"
    return None


def _string(element: Element) -> str:
    inner = element.first("langstring")
    return (inner.text if inner is not None else element.text).strip()


METADATA_RULES = (check_metadata,)
