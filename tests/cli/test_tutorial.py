"""The tutorial, followed to the letter in a copy of the project."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from tests.conftest import ROOT
from tests.tools.user import LONGEST, environment, tree

PAGE = "docs/tutorial/your-first-technique.md"
FIND, PUT, TAKE_OUT = "find:", "in its place:", "take out:"


@dataclass(frozen=True)
class Block:
    """A block of the tutorial: its language, its text, and the paragraph before it."""

    language: str
    text: str
    before: str


def blocks() -> Iterator[Block]:
    """The blocks of the tutorial in their order."""
    page = (ROOT / PAGE).read_text(encoding="utf-8")
    for found in re.finditer(r"([^\n]*)\n\n```(\w+)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL):
        yield Block(found[2], found[3], found[1].lower())


class Reader:
    """Somebody who does what the tutorial says, and looks whether it is true."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.file = Path()
        self.found = ""
        self.shown = ""

    def do(self, block: Block) -> None:
        """Types, edits or compares what a block says."""
        if block.language == "sh":
            self.type(block.text)
        elif block.language == "text":
            assert block.text == self.shown
        else:
            assert block.language == "yaml"
            self.edit(block)

    def type(self, command: str) -> None:
        """Types commands in a new terminal; all but the check of a mistake succeed."""
        if " preview " in command:
            self.look(command)
            return
        done = subprocess.run(
            ["/bin/sh", "-c", f". .venv/bin/activate\n{command}"],
            cwd=self.home,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=LONGEST,
            check=False,
        )
        self.shown = click.unstyle(done.stdout)
        assert done.returncode == (1 if ": error: " in self.shown else 0), self.shown

    def look(self, command: str) -> None:
        """Opens the preview, sees that all is well but not written yet, and presses Ctrl-C."""
        line = f". .venv/bin/activate\nexec {command.strip()} --no-open --port 0"
        with subprocess.Popen(
            ["/bin/sh", "-c", line],
            cwd=self.home,
            env=environment(PYTHONUNBUFFERED="1"),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        ) as preview:
            assert preview.stdout is not None
            for said in preview.stdout:
                self.shown = said
                if said.startswith("Build 1: "):
                    break
            preview.send_signal(signal.SIGINT)
        assert self.shown == "Build 1: 1 warning\n"

    def edit(self, block: Block) -> None:
        """Finds a text that stands once in the file that was named last, and changes it."""
        if named := re.findall(r"`(modules/\S+\.yaml)`", block.before):
            self.file = self.home / named[-1]
        if block.before.endswith(FIND):
            self.found = block.text
            return
        found, put = (
            (block.text, "") if block.before.endswith(TAKE_OUT) else (self.found, block.text)
        )
        assert block.before.endswith((PUT, TAKE_OUT))
        text = self.file.read_text(encoding="utf-8")
        assert text.count(found) == 1
        self.file.write_text(text.replace(found, put), encoding="utf-8")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of what the tutorial works on."""
    shutil.copytree(ROOT / "modules", tmp_path / "modules")
    shutil.copytree(ROOT / "docs" / "tutorial", tmp_path / "docs" / "tutorial")
    (tmp_path / ".venv").symlink_to(Path(sys.prefix))
    return tmp_path


def test_does_what_it_says(copy: Path) -> None:
    before = tree(copy / "modules")
    reader = Reader(copy)
    for block in blocks():
        if block.text.startswith("rm "):
            # What a reader has at the end is what the page says.
            page = (ROOT / PAGE).read_text(encoding="utf-8")
            for made in re.findall(r"^- `(dist/\S+)`", page, re.MULTILINE):
                assert (copy / made).stat().st_size > 10_000
        reader.do(block)
    assert tree(copy / "modules") == before


def test_every_block_has_its_part() -> None:
    kinds = [block.language for block in blocks()]
    page = (ROOT / PAGE).read_text(encoding="utf-8")
    assert len(kinds) == len(re.findall(r"^```\w", page, re.MULTILINE))
    for word in ("new", "preview", "check", "build"):
        assert any(block.text.startswith(f"scorm-builder {word} ") for block in blocks())
