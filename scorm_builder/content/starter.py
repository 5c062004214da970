"""A new module: the text of its files, which are then written all or not at all.

Everything but `write` is a pure function.
"""

from __future__ import annotations

import calendar
import json
import re
import shutil
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from scorm_builder.content.yaml_reader import read_yaml
from scorm_builder.model import FORMS, LearningModule
from scorm_builder.model.texts import IDENTIFIER, Identifier

_SKELETONS = Path(__file__).resolve().parent / "skeletons"


class Refused(Exception):
    """A name or a title that no module can have. Its text says why."""


def check_name(name: str) -> None:
    """Raises Refused when a module cannot have this name."""
    try:
        TypeAdapter(Identifier).validate_python(name)
    except ValidationError:
        near = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-0123456789")
        hint = f"; '{near}' would do" if re.fullmatch(IDENTIFIER, near) and len(near) <= 60 else ""
        raise Refused(
            f"'{name}' cannot be the name of a module: use at most 60 characters, "
            f"{FORMS[IDENTIFIER]}{hint}"
        ) from None


@dataclass(frozen=True, slots=True)
class NewModule:
    """What a module starts from: its id, title and stage, and the day it is begun."""

    name: str
    title: str
    stage: str
    today: date


def new_files(module: NewModule, catalogue: str | None, there: Collection[str]) -> dict[str, str]:
    """The files of a new module by path below the content's folder, and those it goes with.

    `catalogue` is the text of the catalogue; without one, one is made too. `there` has the names
    of the files beside it, which stay as they are. Raises Refused.
    """
    name = module.name
    files = {f"{name}/module.yaml": module_text(module)}
    for kind in ("module",) if catalogue else ("module", "catalogue"):
        if f"{kind}.schema.json" not in there:
            # Here, as checks of content need nothing of it.
            from scorm_builder.content.schema import schema_text  # noqa: PLC0415

            files[f"{kind}.schema.json"] = schema_text(kind)
    if catalogue is None:
        files["catalogue.yaml"] = _fill("catalogue.yaml", id=name)
    elif (changed := with_module(catalogue, name)) != catalogue:
        files["catalogue.yaml"] = changed
    return files


def module_text(module: NewModule) -> str:
    """A `module.yaml` to fill in, without a problem as it is. Raises Refused for a bad title."""
    values = {
        "id": module.name,
        "title": _in_yaml(module.title.strip()),
        "stage": module.stage,
        "reviewed": module.today.isoformat(),
        "next_review": _a_year_after(module.today).isoformat(),
    }
    text = _fill("module.yaml", **values)
    document = read_yaml(text.encode(), module.name)
    try:
        LearningModule.model_validate(document.data)
    except ValidationError as error:
        wrong = error.errors()[0]["msg"]
    else:
        wrong = document.diagnostics[0].message if document.diagnostics else ""
    if wrong:
        raise Refused(f"this title cannot be used: {wrong}")
    return text


@cache
def lines_to_replace() -> frozenset[str]:
    """The lines of a new module and a new catalogue that ask their author to write."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(_SKELETONS.iterdir()))
    found = (re.findall(r"^[^#\n]*?\b([Ww]rite here .*)$", text, re.MULTILINE) for text in texts)
    return frozenset(line.strip() for lines in found for line in lines)


def with_module(catalogue: str, name: str) -> str:
    """A catalogue's text with a module more at the end of its `order`; all else stays as it is.

    The catalogue must be valid. One that names the module already comes back unchanged. Raises
    Refused for a layout that is not understood.
    """
    found: Any = yaml.compose(catalogue, Loader=yaml.SafeLoader)
    order = next(value for key, value in found.value if key.value == "order")
    if name in (item.value for item in order.value):
        return catalogue
    last = order.value[-1]
    if order.flow_style:
        at, added = last.end_mark.index, f", {name}"
    else:
        # A line of its own, which starts as the last one does.
        begin = last.start_mark.index - last.start_mark.column
        rest = re.split(r"\r?\n", catalogue[last.end_mark.index :], maxsplit=1)[0]
        at = last.end_mark.index + len(rest)
        newline = "\r\n" if "\r\n" in catalogue else "\n"
        added = f"{newline}{catalogue[begin : last.start_mark.index]}{name}"
    changed = catalogue[:at] + added + catalogue[at:]
    expected = _data(catalogue)
    expected["order"].append(name)
    if _data(changed) != expected:
        raise Refused(
            f"'{name}' could not be added under 'order'; add it in the catalogue yourself"
        )
    return changed


def write(root: Path, files: Mapping[str, str]) -> None:
    """Writes files below `root`, which is made if need be: all of them, or none.

    A new folder among them appears with everything in it. Raises OSError, after which everything
    is as it was.
    """
    made = [folder for folder in (root, *root.parents) if not folder.exists()]
    root.mkdir(parents=True, exist_ok=True)
    undo: list[tuple[Path, bytes | None]] = []
    try:
        with tempfile.TemporaryDirectory(prefix=".new-", dir=root) as staging:
            for path, text in files.items():
                target = Path(staging) / path
                target.parent.mkdir(exist_ok=True)
                target.write_bytes(text.encode())
            for name in dict.fromkeys(Path(path).parts[0] for path in files):
                written, target = Path(staging) / name, (root / name).resolve()
                before = target.read_bytes() if target.is_file() else None
                if before is not None:
                    shutil.copymode(target, written)
                written.replace(target)
                undo.append((target, before))
    except BaseException:
        _put_back(undo)
        for folder in made:
            folder.rmdir()
        raise


def _put_back(undo: list[tuple[Path, bytes | None]]) -> None:
    for target, before in undo:
        if before is not None:
            target.write_bytes(before)
        elif target.is_dir():
            shutil.rmtree(target)
        else:
            target.unlink(missing_ok=True)


def _fill(name: str, **values: str) -> str:
    return Template((_SKELETONS / name).read_text(encoding="utf-8")).substitute(values)


def _in_yaml(text: str) -> str:
    """A text as an author would write it: in quotes only where YAML needs them."""
    document = read_yaml(f"key: {text}\nlist:\n  - {text}".encode(), "")
    plain = document.data == {"key": text, "list": [text]} and not document.diagnostics
    return text if plain else json.dumps(text, ensure_ascii=False)


def _data(text: str) -> Any:
    return read_yaml(text.encode(), "").data


def _a_year_after(day: date) -> date:
    year = day.year + 1
    return date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))
