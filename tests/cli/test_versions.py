"""One version after the other, as an author builds them and an administrator reads of them."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.tools.samples import data_of
from tests.tools.user import COMMAND as PROGRAM
from tests.tools.user import build, run, tree

Data = dict[str, Any]
PROGRESS = "Learners' progress when it takes the place of the last version"
CHANGES = "Changes since the last version"


def change(home: Path, edit: Callable[[Data], object], name: str = "alpha") -> Path:
    """Changes a module, and gives its file."""
    path = home / "modules" / name / "module.yaml"
    data = data_of(path)
    edit(data)
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    return path


def change_catalogue(home: Path, edit: Callable[[Data], object]) -> None:
    path = home / "modules" / "catalogue.yaml"
    data = data_of(path)
    edit(data)
    path.write_text(yaml.safe_dump(data), encoding="utf-8")


def place_of_version(path: Path) -> str:
    """Where a file says which version it is, as messages have it."""
    lines = path.read_text(encoding="utf-8").splitlines()
    number = next(n for n, line in enumerate(lines, 1) if line.startswith("version:"))
    return f"modules/{path.parent.name}/module.yaml:{number}:1: error: "


def retitle(data: Data) -> None:
    data["title"] = "Another title"


def give_out(
    home: Path, version: str, changes: str = "The words are plainer."
) -> Callable[[Data], None]:
    """What an author does before another version is given out: pastes what `check` says."""
    listed = json.loads((home / "dist" / "catalogue.json").read_text(encoding="utf-8"))
    before = {row["path"]: row.get("structure") for row in listed["artifacts"]}

    def edit(data: Data) -> None:
        data["version"] = version
        data["history"][0]["structure"] = before["scorm12/alpha.zip"]
        data["history"].insert(0, {"version": version, "date": "2026-11-24", "changes": changes})

    return edit


def paste_structure(home: Path, name: str = "alpha") -> None:
    """Writes the structure that `check` tells to write into the newest entry."""
    told = run(*PROGRAM, "check", cwd=home).err
    (line,) = re.findall(r'Write in this entry: structure: "([^"]+)"', told)
    change(home, lambda data: data["history"][0].update(structure=line), name)


def facts(home: Path) -> dict[str, dict[str, str]]:
    """What the table says of each package, by the name of its file."""
    text = (home / "dist" / "upload.csv").read_text(encoding="utf-8-sig")
    return {row["File name"]: row for row in csv.DictReader(text.splitlines())}


def test_other_content_with_the_same_version_is_refused(home: Path) -> None:
    assert build(home).code == 0
    before = tree(home / "dist")
    path = change(home, retitle)
    done = build(home)
    assert done.code == 1
    assert (
        f"{place_of_version(path)}alpha 1.0.0 is in dist with other content [MOD-030]" in done.err
    )
    assert done.err.endswith("1 error; dist was left as it was\n")
    assert tree(home / "dist") == before
    # Only what is built now is compared.
    assert build(home, "beta").code == 0
    assert build(home, "--out", "elsewhere").code == 0


def test_a_target_more_must_have_the_content_of_the_others(home: Path) -> None:
    assert build(home, "alpha").code == 0
    change(home, retitle)
    done = run(*PROGRAM, "build", "alpha", "--target", "handout", "--jobs", "1", cwd=home)
    assert (done.code, "[MOD-030]" in done.err) == (1, True)


def test_what_nobody_was_given_is_replaced(home: Path) -> None:
    assert build(home).code == 0
    change(home, retitle)
    assert build(home, "--draft").code == 0
    assert build(home).code == 0


def test_a_draft_is_built_as_often_as_its_author_likes(home: Path) -> None:
    change(home, lambda data: (data.update(version="0.1.0"), data.pop("history")))
    for title in ("One title", "Another title", "A third title"):
        change(home, partial(dict.update, title=title))
        assert build(home).code == 0
    assert facts(home)["alpha.zip"][CHANGES] == "This is a draft"


def test_what_no_reader_sees_is_no_other_content(home: Path) -> None:
    assert build(home).code == 0
    change(home, lambda data: data["history"][0].update(changes="It is here."))
    assert build(home).code == 0


def bundle(version: str) -> Data:
    return {
        "id": "whole",
        "title": "The whole",
        "version": version,
        "summary": "All of it.",
        "history": [{"version": version, "date": "2026-11-24", "changes": "It is here."}],
    }


def test_a_bundle_is_compared_as_well(home: Path) -> None:
    change_catalogue(home, lambda data: data.update(bundles=[bundle("1.0.0")]))
    assert build(home).code == 0
    change_catalogue(home, lambda data: data["bundles"][0].update(title="All of it"))
    done = build(home)
    assert done.code == 1
    assert re.search(
        r"^modules/catalogue.yaml:\d+:3: error: whole 1.0.0 is in dist with other content",
        done.err,
        re.MULTILINE,
    )
    change_catalogue(home, lambda data: data.update(bundles=[bundle("1.1.0")]))
    assert build(home).code == 0


def test_a_bundle_with_a_draft_in_it_is_one(home: Path) -> None:
    change(home, lambda data: (data.update(version="0.1.0"), data.pop("history")))
    change_catalogue(home, lambda data: data.update(bundles=[bundle("1.0.0")]))
    assert build(home).code == 0
    change(home, retitle)
    assert build(home).code == 0


def swap_options(data: Data) -> None:
    data["questions"][0]["options"].reverse()


def put_in_order(data: Data) -> None:
    data["questions"] = [
        {
            "id": "in-order",
            "kind": "sequencing",
            "scenario": "A team plans its day.",
            "question": "What comes first?",
            "items": ["open the room", "greet the guests", "begin the talk"],
            "feedback": "People come before words.",
        }
    ]


def move_items(data: Data) -> None:
    data["questions"][0]["items"].reverse()


def add_item(data: Data) -> None:
    data["questions"][0]["items"].insert(1, "pour the tea")


def reword_option(data: Data) -> None:
    data["questions"][0]["options"][0]["text"] = "Something else altogether"


def rename_field(data: Data) -> None:
    data["activity"]["fields"][0]["id"] = "other-words"


KEPT = "Kept: learners go on where they were"


@pytest.mark.parametrize(
    ("begin", "edit", "progress"),
    [
        (None, swap_options, KEPT),
        (None, retitle, KEPT),
        (put_in_order, move_items, KEPT),
        (put_in_order, add_item, "in-order must be answered again; "),
        (None, reword_option, "asked-for-help must be answered again by those who chose what is "),
        (None, put_in_order, "answers to asked-for-help are gone; "),
        (None, rename_field, "words written in words have no place any more and are shown once; "),
    ],
)
def test_administrators_read_what_learners_keep(
    home: Path, begin: Callable[[Data], None] | None, edit: Callable[[Data], None], progress: str
) -> None:
    if begin:
        change(home, begin)
    assert build(home).code == 0
    assert facts(home)["alpha.zip"][PROGRESS] == "This is the first version"
    change(home, edit)
    change(home, give_out(home, "1.1.0"))
    assert build(home).code == 1
    paste_structure(home)
    done = build(home)
    assert done.code == 0, done.err
    told = facts(home)["alpha.zip"][PROGRESS]
    assert told.startswith(
        progress.removesuffix(" ") if progress == KEPT else "Kept, but for this: "
    )
    assert progress.strip() in told
    page = (home / "dist" / "site" / "administrators.html").read_text(encoding="utf-8")
    assert told in page


def test_a_renamed_module_is_a_new_course(home: Path) -> None:
    assert build(home).code == 0
    change(home, give_out(home, "1.1.0", "It has a new name."))
    shutil.move(home / "modules" / "alpha", home / "modules" / "delta")
    change(home, lambda data: data.update(id="delta"), "delta")
    change_catalogue(home, lambda data: data.update(order=["delta", "beta", "gamma"]))
    paste_structure(home, "delta")
    assert build(home).code == 0
    told = facts(home)["delta.zip"][PROGRESS]
    assert told == "Not kept: it is a new course for the LMS, and progress starts afresh"


def test_a_bundle_tells_of_the_modules_in_it(home: Path) -> None:
    change_catalogue(home, lambda data: data.update(bundles=[bundle("1.0.0")]))
    assert build(home).code == 0
    change(home, swap_options)
    change(home, give_out(home, "1.1.0"))
    paste_structure(home)
    edit = bundle("1.1.0")
    edit["history"].append({"version": "1.0.0", "date": "2026-11-20", "changes": "First."})
    change_catalogue(home, lambda data: data.update(bundles=[edit]))
    assert build(home).code == 0
    row = facts(home)["whole.zip"]
    assert row[CHANGES] == "It is here. Title of alpha 1.1.0: The words are plainer."
    assert row[PROGRESS] == f"Title of alpha 1.1.0: {KEPT}."
