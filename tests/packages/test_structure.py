"""Zips and manifests of any structure end in findings, at places that are there."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from scorm_builder.diagnostics import Diagnostic
from scorm_builder.verify import MOST_OF_A_CODE, verify
from scorm_builder.verify.codes import RULES
from tests.packages.cases import base
from tests.packages.zips import Entry, Zip, write

NAMES = st.sampled_from(
    [b"imsmanifest.xml", b"a/imsmanifest.xml", b"index.html", b"../x", b"C:\\x", b"a/", b"\x8e.js"]
) | st.binary(min_size=1, max_size=12)
NUMBERS = st.sampled_from([0, 1, 7, 0xFFFF, 0xFFFFFFFF])
ENTRIES = st.builds(
    Entry,
    name=NAMES,
    content=st.sampled_from(list(base().values())) | st.binary(max_size=40),
    data=st.none() | st.binary(max_size=20),
    method=st.sampled_from([0, 8, 9, 99]),
    utf8=st.booleans(),
    flags=st.sampled_from([0, 1]),
    mode=st.sampled_from([0o100644, 0o040755, 0o120777, 0]),
    date=st.integers(0, 0xFFFF),
    time=st.integers(0, 0xFFFF),
    crc=st.none() | NUMBERS,
    size=st.none() | NUMBERS,
    zip64=st.booleans(),
    descriptor=st.booleans(),
    local=st.fixed_dictionaries({}, optional={"name": NAMES, "crc": NUMBERS, "size": NUMBERS}),
)
ZIPS = st.builds(
    Zip,
    st.lists(ENTRIES, max_size=6),
    before=st.binary(max_size=9),
    after=st.binary(max_size=9),
    comment=st.binary(max_size=9),
    count=st.none() | st.integers(0, 9),
    disk=st.sampled_from([0, 0, 0, 1]),
    zip64=st.booleans(),
)
ELEMENTS = """
manifest metadata schema schemaversion organizations organization item title resources resource file
dependency lom location adlcp:masteryscore adlcp:prerequisites adlcp:location x:y
""".split()
ATTRIBUTES = """
identifier identifierref default href type adlcp:scormtype adlcp:scormType xml:base isvisible
parameters xml:lang xsi:schemaLocation
""".split()
VALUES = st.sampled_from(
    ["", "a", "b", "1.2", "sco", "index.html", "../x", "C:\\x", "https://e.org/", "?a", "80", "é\n"]
)
TREES: st.SearchStrategy[str] = st.recursive(
    VALUES.map(lambda text: text.replace("&", "")),
    lambda children: st.builds(
        lambda name, attributes, inner: (
            f"<{name}"
            + "".join(f"\n {key}='{value}'" for key, value in attributes.items())
            + f">{''.join(inner)}</{name}>"
        ),
        st.sampled_from(ELEMENTS),
        st.dictionaries(st.sampled_from(ATTRIBUTES), VALUES, max_size=4),
        st.lists(children, max_size=5),
    ),
    max_leaves=25,
)
NAMESPACES = (
    ' xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"'
    ' xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:x="urn:x"'
)


def assert_sound(found: tuple[Diagnostic, ...], texts: dict[str, bytes]) -> None:
    """Each finding has a row, can be printed, and points at something that is there."""
    for finding in found:
        assert finding.code in RULES
        assert str(finding.location).isprintable()
        assert finding.message.isprintable()
        if finding.excerpt is not None:
            text, start, length = (
                finding.excerpt.text,
                finding.excerpt.start,
                finding.excerpt.length,
            )
            assert 0 <= start <= start + length <= max(len(text), start + 1)
        text_of_file = texts.get(finding.location.inside)
        if finding.location.line and text_of_file is not None:
            lines = text_of_file.decode().replace("\r\n", "\n").replace("\r", "\n").split("\n")
            assert finding.location.line <= len(lines)
            assert finding.location.column <= len(lines[finding.location.line - 1]) + 1
    counts = [sum(f.code == code for f in found) for code in RULES]
    assert max(counts) <= MOST_OF_A_CODE


@given(ZIPS)
@settings(max_examples=150)
def test_any_zip(description: Zip) -> None:
    assert_sound(verify(write(description), "package"), {})


@given(ZIPS, st.integers(0, 400), st.integers(0, 255))
@settings(max_examples=100)
def test_any_zip_with_a_byte_changed(description: Zip, place: int, value: int) -> None:
    content = bytearray(write(description))
    content[-1 - place % len(content)] = value
    assert_sound(verify(bytes(content), "package"), {})
    assert_sound(verify(bytes(content[: len(content) - place]), "package"), {})


@given(TREES)
@settings(max_examples=250)
def test_any_manifest(tree: str) -> None:
    manifest = f"<manifest identifier='m'{NAMESPACES}>\r\n{tree}</manifest>".encode()
    files: dict[str, Any] = base() | {"imsmanifest.xml": manifest}
    package = write(Zip([Entry(name.encode(), data, method=0) for name, data in files.items()]))
    assert_sound(verify(package, "package", lms=("esr", "moodle")), files)
    assert_sound(verify(manifest, "imsmanifest.xml"), {"": manifest})


@given(st.binary(max_size=300))
@settings(max_examples=150)
def test_any_bytes(content: bytes) -> None:
    assert_sound(verify(content, "package"), {})
    assert_sound(verify(b"<" + content, "package"), {})
