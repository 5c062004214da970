"""Source trees whose commands are measured: this one, and a copy of an earlier commit."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tests.bench.cost import Cost, cost
from tests.conftest import ROOT
from tests.tools.samples import EPOCH

EARLIER = "6ec5085"
"""The commit that every build is compared with."""

_MAIN = "from scorm_builder.cli import main; main()"
_NUMBERS = count()


@dataclass(frozen=True, slots=True)
class Tree:
    """A source tree that is set up, with its Python and a folder for what its commands write."""

    root: Path
    python: Path
    scratch: Path

    def cost(self, *arguments: str, cache: Path | None = None, out: Path | None = None) -> Cost:
        """What one command costs; a build gets an output folder of its own, or `out`."""
        folder = out or self.scratch / f"out-{next(_NUMBERS)}" / "dist"
        given = (*arguments, "--out", str(folder)) if arguments[0] == "build" else arguments
        return self.cost_of_python(_MAIN, *given, cache=cache)

    def cost_of_python(self, program: str, *arguments: str, cache: Path | None = None) -> Cost:
        """What a Python program costs that imports the builder."""
        command = (str(self.python), "-c", program, *arguments)
        return cost(command, self.root, self._environment(cache or self.scratch / "no-cache"))

    def _environment(self, cache: Path) -> dict[str, str]:
        """Compiled Python is kept, as a user keeps it; the day is that of the tests."""
        names = os.environ.keys() - {"PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"}
        return {
            **{name: os.environ[name] for name in names},
            "PYTHONPATH": str(self.root),
            "SCORM_BUILDER_CACHE": str(cache),
            "SOURCE_DATE_EPOCH": EPOCH,
        }


def this_tree(scratch: Path) -> Tree:
    """The tree that this file stands in."""
    return Tree(ROOT, Path(sys.executable), scratch)


def earlier_tree(scratch: Path) -> Tree | None:
    """A copy of the earlier commit, set up as its README says; None where it is not known."""
    if _git(ROOT, "cat-file", "-e", f"{EARLIER}^{{commit}}").returncode:
        return None
    root = scratch / EARLIER
    _git(scratch, "clone", "--quiet", "--no-checkout", str(ROOT), str(root)).check_returncode()
    _git(root, "checkout", "--quiet", EARLIER).check_returncode()
    own = str(Path(sys.executable).parent)
    environment = {
        # Nothing of this tree, nor of the `make` that runs this.
        **{name: text for name, text in os.environ.items() if not name.startswith(("MAKE", "MFL"))},
        "PATH": os.pathsep.join(p for p in os.environ["PATH"].split(os.pathsep) if p != own),
    }
    environment.pop("PYTHONPATH", None)
    subprocess.run(["make", "setup"], cwd=root, check=True, stdout=sys.stderr, env=environment)
    return Tree(root, root / ".venv" / "bin" / "python", scratch)


def in_turns(
    rounds: int, trees: Sequence[Tree], *arguments: Sequence[str]
) -> tuple[tuple[Cost, ...], ...]:
    """For each tree the costs of its command, measured in turns: a busy moment is for all."""
    found: list[list[Cost]] = [[] for _ in trees]
    for _ in range(rounds):
        for tree, given, costs in zip(trees, arguments, found, strict=True):
            costs.append(tree.cost(*given))
    return tuple(map(tuple, found))


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, check=False, capture_output=True)
