"""Builds beside an earlier commit, from the cache, of large programmes, and beside what npm has."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench.cost import Cost, cost, least
from tests.bench.page import PACKAGER, Table, at_least, at_most
from tests.bench.printing import every_job, printable, ratio_of_one_handout
from tests.bench.programme import write_programme
from tests.bench.trees import EARLIER, Tree, earlier_tree, in_turns, this_tree
from tests.conftest import MODULES, ROOT

ROUNDS = 3
ONE = "after-action-review"
_PACKAGER = ROOT / "tests" / "bench" / "packager.mjs"
_START = "import scorm_builder.cli.build"


@dataclass(frozen=True, slots=True)
class Case:
    """A command with the bound of its costs, as a part of those of the earlier commit."""

    name: str
    arguments: tuple[str, ...]
    bound: float | None = None


_HELP = ("--help",)
_PACKAGES = f"{len(MODULES)} packages and the bundle"
CASES = (
    Case("one package", ("build", ONE, "--target", "scorm12", "--jobs", "1"), 0.30),
    Case(f"{_PACKAGES}, 1 process", ("build", "--target", "scorm12", "--jobs", "1"), 0.35),
    Case(f"{_PACKAGES}, 2 processes", ("build", "--target", "scorm12", "--jobs", "2"), 0.35),
    Case("everything, 1 process", ("build", "--jobs", "1"), 0.60),
    Case("everything, 2 processes", ("build", "--jobs", "2")),
    Case("the help of the command", _HELP, 0.50),
    Case("check of one module", ("check", "peer-assist"), 0.50),
)


def tables(*, quick: bool) -> Iterator[Table]:
    """All tables, each as soon as it is measured; the quick ones leave out 1,000 modules."""
    with tempfile.TemporaryDirectory() as temporary:
        scratch = Path(temporary)
        tree = this_tree(scratch)
        say(f"setting up a copy of {EARLIER}")
        found = measure_cases(tree, earlier_tree(scratch))
        yield beside_earlier(found)
        yield two_processes(found)
        yield from_cache(tree, scratch)
        yield large_programmes(tree, scratch, (100,) if quick else (100, 1000))
        yield beside_npm(tree, scratch)
        yield beside_weasyprint(scratch)


def say(what: str) -> None:
    """What is being done, as it takes minutes."""
    print(what, file=sys.stderr, flush=True)


def measure_cases(tree: Tree, earlier: Tree | None) -> dict[str, tuple[Cost, Cost | None]]:
    """By the name of each case: what it costs here, and what it cost in the earlier commit."""
    found: dict[str, tuple[Cost, Cost | None]] = {}
    for case in CASES:
        say(case.name)
        ours = case.arguments if case.arguments == _HELP else (*case.arguments, "--no-cache")
        if earlier:
            before, now = in_turns(ROUNDS, (earlier, tree), case.arguments, ours)
            found[case.name] = least(now), least(before)
        else:
            found[case.name] = least(in_turns(ROUNDS, (tree,), ours)[0]), None
    return found


def beside_earlier(found: dict[str, tuple[Cost, Cost | None]]) -> Table:
    """Each case: seconds before and now, and the ratios with their target."""
    rows = []
    for case in CASES:
        now, before = found[case.name]
        bare = ("–", f"{now.cpu:.2f}", "–", "–", f"{now.wall:.2f}", "–", "–")
        rows.append((case.name, *(_compared(before, now, case.bound) if before else bare)))
    text = "Nothing is taken from the cache."
    if not any(before for _, before in found.values()):
        text += f"\nThis copy of the project does not have commit {EARLIER} to compare with."
    header = (
        *("what", "CPU then, s", "CPU now, s", "ratio"),
        *("wall then, s", "wall now, s", "ratio", "target of both"),
    )
    return Table(f"Beside commit {EARLIER}", text, header, tuple(rows))


def _compared(before: Cost, now: Cost, bound: float | None) -> tuple[str, ...]:
    cpu, wall = now.cpu / before.cpu, now.wall / before.wall
    return (
        *(f"{number:.2f}" for number in (before.cpu, now.cpu, cpu, before.wall, now.wall, wall)),
        at_most(bound, cpu, wall) if bound else "–",
    )


def two_processes(found: dict[str, tuple[Cost, Cost | None]]) -> Table:
    """What a second process brings, on the clock."""
    walls = [found[case.name][0].wall for case in CASES]
    packages, everything = walls[1] / walls[2], walls[3] / walls[4]
    # A build that is left in one process takes the same time twice, to within what is measured.
    rows = (
        (_PACKAGES, f"{packages:.2f}", at_least(0.95, packages)),
        ("everything", f"{everything:.2f}", at_least(1.70, everything)),
    )
    text = (
        "How many times as fast on the clock as one process is. Few jobs stay in one process: the\n"
        "target of packages is that a second one is never slower, give or take 5%."
    )
    return Table("Two processes", text, ("what", "times as fast", "target"), rows)


def from_cache(tree: Tree, scratch: Path) -> Table:
    """A build of everything into a new folder: nothing is kept, all is, all but one module is."""
    say("everything, from the cache")
    costs: dict[str, list[Cost]] = {"cold": [], "unchanged": [], "changed": [], "start": []}
    for number in range(ROUNDS):
        cache, modules = scratch / f"cache-{number}", scratch / f"modules-{number}"
        shutil.copytree(ROOT / "modules", modules)
        build = ("build", "--modules", str(modules), "--draft", "--jobs", "1")
        costs["cold"].append(tree.cost(*build, cache=cache))
        costs["unchanged"].append(tree.cost(*build, cache=cache))
        change(modules / ONE / "module.yaml")
        costs["changed"].append(tree.cost(*build, cache=cache))
        costs["start"].append(tree.cost_of_python(_START))
    cpu = {name: least(found).cpu for name, found in costs.items()}
    start, cold = cpu["start"], cpu["cold"]
    rows = [
        ("start of Python alone", f"{start:.2f}", f"{start / cold:.2f}", "–", "–"),
        ("everything, cold", f"{cold:.2f}", "1.00", "1.00", "–"),
    ]
    for name, what, bound in (
        ("unchanged", "the same again", 0.05),
        ("changed", f"one word added in one of {len(MODULES)} modules", 0.15),
    ):
        work = (cpu[name] - start) / (cold - start)
        whole = f"{cpu[name] / cold:.2f}"
        rows.append((what, f"{cpu[name]:.2f}", whole, f"{work:.3f}", at_most(bound, work)))
    text = (
        "CPU of a build of everything in one process, with the cache. The target is of the work:\n"
        f"what `{_START}` takes is not counted in it."
    )
    header = ("what", "CPU, s", "of the cold one", "without the start", "target")
    return Table("What is built again", text, header, tuple(rows))


def change(file: Path) -> None:
    """Adds a word to the first pitfall of a module."""
    text = file.read_text(encoding="utf-8")
    before, key, after = text.partition("\npitfalls:\n  - ")
    assert key, f"{file} has no pitfalls"
    file.write_text(f"{before}{key}perhaps {after}", encoding="utf-8")


def large_programmes(tree: Tree, scratch: Path, sizes: tuple[int, ...]) -> Table:
    """Per module, what a build of packages and a check take, and the memory of the parent."""
    work = {
        "packages, 2 processes": ("build", "--target", "scorm12", "--jobs", "2"),
        f"check, {os.cpu_count()} processes": ("check",),
    }
    folders = {size: write_programme(scratch / f"programme-{size}", size) for size in sizes}
    rows = []
    for name, arguments in work.items():
        # A check prints every page: once has to do.
        rounds = ROUNDS if arguments[0] == "build" else 1
        found: list[Cost] = []
        for size, folder in folders.items():
            say(f"{size} modules: {name}")
            given = (*arguments, "--no-cache", "--modules", str(folder))
            one = least(in_turns(rounds, (tree,), given)[0])
            each = Cost(one.cpu / size, one.wall / size, one.peak_mib)
            found.append(each)
            shown = (f"{each.cpu * 1000:.1f}", f"{each.wall * 1000:.1f}", f"{each.peak_mib:.0f}")
            rows.append((name, f"{size:,}", *shown, "–"))
        if len(found) > 1:
            cpu, wall = found[-1].cpu / found[0].cpu, found[-1].wall / found[0].wall
            peak = found[-1].peak_mib / found[0].peak_mib
            shown = (f"{cpu:.2f}", f"{wall:.2f}", f"{peak:.2f}")
            rows.append((name, "ratio", *shown, at_most(1.10, cpu, wall, peak)))
    text = (
        "Programmes that were made up for this; their modules are as small as can be. Memory is\n"
        "the most that the process had that the user started, without those that it starts. The\n"
        "target is of all three ratios: what a module takes stays the same, and so does the\n"
        "memory. Each check ran once; it tries handouts and cards too."
    )
    header = ("what", "modules", "CPU a module, ms", "wall a module, ms", "memory, MiB", "target")
    return Table("Large programmes", text, header, tuple(rows))


def beside_npm(tree: Tree, scratch: Path) -> Table:
    """Our packages beside the same finished pages, packed by the packager from npm."""
    say(PACKAGER)
    out = scratch / "pages" / "dist"
    build = ("build", "--target", "scorm12", "--jobs", "1", "--no-cache")
    tree.cost(*build, out=out)
    rows = []
    for what, names, given in (
        ("one package", (ONE,), ("build", ONE, *build[1:])),
        (f"{len(MODULES)} packages", MODULES, build),
    ):
        ours, theirs = [], []
        for number in range(ROUNDS):
            ours.append(tree.cost(*given))
            folders = unpack(out, scratch / f"unpacked-{len(names)}-{number}", names)
            packed = folders[0].parent / "packed"
            command = ("node", str(_PACKAGER), str(packed), *map(str, folders))
            theirs.append(cost(command, scratch, dict(os.environ)))
            assert len([*packed.glob("*.zip")]) == len(names)
        us, them = least(ours), least(theirs)
        cpu, wall = us.cpu / them.cpu, us.wall / them.wall
        seconds = (us.cpu, them.cpu, cpu, us.wall, them.wall, wall)
        rows.append((what, *(f"{number:.2f}" for number in seconds)))
    text = (
        f"Packing alone: {PACKAGER} is given our finished pages and writes a manifest and a zip.\n"
        "We read YAML, check the content, make the pages, write the zips, and verify them; of all\n"
        "modules we make the bundle and the web pages too. Both in one process, ours without cache."
    )
    header = (
        *("what", "CPU ours, s", "CPU theirs, s", "ratio"),
        *("wall ours, s", "wall theirs, s", "ratio"),
    )
    return Table("Beside npm", text, header, tuple(rows))


def unpack(out: Path, folder: Path, names: tuple[str, ...]) -> list[Path]:
    """The finished pages of some modules, a folder each, without what a packager adds."""
    for name in names:
        with zipfile.ZipFile(out / "scorm12" / f"{name}.zip") as package:
            pages = [n for n in package.namelist() if not n.endswith((".xsd", "imsmanifest.xml"))]
            package.extractall(folder / name, pages)
    return [folder / name for name in names]


def beside_weasyprint(scratch: Path) -> Table:
    """What our printing adds, once everything that can be kept is in memory."""
    say("one handout")
    job = every_job()[MODULES.index(ONE)]
    ratio = ratio_of_one_handout(printable(job, scratch), job.theme)
    text = "CPU of one handout in a warm process, by that of bare WeasyPrint on the same HTML."
    row = ("one handout", f"{ratio:.2f}", at_most(1.05, ratio))
    return Table("Beside WeasyPrint", text, ("what", "ratio", "target"), (row,))
