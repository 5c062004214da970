"""Model + theme -> the pages that a learner sees, as text.

Everything a template shows comes from the context made here, so the module's page and its handout
cannot say different things.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any

from jinja2 import TemplateError, TemplateRuntimeError
from markupsafe import Markup

from scorm_builder.brands import PageWeakened, identifier_without_brand, lost_or_added
from scorm_builder.drawing import with_fonts
from scorm_builder.jobs import Artifact, CollectionJob, Job
from scorm_builder.keys import module_tag
from scorm_builder.model import ChoosingTool, Diagram, LearningModule, Picture, Video, walk
from scorm_builder.outline import asked, fields, screen_keys, screens
from scorm_builder.structure import structure_hash, structure_of
from scorm_builder.templating import environment
from scorm_builder.theme import Theme
from scorm_builder.translations import language
from scorm_builder.views import Function, View, view

_HASH_CHARACTERS = 12
_NAME_CHARACTERS = 10
_FONTS_OF_PAGES = "Arial, sans-serif"
# What a mistake in a template can raise.
_FAULTS = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
_STYLE_FOLDERS = {"ltr": "scorm12", "rtl": "scorm12-rtl"}


def style_folder(tag: str) -> str:
    """The folder of the theme's assets with the style for the language `tag`."""
    return _STYLE_FOLDERS[language(tag).direction]


def content_hash(job: Job) -> str:
    """12 hexadecimal digits that change with any word, date, score or picture of the module.

    Printed in the package and the handout, so that a reader can tell that the two match.
    """
    # Without defaults, so that a key that a later release of this builder knows changes nothing.
    shared = job.catalogue.model_dump(
        mode="json", exclude={"order", "bundles", "words"}, exclude_defaults=True
    )
    module = job.module.model_dump(
        mode="json", exclude={"exemptions", "history"}, exclude_defaults=True
    )
    others = [asdict(other) for other in job.others]
    shown = [module, shared, others]
    if job.theme.brand:
        shown.append(job.theme.brand.model_dump(mode="json", exclude_defaults=True))
    digest = hashlib.sha256(json.dumps(shown, sort_keys=True).encode())
    for name, content in used_files(job).items():
        digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    return digest.hexdigest()[:_HASH_CHARACTERS]


def joint_hash(job: CollectionJob) -> str:
    """The same for a file of several modules: it changes with any of these, and their order.

    A bundle has words of its own too.
    """
    shown = [content_hash(part) for part in job.jobs]
    for bundle in job.jobs[0].catalogue.bundles or ():
        if bundle.id == job.id:
            shown += (bundle.title, bundle.summary, bundle.version)
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:_HASH_CHARACTERS]


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


def used_files(job: Job) -> dict[str, bytes]:
    """What the module shows by its path in a package: pictures, clips and a brand's logo."""
    pictures: set[str] = set()
    drawings: set[str] = set()
    clips: set[str] = set()
    for found in walk(type(job.module), job.module.model_dump(mode="json")):
        if found.kind is Picture:
            pictures.add(found.value["file"])
        elif found.kind is Diagram:
            drawings.add(found.value["file"])
        elif found.kind is Video:
            pictures |= {found.value["poster"]} - {None}
            clips |= {found.value["file"], found.value["captions"]} - {None}
    return {
        **{f"pictures/{name}": job.pictures[name] for name in sorted(pictures)},
        **{
            f"pictures/{name}": with_fonts(job.pictures[name], _FONTS_OF_PAGES)
            for name in sorted(drawings)
        },
        **{f"clips/{name}": job.clips[name] for name in sorted(clips)},
        **brand_files(job),
    }


def names_by_content(files: Mapping[str, bytes]) -> dict[str, str]:
    """A name for each of these files that changes with its content: `module.3fa2b10c9d.js`.

    So no browser or proxy gives a page a file that it has kept of an older version.
    """
    return {
        path: f"{stem}.{hashlib.sha256(content).hexdigest()[:_NAME_CHARACTERS]}.{ending}"
        for path, content in files.items()
        for stem, _, ending in [path.rpartition(".")]
    }


def brand_files(job: Job) -> dict[str, bytes]:
    """The logo of a brand by its path in a package; nothing without one."""
    return {f"brand/{name}": content for name, content in job.theme.folder("brand").items()}


def run_time_data(job: Job) -> dict[str, Any]:
    """What the SCO's script must know: identifiers, right answers and rules; never any wording."""
    module, tracking = job.module, job.catalogue.tracking
    completion = module.completion if isinstance(module, LearningModule) else None
    return {
        "id": module.id,
        "tag": module_tag(job.catalogue.identifier, module.id),
        "structure": structure_hash(structure_of_job(job)),
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
        "choices": _choices(module, job) if isinstance(module, ChoosingTool) else None,
    }


def structure_of_job(job: Job) -> str:
    """The structure of a job's module: the same with every brand, as the history has only one."""
    return structure_of(job.module, identifier_without_brand(job.catalogue, job.theme))


def _choices(tool: ChoosingTool, job: Job) -> dict[str, Any]:
    """The choosing tool's table, without its words; answers are numbered as on the page."""
    stages = {other.id: other.stage for other in job.others}
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


@dataclass(frozen=True, slots=True)
class Part:
    """A page, or a part of one, that is still to be rendered: in the language `tag`.

    What its template can show may have other parts in it. They are rendered with it, so that a page
    is judged as a whole: a template of a brand for a part may do something to what comes after it.
    """

    template: str
    tag: str
    context: Mapping[str, Any]


def part_of(
    template: str, job: Job, names: Mapping[str, str] = MappingProxyType({}), **more: Any
) -> Part:
    """A page of the module, or a part of one.

    `names` has what files are called that the page loads, by their path, where it is not the same.
    `more` adds to what the template can show; `addresses` has those of other modules by id, where
    they can be linked to, as they cannot in an LMS.
    """
    module = job.module
    stage = job.catalogue.stage(module.stage) if isinstance(module, LearningModule) else None
    style = f"{style_folder(module.language)}/style.css"
    context = {
        "module": module,
        "catalogue": job.catalogue,
        "stage": stage,
        "stages": {one.id: one for one in job.catalogue.stages},
        "others": {other.id: other for other in job.others},
        "screens": screens(module),
        "fields": fields(module),
        "content_hash": content_hash(job),
        "run_time_data": run_time_data(job),
        "addresses": {},
        "address_of": Function("address_of", lambda path: names.get(path, path)),
        "style": Markup(job.theme.assets[style].decode()),  # noqa: S704  (compiled from ours)
        **more,
    }
    return Part(template, module.language, context)


def render_page(template: str, job: Job, **more: Any) -> str:
    """`render` of what `part_of` makes of the same."""
    return render(part_of(template, job, **more), job.theme)


def render(page: Part, theme: Theme) -> str:
    """A page with all its parts.

    Raises jinja2.TemplateError for a fault in a template, and its subclass PageWeakened when a
    template of a brand takes from the page what ours has, or adds what it must not.
    """
    made = _rendered(page, theme)
    if theme.overrides:
        ours = _rendered(page, theme.without_overrides())
        problems = list(lost_or_added(made, ours))
        if problems:
            raise PageWeakened(problems, page.template)
    return made


def _rendered(page: Part, theme: Theme) -> str:
    handed = {name: _handed(value, theme) for name, value in page.context.items()}
    try:
        return environment(theme, page.tag).get_template(page.template).render(handed)
    except TemplateError:
        raise
    except _FAULTS as error:
        message = f"{page.template}: {type(error).__name__}: {error}"
        raise TemplateRuntimeError(message) from error


def _handed(value: Any, theme: Theme) -> Any:
    """What a template gets of a value: plain data, and parts as finished markup."""
    if isinstance(value, Part):
        return Markup(_rendered(value, theme))  # noqa: S704  (rendered by a template)
    if isinstance(value, list | tuple):
        return tuple(_handed(item, theme) for item in value)
    if isinstance(value, Mapping):
        return View({name: _handed(item, theme) for name, item in value.items()})
    return view(value)
