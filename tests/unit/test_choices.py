"""The choosing tool: what it comes to. That the page comes to the same is in test_twins.py."""

from __future__ import annotations

from itertools import product

import pytest

from scorm_builder.content.loader import Content
from scorm_builder.model import ChoosingTool, LearningModule
from scorm_builder.runtime.choices import answers_of, choose
from tests.tools.choices import ACCEPTANCE


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
