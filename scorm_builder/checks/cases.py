"""The choosing tool gives the answers that its cases want."""

from __future__ import annotations

from collections.abc import Iterator

from scorm_builder.content.loader import Content
from scorm_builder.content.wording import spell
from scorm_builder.diagnostics import Diagnostic
from scorm_builder.diagnostics.codes import diagnose
from scorm_builder.model import Case, ChoosingTool, LearningModule
from scorm_builder.runtime.choices import answers_of, choose


def check_cases(content: Content) -> Iterator[Diagnostic]:
    """Every case of a choosing tool comes out as it says, by the table beside it."""
    stages = {
        name: module.stage
        for name, module in content.modules.items()
        if isinstance(module, LearningModule)
    }
    for folder, tool in content.modules.items():
        if not isinstance(tool, ChoosingTool) or tool.named_modules() - stages.keys():
            # A module that is not there, or has errors, is told by another check.
            continue
        for number, case in enumerate(tool.cases):
            best = tuple(one.module for one in choose(tool, stages, answers_of(case)))
            if _wrong(case, best):
                path = ("cases", number)
                message = f"{spell(path)}: '{case.title[:80]}' gives {', '.join(best)}"
                place = content.sources[folder].document.place(path)
                yield diagnose("MOD-022", place, message)


def _wrong(case: Case, best: tuple[str, ...]) -> bool:
    return (case.first is not None and best[0] != case.first) or not set(case.among or ()) <= set(
        best
    )
