"""Model + theme -> the pages that a learner sees, as text.

Everything a template shows comes from the context made here, so the module's page and its handout
cannot say different things.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from jinja2 import TemplateError, TemplateRuntimeError
from markupsafe import Markup

from scorm_builder.jobs import Artifact, Job
from scorm_builder.model import Catalogue, LearningModule, Picture, walk
from scorm_builder.outline import screens, structure_tag
from scorm_builder.theme import environment
from scorm_builder.translations import language

_HASH_CHARACTERS = 12
_STYLES = {"ltr": "scorm12/style.css", "rtl": "scorm12-rtl/style.css"}


def content_hash(job: Job) -> str:
    """12 hexadecimal digits that change with any word, date, score or picture of the module.

    Printed in the package and the handout, so that a reader can tell that the two match.
    """
    shared = job.catalogue.model_dump(mode="json", exclude={"order"})
    content = [job.module.model_dump(mode="json"), shared]
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode())
    for name in used_pictures(job):
        digest.update(name.encode() + b"\0" + hashlib.sha256(job.pictures[name]).digest())
    return digest.hexdigest()[:_HASH_CHARACTERS]


def artifact_of(job: Job, target: str, ending: str, content: bytes) -> Artifact:
    """The finished file `<target>/<id>.<ending>` of a job."""
    module = job.module
    return Artifact(
        path=f"{target}/{module.id}.{ending}",
        target=target,
        module=module.id,
        title=module.title,
        version=module.version,
        language=module.language,
        content_hash=content_hash(job),
        content=content,
    )


def used_pictures(job: Job) -> tuple[str, ...]:
    """The file names of the pictures that the module shows, sorted."""
    found = walk(LearningModule, job.module.model_dump(mode="json"))
    return tuple(sorted({str(f.value["file"]) for f in found if f.kind is Picture}))


def run_time_data(module: LearningModule, catalogue: Catalogue) -> dict[str, Any]:
    """What the SCO's script must know: identifiers, right answers and rules; never any wording."""
    return {
        "id": module.id,
        "structure": structure_tag(module),
        "screens": screens(module),
        "recordInteractions": catalogue.tracking.record_interactions,
        "passedCountsAsCompleted": catalogue.tracking.passed_counts_as == "completed",
        "rule": module.completion.rule,
        "masteryScore": module.completion.mastery_score,
        "questions": [
            {
                "id": question.id,
                "correct": [i for i, option in enumerate(question.options) if option.correct],
                "options": len(question.options),
            }
            for question in module.questions
        ],
        "fields": [
            {"id": field.id, "maxCharacters": field.max_characters}
            for field in module.activity.fields
        ],
    }


def render_page(template: str, job: Job) -> str:
    """One page of the module. Raises jinja2.TemplateError for a fault in a template."""
    module = job.module
    style = _STYLES[language(module.language).direction]
    context = {
        "module": module,
        "catalogue": job.catalogue,
        "stage": job.catalogue.stage(module.stage),
        "screens": screens(module),
        "content_hash": content_hash(job),
        "run_time_data": run_time_data(module, job.catalogue),
        "style": Markup(job.theme.assets[style].decode()),  # noqa: S704  (compiled from ours)
    }
    try:
        return environment(job.theme, module.language).get_template(template).render(context)
    except TemplateError:
        raise
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise TemplateRuntimeError(f"{template}: {type(error).__name__}: {error}") from error
