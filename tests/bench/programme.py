"""Programmes of any size to measure with: the sample's catalogue, and modules with own words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from tests.tools.samples import catalogue_data, module_data

_WHAT = (
    "a new rota|a change of software|an office move|a public event|a training day|a safety round|"
    "a reading group|a new service|a staff survey|a shared budget"
).split("|")
_WHO = (
    "the nurses|the librarians|the porters|the managers|the volunteers|the visitors|"
    "the cleaners|the trainers|the students|the night team"
).split("|")
_WHERE = (
    "on the ward|in the library|at the clinic|in the kitchen|in the hall|at the front desk|"
    "in the garden|on the stairs|in the staff room|at the gate"
).split("|")


def write_programme(folder: Path, count: int) -> Path:
    """Writes a catalogue and so many modules to `folder`, which must not be there; returns it.

    They are the sample with texts of their own: no two modules have the same up to 1,000 of them.
    There is no bundle. The same count gives the same bytes.
    """
    folder.mkdir(parents=True)
    names = [f"technique-{number:04}" for number in range(count)]
    _write(folder / "catalogue.yaml", catalogue_data(order=names))
    for number, name in enumerate(names):
        (folder / name).mkdir()
        _write(folder / name / "module.yaml", _module(number, name))
    return folder


def _module(number: int, name: str) -> dict[str, Any]:
    """The sample with three phrases in its texts; the digits of the number choose them."""
    what = _WHAT[number % 10]
    who = _WHO[number // 10 % 10]
    where = _WHERE[number // 100 % 10]
    about = f"{what} with {who} {where}"
    data = module_data(
        id=name,
        title=f"{what.capitalize()} with {who} {where}",
        summary=f"It helps you to plan {about}.",
        introduction=f"You meet before {about}. You ask what worked, and you write it down.",
        benefits=[f"{who} hear of {what}", f"you learn {where}", f"{what} goes well {where}"],
        steps=[
            {"title": "Begin", "text": f"Ask {who} to meet you {where}."},
            {"title": "Listen", "text": f"Let {who} tell you about {what} {where}."},
            {"title": "End", "text": f"Thank {who}, and write down how {what} went {where}."},
        ],
        tips=[f"meet {who} {where}"],
        pitfalls=[f"planning {what} without {who}"],
    )
    data["stage"] = ("before", "during", "after")[number % 3]
    data["questions"][0]["scenario"] = f"Somebody asks {who} {where} for help with {what}."
    data["activity"]["introduction"] = f"Write a few words on {about}."
    return data


def _write(path: Path, data: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
