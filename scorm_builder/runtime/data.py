"""What the SCO's script must know of a module: identifiers, right answers and rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from scorm_builder.model import AnyModule, Catalogue, ChoosingTool, LearningModule
from scorm_builder.runtime.keys import module_tag
from scorm_builder.runtime.outline import asked, fields, screen_keys, screens
from scorm_builder.runtime.structure import structure_hash


def run_time_data(
    module: AnyModule, catalogue: Catalogue, structure: str, stages: Mapping[str, str]
) -> dict[str, Any]:
    """What the SCO's script must know: identifiers, right answers and rules; never any wording.

    `structure` is that of the module, by `structure.structure_of`; `stages` has the stage of each
    technique that the module names, by its id.
    """
    tracking = catalogue.tracking
    completion = module.completion if isinstance(module, LearningModule) else None
    return {
        "id": module.id,
        "tag": module_tag(catalogue.identifier, module.id),
        "structure": structure_hash(structure),
        "screens": screens(module),
        "screenKeys": screen_keys(module),
        "recordInteractions": tracking.record_interactions,
        "passedCountsAsCompleted": tracking.passed_counts_as == "completed",
        "rule": completion.rule if completion else "a-choice",
        "masteryScore": completion.mastery_score if completion else None,
        "questions": [asdict(question) for question in asked(module)],
        "fields": [
            {"id": field.id, "key": field.key, "maxCharacters": field.max_characters}
            for field in fields(module)
        ],
        "choices": _choices(module, stages) if isinstance(module, ChoosingTool) else None,
    }


def _choices(tool: ChoosingTool, stages: Mapping[str, str]) -> dict[str, Any]:
    """The choosing tool's table, without its words; answers are numbered as on the page."""
    table = tool.model_dump(mode="json", include={"weights": True})
    table["techniques"] = [
        {
            "module": row.module,
            "stage": stages[row.module],
            "goal": row.goal,
            "secondGoals": row.second_goals or (),
            "minutes": row.minutes,
            "overWeeks": row.over_weeks,
            "leastPeople": row.least_people,
            "mostPeople": row.most_people,
            "results": row.results,
        }
        for row in tool.techniques
        if row.module in stages
    ]
    table["answers"] = {
        name: [
            answer.model_dump(mode="json", exclude={"text", "reason", "chart"})
            for answer in getattr(tool, name).answers
        ]
        for name in ("stage", "goal", "time", "people", "result")
    }
    return table
