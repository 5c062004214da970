"""The verifier as a function: what it imports, where findings are, what can be set."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scorm_builder.diagnostics import Severity
from scorm_builder.verify import (
    MOST_OF_A_CODE,
    ControlDocumentsMissing,
    verify,
    verify_path,
)
from scorm_builder.verify.manifest import schema
from scorm_builder.verify.manifest.document import read_document
from scorm_builder.verify.manifest.prerequisites import InvalidScript, identifiers_in
from tests.conftest import ROOT
from tests.packages.cases import MANIFEST, base
from tests.packages.zips import Entry, Zip, write

# Each takes longer to import than a package takes to verify, or needs a library of the system.
HEAVY = (
    "babel click fontTools hunspell jinja2 lxml pikepdf pydantic textstat weasyprint yaml".split()
)


def package(**changes: bytes) -> bytes:
    """The package without a finding, with some files changed or added."""
    files = base() | {name.replace("_", "."): content for name, content in changes.items()}
    return write(Zip([Entry(name.encode(), content) for name, content in files.items()]))


def test_importing_it_imports_nothing_that_takes_long() -> None:
    program = "import sys, scorm_builder.verify; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert {name.partition(".")[0] for name in run.stdout.split()}.isdisjoint(HEAVY)


def test_a_code_can_have_another_severity_or_none() -> None:
    manifest = base()[MANIFEST].replace(b' isvisible="true"', b"")
    content = package(imsmanifest_xml=manifest)
    assert [(f.code, f.severity) for f in verify(content, "x")] == [("ITM-018", Severity.WARNING)]
    (found,) = verify(content, "x", severities={"ITM-018": Severity.ERROR})
    assert found.severity is Severity.ERROR
    assert verify(content, "x", severities={"ITM-018": None}) == ()


def test_no_more_findings_of_a_code_than_can_be_read() -> None:
    listed = "".join(f'<file href="gone{n}.png"/>' for n in range(MOST_OF_A_CODE + 7))
    manifest = base()[MANIFEST].replace(b'<file href="style.css"/>', listed.encode())
    found = [f for f in verify(package(imsmanifest_xml=manifest), "x") if f.code == "RES-004"]
    assert len(found) == MOST_OF_A_CODE
    assert found[-1].message.endswith("(and 7 more of this kind)")
    assert not any("more of this kind" in f.message for f in found[:-1])


def test_a_file_that_is_mapped_into_memory_is_judged_as_one_that_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = package(index_html=b"<img src='gone.png'>")
    path = tmp_path / "course.zip"
    path.write_bytes(content)
    read = verify_path(path, "x")
    monkeypatch.setattr("scorm_builder.verify._SMALL", 0)
    assert verify_path(path, "x") == read == verify(content, "x")
    assert "RES-018" in {f.code for f in read}
    path.write_bytes(b"")
    assert {f.code for f in verify_path(path)} == {"PKG-001"}


def test_places_are_paths_that_can_be_opened(tmp_path: Path) -> None:
    manifest = base()[MANIFEST].replace(b"Five steps", b"Wet & dry")
    (tmp_path / MANIFEST).write_bytes(manifest)
    line, column = 71, 20
    (found,) = (f for f in verify_path(tmp_path) if f.code == "MAN-001")
    assert str(found.location) == f"{tmp_path}/{MANIFEST}:{line}:{column}"
    (alone,) = verify_path(tmp_path / MANIFEST)
    assert str(alone.location) == f"{tmp_path}/{MANIFEST}:{line}:{column}"
    assert alone.location.inside == ""
    assert manifest.decode().splitlines()[line - 1][column - 1] == "&"


def test_says_what_to_do_without_the_control_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema._schema.cache_clear()
    monkeypatch.setattr(schema, "_FOLDER", tmp_path)
    try:
        with pytest.raises(ControlDocumentsMissing, match="install the program again"):
            verify(package(), "x")
    finally:
        schema._schema.cache_clear()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "latin-1", "cp1252", "gb18030"])
def test_columns_count_characters_in_any_encoding(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>\r\n<a>\r<b>é</b><c\n  d="é" e="x"/></a>'
    document = read_document(text.encode(encoding))
    assert [fault.message for fault in document.faults] == []
    assert document.root is not None
    b, c = document.root.children
    assert (b.text, document.place(b)[:2]) == ("é", (3, 1))
    line, column, excerpt = document.place(c, "e")
    assert (line, column) == (4, 9)
    assert excerpt.text[excerpt.start : excerpt.start + excerpt.length] == 'e="x"'


def test_the_schema_is_asked_whatever_the_encoding() -> None:
    text = base()[MANIFEST].decode().replace("UTF-8", "UTF-16")
    broken = text.replace('<file href="style.css"/>', "<file/>")
    codes = {f.code for f in verify(broken.encode("utf-16"), "x")}
    assert codes == {"MAN-005", "MAN-012"}


@pytest.mark.parametrize(
    ("script", "named"),
    [
        ("a", {"a"}),
        ("a & b | c", {"a", "b", "c"}),
        ('(a="passed") & ~b', {"a", "b"}),
        ("2*{a, b, c & d}", {"a", "b", "c", "d"}),
        ("a<>failed", {"a"}),
        ("12", {"12"}),
    ],
)
def test_prerequisites_are_read(script: str, named: set[str]) -> None:
    assert identifiers_in(script) == named


@pytest.mark.parametrize(
    "script", ["", "a &", "& a", "(a", "a)", "a b", "2*a", "2*{a", "2*{}", "a=", "~", "{a}", '"a"']
)
def test_what_is_no_script_is_refused(script: str) -> None:
    with pytest.raises(InvalidScript):
        identifiers_in(script)


def test_a_long_script_does_not_go_too_deep() -> None:
    assert identifiers_in("(" * 90 + "a" + ")" * 90) == {"a"}
    with pytest.raises(InvalidScript, match="too long"):
        identifiers_in("~" * 10_000 + "a")
