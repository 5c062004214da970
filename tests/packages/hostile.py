"""Packages that are made to break a verifier: too large, too deep, too many, contradictory."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from tests.packages.cases import base
from tests.packages.zips import Entry, Zip, write

BARE = "a bare manifest of a gigabyte"
MIB = 1 << 20
_HEAD = (
    '<manifest identifier="m" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" '
    'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">'
)


@cache
def zeros(count: int) -> bytes:
    """The deflated form of `count` zeros, without ever having them all."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    # After a full flush each piece is packed as if it were the first.
    piece = squeeze.compress(bytes(MIB)) + squeeze.flush(zlib.Z_FULL_FLUSH)
    return piece * (count // MIB) + squeeze.flush()


def package(*entries: Entry, without: str = "") -> bytes:
    """The base package with more entries."""
    files = [Entry(name.encode(), data) for name, data in base().items() if name != without]
    return write(Zip([*files, *entries]))


def with_manifest(text: str) -> bytes:
    """The base package with another manifest."""
    entry = Entry(b"imsmanifest.xml", text.encode(), method=0)
    return package(entry, without="imsmanifest.xml")


def manifest(items: str, resources: str) -> str:
    """A manifest with these items and resources."""
    return (
        f'{_HEAD}<organizations default="o"><organization identifier="o"><title>T</title>{items}'
        f"</organization></organizations><resources>{resources}</resources></manifest>"
    )


def numbered(pattern: str, count: int) -> str:
    """A text over and over, with the number in it, and the one before it."""
    return "".join(pattern.format(n=n, before=n - 1) for n in range(count))


def page(text: str) -> bytes:
    """The base package with another page."""
    return package(Entry(b"index.html", text.encode()), without="index.html")


def shared_kernel() -> bytes:
    """Fifield's idea: one piece of data that many entries use."""
    kernel = Entry(b"kernel", data=zeros(100 * MIB), size=100 * MIB)
    others = (
        Entry(f"copy{n}".encode(), data=kernel.data, size=kernel.size, shares=b"kernel")
        for n in range(20_000)
    )
    return package(kernel, *others)


def long_names() -> bytes:
    """An upload of 130 MB that is hardly more than names."""
    return write(Zip([Entry(f"{n:05}".encode() + b"./" * 32_000) for n in range(1_000)]))


def just_below() -> bytes:
    """Nine gigabytes in files that are each too small to be taken for a bomb."""
    size = 9 * MIB
    crc, data = zlib.crc32(bytes(size)), zeros(size)
    files = (Entry(f"{n}.txt".encode(), data=data, size=size, crc=crc) for n in range(1_000))
    return package(*files)


CASES: dict[str, Callable[[], bytes]] = {
    "a gigabyte in a megabyte": lambda: package(
        Entry(b"zeros.txt", data=zeros(1024 * MIB), size=1024 * MIB)
    ),
    "a gigabyte that says it is ten bytes": lambda: package(
        Entry(b"zeros.txt", data=zeros(1024 * MIB), size=10)
    ),
    "a thousand files just below the bound": just_below,
    "one piece of data for many entries": shared_kernel,
    "a manifest of a gigabyte": lambda: package(
        Entry(b"imsmanifest.xml", data=zeros(1024 * MIB), size=1024 * MIB),
        without="imsmanifest.xml",
    ),
    "sixty thousand entries": lambda: package(
        *(Entry(f"d{n % 300}/Name & {n}.PHP".encode()) for n in range(60_000))
    ),
    "seventy thousand entries": lambda: write(
        Zip([Entry(f"{n}".encode()) for n in range(70_000)], zip64=True)
    ),
    "sixty-five megabytes of names": long_names,
    "one base for many resources": lambda: with_manifest(
        manifest(
            "", numbered('<resource identifier="r{n}" href="a"><file href="b"/></resource>', 9000)
        ).replace("<resources>", f'<resources xml:base="{"a" * 60_000}/">')
    ),
    "comments and instructions by the million": lambda: with_manifest(
        _HEAD + "<!----><?a?>" * 1_300_000 + "</manifest>"
    ),
    "a million elements": lambda: with_manifest(_HEAD + "<a/>" * 1_000_000),
    "a long namespace for each of many elements": lambda: with_manifest(
        '<a:b xmlns:a="' + "n" * 60_000 + '">' + '<a:c a:d="e"/>' * 90_000 + "</a:b>"
    ),
    "many names in a namespace of the longest kind": lambda: with_manifest(
        '<a:b xmlns:a="' + "n" * 300 + '">' + numbered('<a:c{n} a:d{n}="e"/>', 90_000) + "</a:b>"
    ),
    "a hundred thousand levels": lambda: with_manifest(_HEAD + "<a>" * 100_000),
    "an attribute of fifteen megabytes": lambda: with_manifest(
        _HEAD + '<a b="' + "x" * 15_000_000 + '"/></manifest>'
    ),
    "many attributes in one element": lambda: with_manifest(
        _HEAD + "<a " + numbered('a{n}="" ', 190_000) + "/></manifest>"
    ),
    "many prefixes": lambda: with_manifest(
        _HEAD + "<a " + numbered('xmlns:a{n}="u:{n}" ', 100_000) + "/></manifest>"
    ),
    "fifteen megabytes of emoji": lambda: with_manifest(
        _HEAD + "<a>" + "\N{CLAPPING HANDS SIGN}" * 3_900_000 + "</a></manifest>"
    ),
    "as many elements and attributes as may be": lambda: with_manifest(
        _HEAD + numbered('<a b{n}="" c="" d=""/>', 66_000) + "</manifest>"
    ),
    "many elements that no schema knows": lambda: with_manifest(
        _HEAD + "<b/>" * 19_000 + "</manifest>"
    ),
    "many lines before a broken byte": lambda: package(
        Entry(b"imsmanifest.xml", b"<a>" + b"\n" * 15_900_000 + b"\xff</a>", method=0),
        without="imsmanifest.xml",
    ),
    "ten megabytes of script in one line": lambda: package(
        Entry(b"script.js", b"alert(a=b);/*'\"`" * 600_000, method=0), without="script.js"
    ),
    "many items that lead nowhere": lambda: with_manifest(
        manifest(numbered('<item identifier="{n}" identifierref="r{n}"/>', 50_000), "")
    ),
    "many prerequisites in a row": lambda: with_manifest(
        manifest(
            numbered(
                '<item identifier="i{n}"><adlcp:prerequisites type="aicc_script">i{before}'
                "</adlcp:prerequisites></item>",
                25_000,
            ),
            "",
        )
    ),
    "many SCOs in a circle": lambda: with_manifest(
        manifest(
            numbered('<item identifier="i{n}" identifierref="r{n}"/>', 9_000),
            numbered(
                '<resource identifier="r{n}" adlcp:scormtype="sco" href="index.html"><file href="'
                'style.css"/><dependency identifierref="r{before}"/></resource>',
                9_000,
            ).replace("r-1", "r8999"),
        )
    ),
    "many SCOs with many pages": lambda: package(
        Entry(
            b"imsmanifest.xml",
            manifest(
                numbered('<item identifier="i{n}" identifierref="r{n}"/>', 9_000),
                numbered(
                    '<resource identifier="r{n}" adlcp:scormtype="sco" href="p1.html"/>', 9_000
                ),
            ).encode(),
        ),
        *(
            Entry(f"p{n}.html".encode(), numbered('<a href="p{n}.html">', 300).encode())
            for n in range(300)
        ),
        without="imsmanifest.xml",
    ),
    "many dependencies in a row": lambda: with_manifest(
        manifest(
            numbered('<item identifier="i{n}" identifierref="r{n}"/>', 15_000),
            numbered(
                '<resource identifier="r{n}" href="x"><file href="y"/>'
                '<dependency identifierref="r{before}"/></resource>',
                15_000,
            ),
        )
    ),
    "many files that are not there": lambda: with_manifest(
        manifest(
            "", '<resource identifier="r">' + numbered('<file href="{n}"/>', 50_000) + "</resource>"
        )
    ),
    "many records in files": lambda: package(
        Entry(
            b"imsmanifest.xml",
            (
                f"{_HEAD}<metadata>{'<adlcp:location>lom.xml</adlcp:location>' * 5_000}</metadata>"
                "<organizations/><resources/></manifest>"
            ).encode(),
        ),
        Entry(
            b"lom.xml",
            b'<lom xmlns="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1">'
            + b"<general/>" * 18_000
            + b"</lom>",
        ),
        without="imsmanifest.xml",
    ),
    "records in records": lambda: with_manifest(
        f"{_HEAD}{'<metadata><lom>' * 45}{'<a/>' * 90_000}{'</lom></metadata>' * 45}</manifest>"
    ),
    "a megabyte of pictures": lambda: page("<img src=x>" * 90_000),
    "a megabyte of other pictures": lambda: page(numbered("<img src={n}>", 60_000)),
    "a megabyte of tags that do not end": lambda: page("<img " * 199_000),
    "a megabyte of less-than": lambda: page("<" * 999_000),
    "a megabyte of comments that do not end": lambda: page("<!--" * 249_000),
    "a megabyte of scripts that do not end": lambda: page("<script>" * 120_000),
    "a megabyte of url": lambda: page("<style>" + "url(" * 249_000),
    "a megabyte of spaces": lambda: page("<link rel=" + " " * 999_000),
    "a tag of spaces": lambda: page(("<link href=" + " " * 3_900 + ">") * 250),
    "a megabyte of quotes": lambda: page("<img src='\"" * 99_000),
}


def make(folder: Path) -> None:
    """Writes every package to `folder`, and a bare manifest of a gigabyte that takes no room."""
    for name, content in CASES.items():
        (folder / name).write_bytes(content())
    with (folder / BARE).open("wb") as file:
        file.write(_HEAD.encode())
        file.truncate(1 << 30)
