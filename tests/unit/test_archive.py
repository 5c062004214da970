"""The zip writer: what others read back, byte for byte the same, and as plain as zips can be."""

from __future__ import annotations

import hashlib
import io
import random
import re
import shutil
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorm_builder.jobs import Artifact
from scorm_builder.model import Picture
from scorm_builder.packaging.archive import write_zip

LOCAL = struct.Struct("<4s5H3I2H")
END = struct.Struct("<4s4H2IH")

FILES = {
    "imsmanifest.xml": b"<manifest/>",
    "index.html": b"<p>word</p>" * 500,
    "style.css": b"",
    "pictures/a-1_b.c.png": bytes(random.Random(1).randbytes(3000)),
    "pictures/b.png": b"\x00",
}

SEGMENTS = st.from_regex(r"[a-z0-9_][a-z0-9_-]{0,8}(\.[a-z0-9]{1,4})?", fullmatch=True)
PATHS = st.lists(SEGMENTS, min_size=1, max_size=3).map("/".join)
CONTENTS = st.binary(max_size=200) | st.text(alphabet="ab", max_size=400).map(str.encode)


def no_file_is_a_folder(paths: list[str]) -> bool:
    """True when no path is a folder of another."""
    return not any(other.startswith(f"{path}/") for path in paths for other in paths)


MAPPINGS = st.dictionaries(PATHS, CONTENTS, max_size=8).filter(
    lambda files: no_file_is_a_folder(list(files))
)


def entries(content: bytes) -> list[zipfile.ZipInfo]:
    """The entries of a zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.infolist()


def read_back(content: bytes) -> dict[str, bytes]:
    """The files in a zip, its checksums tested."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


@given(MAPPINGS)
def test_what_goes_in_comes_out(files: dict[str, bytes]) -> None:
    assert read_back(write_zip(files)) == files


@given(MAPPINGS, st.randoms(use_true_random=False))
def test_the_bytes_depend_on_the_files_alone(
    files: dict[str, bytes], shuffler: random.Random
) -> None:
    items = list(files.items())
    shuffler.shuffle(items)
    assert write_zip(dict(items)) == write_zip(files)


def test_the_manifest_is_first_and_the_others_are_sorted() -> None:
    names = [entry.filename for entry in entries(write_zip({**FILES, "a.txt": b""}))]
    assert names == ["imsmanifest.xml", *sorted({*FILES, "a.txt"} - {"imsmanifest.xml"})]


def test_known_bytes() -> None:
    """Fixed for ever: another byte here is another checksum for every package in use."""
    assert write_zip({"a": b"b"}) == bytes.fromhex(
        "504b0304 1400 0000 0000 0000 2100 f9efbe71 01000000 01000000 0100 0000 61 62"
        "504b0102 1403 1400 0000 0000 0000 2100 f9efbe71 01000000 01000000 0100 0000 0000 0000 0000"
        "0000a481 00000000 61"
        "504b0506 0000 0000 0100 0100 2f000000 20000000 0000"
    )


def test_known_bytes_of_a_text_that_is_made_smaller() -> None:
    """The pinned compressor makes these on every machine; a new one of it changes every package."""
    text = "".join(f"Line {number} of a text that can be made smaller.\n" for number in range(500))
    content = write_zip({"text.txt": text.encode()})
    assert (len(content), hashlib.sha256(content).hexdigest()) == (
        1075,
        "269dd42f354567f06c4a233bcc6d951245f9dc8c1295349acc24d04820f39fab",
    )


@given(MAPPINGS)
def test_each_entry_is_as_plain_as_can_be(files: dict[str, bytes]) -> None:
    content = write_zip(files)
    for entry in entries(content):
        assert entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        assert entry.compress_size <= entry.file_size
        assert entry.flag_bits == 0
        assert entry.extra == b""
        assert entry.comment == b""
        assert not entry.is_dir()
        assert entry.date_time == (1980, 1, 1, 0, 0, 0)
        assert entry.external_attr >> 16 == 0o100644
        assert entry.extract_version == 20
        local = LOCAL.unpack_from(content, entry.header_offset)
        assert local[0] == b"PK\x03\x04"
        assert local[1:4] == (20, 0, entry.compress_type)
        assert local[6:11] == (
            entry.CRC,
            entry.compress_size,
            entry.file_size,
            len(entry.filename),
            0,
        )


@given(MAPPINGS)
def test_there_is_nothing_between_before_or_behind_the_entries(files: dict[str, bytes]) -> None:
    content = write_zip(files)
    position = 0
    for entry in entries(content):
        assert entry.header_offset == position
        position += LOCAL.size + len(entry.filename) + entry.compress_size
    end = END.unpack(content[-END.size :])
    assert end[:5] == (b"PK\x05\x06", 0, 0, len(files), len(files))
    assert end[5:] == (len(content) - END.size - position, position, 0)
    assert b"PK\x06\x06" not in content[position:]


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/",
        "/a",
        "a/",
        "a//b",
        ".",
        "..",
        "../a",
        "a/../b",
        "a/./b",
        ".hidden",
        "a/.hidden",
        "a\\b",
        "c:/a",
        "c:a",
        "A",
        "a/B.html",
        "é",
        "a b",
        "a\x00b",
        "a\nb",
        "a\n",
        "a+b",
        "a~b",
        "a%20b",
        "a?b",
        "a*",
        "a&b",
        "a'b",
        "a:b",
        "a|b",
        "a.",
        "a./b",
        "a" * 201,
        "a/" * 40_000 + "a",
    ],
    ids=lambda name: repr(name[:20]),
)
def test_a_name_that_some_system_cannot_unpack_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is not a path"):
        write_zip({name: b""})


@given(st.text(max_size=20) | st.text(alphabet="aA.-_/\\: \n", max_size=8))
def test_a_name_is_safe_or_refused(name: str) -> None:
    try:
        content = write_zip({name: b"x"})
    except ValueError:
        return
    assert re.fullmatch(r"[a-z0-9._/-]+", name)
    assert not {"", ".", ".."} & set(name.split("/"))
    assert read_back(content) == {name: b"x"}


@pytest.mark.parametrize(
    "names", [("a", "a/b"), ("a/b/c", "a/b"), ("a/b", "a"), ("x/y.z", "x/y.z/w")]
)
def test_a_file_that_is_also_a_folder_is_refused(names: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="is a file and a folder"):
        write_zip(dict.fromkeys(names, b""))


@given(st.from_regex(r"[a-z0-9][a-z0-9._-]{0,20}\.(png|jpg|jpeg)", fullmatch=True))
def test_every_picture_that_the_model_takes_can_be_packed(name: str) -> None:
    try:
        Picture(file=name, alternative="A picture.")
    except ValueError:
        return
    assert read_back(write_zip({f"pictures/{name}": b"x"}))


def test_more_files_than_a_plain_zip_can_hold_are_refused() -> None:
    with pytest.raises(ValueError, match="65535 files are more than a plain zip can hold"):
        write_zip({f"f{number}": b"" for number in range(0xFFFF)})


def test_as_many_files_as_a_plain_zip_can_hold() -> None:
    assert len(entries(write_zip({f"f{number}": b"" for number in range(0xFFFE)}))) == 0xFFFE


def test_a_file_is_stored_when_that_is_smaller() -> None:
    methods = {entry.filename: entry.compress_type for entry in entries(write_zip(FILES))}
    assert methods["index.html"] == zipfile.ZIP_DEFLATED
    assert methods["pictures/a-1_b.c.png"] == zipfile.ZIP_STORED
    assert methods["style.css"] == zipfile.ZIP_STORED


UNPACKERS = [[sys.executable, "-m", "zipfile", "-t"]]
if shutil.which("unzip"):
    UNPACKERS.append(["unzip", "-tq"])


@pytest.mark.parametrize("unpacker", UNPACKERS, ids=lambda command: Path(command[0]).name)
def test_unpackers_find_no_fault(
    tmp_path: Path, artifacts: dict[str, Artifact], unpacker: list[str]
) -> None:
    packages = [a.content for a in artifacts.values() if a.target == "scorm12"]
    for content in (write_zip(FILES), *packages):
        (tmp_path / "test.zip").write_bytes(content)
        done = subprocess.run(
            [*unpacker, "test.zip"], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert done.stderr == ""
