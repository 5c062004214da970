"""What Python and the run-time's script both say: one does not change without the other.

The vectors in `tests/runtime/vectors` are read here and by `tests/runtime/script/twins.test.mjs`.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
from collections.abc import Iterable, Mapping
from typing import Any

from scorm_builder.content.loader import Content
from scorm_builder.model import (
    QUESTION_KINDS,
    Catalogue,
    ChoosingTool,
    LearningModule,
)
from scorm_builder.model.choosing import Weights
from scorm_builder.runtime import alphabet, choices, keys, outline, suspend_data
from scorm_builder.runtime.data import run_time_data
from tests.conftest import ROOT
from tests.tools.samples import (
    QUESTIONS,
    assert_expected,
    catalogue_data,
    data_of,
    module_data,
    updating,
)

RUNTIME = ROOT / "templates" / "module" / "runtime"
VECTORS = ROOT / "tests" / "runtime" / "vectors"
SEED = 20261124
CONSTANTS: dict[str, dict[str, Any]] = {
    "alphabet.js": {
        "COMMON": alphabet.COMMON,
        "PLAIN": alphabet.PLAIN,
        "MARK_CHARACTERS": alphabet.MARK_CHARACTERS,
    },
    "codec.js": {
        "FORMAT": suspend_data.FORMAT,
        "KEY": keys.KEY_CHARACTERS,
        "MOST_CHARACTERS": suspend_data.MOST_CHARACTERS,
    },
    "choices.js": {"BEST": choices.BEST, "WISHES": list(outline.WISHES)},
    "responses.js": {"DIGITS": keys.DIGITS},
}
IN_NODE = f"""
const found = {{}};
for (const name of {json.dumps(list(CONSTANTS))}) {{
  found[name] = {{ ...await import({json.dumps(RUNTIME.as_uri())} + "/" + name) }};
}}
console.log(JSON.stringify(found));
"""


def test_constants_are_the_same_in_both() -> None:
    ran = subprocess.run(
        ["node", "--input-type=module", "--eval", IN_NODE],
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(ran.stdout)
    for file, constants in CONSTANTS.items():
        for name, value in constants.items():
            assert found[file][name] == value, f"{name} in {file}"


def test_the_script_counts_with_the_weights_of_the_model() -> None:
    text = (RUNTIME / "choices.js").read_text(encoding="utf-8")
    assert set(re.findall(r"weights\.(\w+)", text)) == set(Weights.model_fields)


def vectors_of(name: str) -> Any:
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


def as_json(vectors: dict[str, Any]) -> str:
    """The vectors with a line for each key, and for each case."""

    def lines(value: Any) -> str:
        if not isinstance(value, list):
            return json.dumps(value)
        return "[\n    " + ",\n    ".join(map(json.dumps, value)) + "\n  ]"

    return "{\n" + ",\n".join(f'  "{k}": {lines(v)}' for k, v in vectors.items()) + "\n}\n"


def table_of(tool: ChoosingTool, stages: Mapping[str, str]) -> dict[str, Any]:
    """The choosing tool's table, as the page has it."""
    catalogue = Catalogue.model_validate(catalogue_data())
    data = run_time_data(tool, catalogue, "", stages)
    table: dict[str, Any] = json.loads(json.dumps(data["choices"]))
    return table


def some_answers(tool: ChoosingTool) -> Iterable[dict[str, str]]:
    """Answers to some of the questions: stage and goal at least."""
    chosen = random.Random(SEED)
    for _ in range(80):
        answers = {}
        for wish in outline.WISHES:
            ids = [answer.id for answer in getattr(tool, wish.removeprefix("second_")).answers]
            needed = wish in {"stage", "goal"}
            answers[wish] = chosen.choice(ids if needed else [*ids, ""])
        yield {wish: answer for wish, answer in answers.items() if answer}


def test_choices_come_to_what_the_vectors_say(content: Content) -> None:
    """A copy of the tool as it once was: its table may change, what it comes to may not."""
    if updating():
        now = content.modules["choosing-tool"]
        of = {m.id: m.stage for m in content.modules.values() if isinstance(m, LearningModule)}
        without = {"history", "exemptions", "sources"}
        given = now.model_dump(mode="json", exclude=without, exclude_none=True), of
    else:
        vectors = vectors_of("choices")
        given = vectors["tool"], vectors["stages"]
    tool = ChoosingTool.model_validate_json(json.dumps(given[0]))
    over_weeks = {row.module: row.over_weeks for row in tool.techniques}
    cases = [
        [
            answers,
            [
                {
                    "module": one.module,
                    "score": one.score,
                    "reasons": list(one.reasons),
                    "tooShort": one.too_short,
                    "overWeeks": over_weeks[one.module],
                }
                for one in choices.choose(tool, given[1], answers)
            ],
        ]
        for answers in some_answers(tool)
    ]
    assert {wish for answers, _ in cases for wish in answers} == set(outline.WISHES)
    made = {
        "about": "A choosing tool, the page's table of it, and what some answers come to.",
        "tool": given[0],
        "stages": given[1],
        "table": table_of(tool, given[1]),
        "cases": cases,
    }
    assert_expected(VECTORS / "choices.json", as_json(made))


def test_the_outline_is_what_the_vectors_say() -> None:
    """A module with a question of each kind, and how much its suspend data can take."""
    questions = [
        data_of(QUESTIONS / kind / "question.yaml") | {"id": kind} for kind in QUESTION_KINDS
    ]
    module = LearningModule.model_validate(module_data(questions=questions))
    data = run_time_data(module, Catalogue.model_validate(catalogue_data()), "", {})
    made = {
        "about": "What Python tells the script of a module with a question of each kind.",
        "data": data,
        "fixedCharacters": suspend_data.fixed_characters(module),
    }
    assert_expected(VECTORS / "outline.json", as_json(made))
