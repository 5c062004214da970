"""The choosing tool: what it comes to, and that the page comes to the same."""

from __future__ import annotations

import json
import random
import subprocess
from itertools import product
from typing import Any

import pytest

from scorm_builder.content.loader import Content
from scorm_builder.model import ChoosingTool, LearningModule
from scorm_builder.pipeline.plan import plan
from scorm_builder.render import part_of
from scorm_builder.runtime.choices import answers_of, choose
from scorm_builder.runtime.outline import WISHES
from scorm_builder.theme import Theme
from tests.conftest import ROOT
from tests.tools.choices import ACCEPTANCE

SEED = 20261124
CHOICES = ROOT / "templates" / "module" / "runtime" / "choices.js"
IN_NODE = f"""
import {{ readFileSync }} from "node:fs";
import {{ choose }} from {json.dumps(CHOICES.as_uri())};
const {{ table, chosen }} = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(chosen.map((answers) => choose(table, answers))));
"""


@pytest.fixture(scope="module")
def tool(content: Content) -> ChoosingTool:
    found = content.modules["choosing-tool"]
    assert isinstance(found, ChoosingTool)
    return found


@pytest.fixture(scope="module")
def stages(content: Content) -> dict[str, str]:
    """The stage of each technique."""
    modules = content.modules.values()
    return {found.id: found.stage for found in modules if isinstance(found, LearningModule)}


def ids_of(tool: ChoosingTool, wish: str) -> list[str]:
    """The ids of the answers to a question of the tool."""
    return [answer.id for answer in getattr(tool, wish.removeprefix("second_")).answers]


@pytest.mark.parametrize("situation", ACCEPTANCE)
def test_the_situations_that_it_was_designed_from(
    tool: ChoosingTool, stages: dict[str, str], situation: str
) -> None:
    answers, expected = ACCEPTANCE[situation]
    best = [found.module for found in choose(tool, stages, answers)]
    assert len(best) == 3
    assert best[0] in expected
    assert set(expected) <= set(best)


def test_the_module_s_own_cases(tool: ChoosingTool, stages: dict[str, str]) -> None:
    assert len(tool.cases) >= len(ACCEPTANCE)
    for case in tool.cases:
        best = [found.module for found in choose(tool, stages, answers_of(case))]
        assert case.first in (None, best[0]), case.title
        assert set(case.among or ()) <= set(best), case.title


def test_every_technique_can_come_first(tool: ChoosingTool, stages: dict[str, str]) -> None:
    asked = product(ids_of(tool, "stage"), ids_of(tool, "goal"))
    firsts = {choose(tool, stages, {"stage": s, "goal": g})[0].module for s, g in asked}
    assert firsts == set(stages)
    assert len(firsts) == 13


def test_a_short_time_never_pushes_the_main_wish_aside(
    tool: ChoosingTool, stages: dict[str, str]
) -> None:
    for row in tool.techniques:
        here = next(one.id for one in tool.stage.answers if one.stage == stages[row.module])
        for time in ids_of(tool, "time"):
            answers = {"stage": here, "goal": row.goal, "time": time}
            assert choose(tool, stages, answers)[0].module == row.module, answers


def test_the_page_comes_to_the_same(
    content: Content, theme: Theme, tool: ChoosingTool, stages: dict[str, str]
) -> None:
    random_answers = random.Random(SEED)
    chosen: list[dict[str, str]] = [dict(answers) for answers, _ in ACCEPTANCE.values()]
    chosen += [answers_of(case) for case in tool.cases]
    for _ in range(500):
        answers = {wish: random_answers.choice([*ids_of(tool, wish), ""]) for wish in WISHES}
        for needed in ("stage", "goal"):
            answers[needed] = answers[needed] or random_answers.choice(ids_of(tool, needed))
        chosen.append({wish: answer for wish, answer in answers.items() if answer})
    assert {wish for answers in chosen for wish in answers} == set(WISHES)

    (job,) = plan(content, theme, (tool.id,), ("scorm12",))
    table = part_of("", job).context["run_time_data"]["choices"]
    given = json.dumps({"table": table, "chosen": chosen})
    ran = subprocess.run(
        ["node", "--input-type=module", "--eval", IN_NODE],
        input=given,
        capture_output=True,
        text=True,
        check=True,
    )
    on_the_page: list[list[dict[str, Any]]] = json.loads(ran.stdout)
    over_weeks = {row.module: row.over_weeks for row in tool.techniques}
    assert len(on_the_page) == len(chosen)
    for answers, seen in zip(chosen, on_the_page, strict=True):
        expected = [
            {
                "module": one.module,
                "score": one.score,
                "reasons": list(one.reasons),
                "tooShort": one.too_short,
                "overWeeks": over_weeks[one.module],
            }
            for one in choose(tool, stages, answers)
        ]
        assert seen == expected, answers
