"""What is told of an update, and what the script in the page makes of it: the same, in any case."""

from __future__ import annotations

import copy
import json
import random
import subprocess
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import pytest
from pydantic import ValidationError

from scorm_builder.model import LearningModule
from scorm_builder.runtime.keys import module_tag
from scorm_builder.runtime.outline import Asked, asked, fields, screen_keys, screens
from scorm_builder.runtime.structure import Losses, losses, structure_hash, structure_of
from tests.conftest import ROOT
from tests.tools.modules import module, options, pairs

Data = dict[str, Any]
CODEC = ROOT / "templates" / "module" / "runtime" / "codec.js"
IN_NODE = f"""
import {{ readFileSync }} from "node:fs";
import {{ encodeState, decodeState }} from {json.dumps(CODEC.as_uri())};
const updates = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(updates.map(({{ before, after, state }}) => (
  decodeState(encodeState(state, before), after)
))));
"""
SEED, UPDATES = 11, 400
WORDS = ("Ask", "Wait", "Go", "Read", "Write", "Count", "Draw", "Hurry", "Look", "Sing")


def items_of(chance: random.Random, data: Data) -> list[Any]:
    """The options, items or pairs of one question."""
    found = [
        one[key] for one in data["questions"] for key in ("options", "items", "pairs") if key in one
    ]
    return chance.choice(found)


def like(chance: random.Random, item: Any) -> Any:
    """Another item of the same kind."""
    word = chance.choice(WORDS)
    if isinstance(item, str):
        return word
    if "prompt" in item:
        return {**pairs(word)[0], "match": chance.choice([f"With {word}", item["match"]])}
    return {**options(word)[0], "correct": item["correct"]}


def update(chance: random.Random, data: Data) -> None:
    """Makes one change that an author could make."""
    items = items_of(chance, data)
    one = chance.choice(data["questions"])
    written = data["activity"]["fields"]
    number = chance.randrange(len(items))
    match chance.randrange(9):
        case 0:
            del items[number]
        case 1:
            items.append(like(chance, items[number]))
        case 2:
            items[number] = like(chance, items[number])
        case 3:
            chance.shuffle(items)
        case 4:
            chance.shuffle(data["questions"])
        case 5:
            data["questions"].remove(one)
        case 6:
            one["id"] = chance.choice(["other", "words", "plan"])
        case 7:
            kinds = ("single-choice", "multiple-choice")
            one["kind"] = chance.choice(kinds) if one["kind"] in kinds else one["kind"]
        case _:
            written[0]["id"] = chance.choice(["plan", "other", "more"])
    if chance.random() < 0.03:
        data["id"] = "renamed"


def updated(chance: random.Random, data: Data) -> LearningModule:
    """The module after a few changes, or after others where these cannot be."""
    while True:
        changed = copy.deepcopy(data)
        for _ in range(chance.randint(1, 4)):
            update(chance, changed)
        try:
            return LearningModule.model_validate(changed)
        except ValidationError:
            continue


def in_page(one: LearningModule) -> Data:
    """What the page of a module tells its script."""
    return {
        "tag": module_tag("samples", one.id),
        "structure": structure_hash(structure_of(one, "samples")),
        "screens": screens(one),
        "screenKeys": screen_keys(one),
        "questions": [asdict(question) for question in asked(one)],
        "fields": [{"id": field.id, "key": field.key} for field in fields(one)],
    }


def response_of(chance: random.Random, question: Asked) -> str:
    """Something that a learner can hand in."""
    numbers = [str(number) for number in range(question.size)]
    if question.kind == "multiple-choice":
        return "".join(sorted(chance.sample(numbers, chance.randint(1, question.size))))
    if question.kind == "matching":
        return "".join(chance.choices(numbers, k=question.size))
    if question.kind == "sequencing":
        return "".join(chance.sample(numbers, question.size))
    return chance.choice(numbers) if numbers else ""


def state_of(chance: random.Random, one: LearningModule) -> Data:
    """A learner's work with everything answered and written."""
    return {
        "status": "i",
        "screen": 0,
        "opened": [True for _ in screens(one)],
        "answers": [
            {"response": response_of(chance, q), "pending": False, "attempts": 2, "points": 0}
            for q in asked(one)
        ],
        "texts": ["My words" for _ in fields(one)],
        "others": [],
    }


def chosen(question: Asked, response: str) -> list[tuple[str, ...]]:
    """What a response says, by keys; for pairs the prompt and its match."""
    numbers = [int(digit) for digit in response if digit != "-"]
    if question.kind == "matching":
        return [(question.options[n], question.matches[m]) for n, m in enumerate(numbers)]
    return [(question.options[number],) for number in numbers]


def left_of(before: Asked, after: Asked, response: str) -> tuple[list[tuple[str, ...]], bool]:
    """What is still there of a response, and whether anything that counts is gone."""
    said = chosen(before, response)
    if before.kind == "matching":
        said = [pair for pair in said if pair[0] in after.options]
        return said, any(match not in after.matches for _, match in said)
    left = [one for one in said if one[0] in after.options]
    return left, left != said


@pytest.fixture(scope="module")
def updates() -> list[tuple[LearningModule, LearningModule, Data, Any]]:
    """Modules before and after an update, a learner's work, and what the script made of it."""
    chance = random.Random(SEED)
    made = []
    for _ in range(UPDATES):
        before = updated(chance, module())
        after = updated(chance, before.model_dump(mode="json", exclude_none=True))
        made.append((before, after, state_of(chance, before)))
    given = [
        {"before": in_page(before), "after": in_page(after), "state": state}
        for before, after, state in made
    ]
    ran = subprocess.run(
        ["node", "--input-type=module", "--eval", IN_NODE],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
    )
    return [(*one, seen) for one, seen in zip(made, json.loads(ran.stdout), strict=True)]


def test_every_loss_is_among_them(updates: Sequence[Any]) -> None:
    found = [losses_of(before, after) for before, after, _, _ in updates]
    for name in ("afresh", "fields", "questions", "again", "in_part"):
        assert sum(bool(getattr(one, name)) for one in found) > 4, name
    assert sum(not one for one in found) > 20


def losses_of(before: LearningModule, after: LearningModule) -> Losses:
    lost = losses(structure_of(before, "samples"), structure_of(after, "samples"))
    assert lost is not None
    return lost


def test_the_script_keeps_what_it_is_told_to_keep(updates: Sequence[Any]) -> None:
    for before, after, state, seen in updates:
        lost = losses_of(before, after)
        assert (seen["kind"] == "foreign") is lost.afresh
        if lost.afresh:
            continue
        names = {field.key: field.id for field in fields(before)}
        assert {names[key] for key, _ in seen["state"]["others"]} == set(lost.fields)
        there = {question.id: (n, question) for n, question in enumerate(asked(after))}
        for question, given in zip(asked(before), state["answers"], strict=True):
            number, now = there.get(question.id, (None, None))
            if now is None or now.kind != question.kind:
                assert question.id in (
                    lost.fields if question.kind == "free-text" else lost.questions
                )
                continue
            left, gone = left_of(question, now, given["response"])
            asked_again = question.id in lost.again or (question.id in lost.in_part and gone)
            assert (number in seen["lost"]) is asked_again
            kept = seen["state"]["answers"][number]
            assert kept["attempts"] == (0 if asked_again else 2)
            if not asked_again:
                said = chosen(now, kept["response"])
                # Only of items in order does the order say something.
                in_order = now.kind == "sequencing"
                assert (said if in_order else sorted(said)) == (left if in_order else sorted(left))
