"""Model + theme -> the pages that a learner sees, as text.

Everything a template shows comes from the context made here, so the module's page and its handout
cannot say different things.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from jinja2 import TemplateError, TemplateRuntimeError
from markupsafe import Markup

from scorm_builder.jobs import Job
from scorm_builder.jobs.identity import (
    content_hash,
    page_address,
    path_of_picture,
    structure_of_job,
)
from scorm_builder.model import LearningModule
from scorm_builder.render.environment import environment
from scorm_builder.render.views import Function, View, view
from scorm_builder.runtime.data import run_time_data
from scorm_builder.runtime.outline import fields, screens
from scorm_builder.theme import Theme
from scorm_builder.theme.brands import PageWeakened, lost_or_added
from scorm_builder.theme.translations import language

_NAME_CHARACTERS = 10
# What a mistake in a template can raise.
_FAULTS = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
_STYLE_FOLDERS = {"ltr": "module", "rtl": "module-rtl"}


def style_folder(tag: str) -> str:
    """The folder of the theme's assets with the style for the language `tag`."""
    return _STYLE_FOLDERS[language(tag).direction]


def names_by_content(files: Mapping[str, bytes]) -> dict[str, str]:
    """A name for each of these files that changes with its content: `module.3fa2b10c9d.js`.

    So no browser or proxy gives a page a file that it has kept of an older version.
    """
    return {
        path: f"{stem}.{hashlib.sha256(content).hexdigest()[:_NAME_CHARACTERS]}.{ending}"
        for path, content in files.items()
        for stem, _, ending in [path.rpartition(".")]
    }


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
    paths = {f"pictures/{name}": path_of_picture(name, one) for name, one in job.pictures.items()}

    def address_of(path: str) -> str:
        packed = paths.get(path, path)
        return names.get(packed, packed)

    context = {
        "module": module,
        "catalogue": job.catalogue,
        "stage": stage,
        "stages": {one.id: one for one in job.catalogue.stages},
        "others": {other.id: other for other in job.others},
        "screens": screens(module),
        "fields": fields(module),
        "content_hash": content_hash(job),
        "page_address": page_address(job),
        "run_time_data": run_time_data(
            module,
            job.catalogue,
            structure_of_job(job),
            {other.id: other.stage for other in job.others},
        ),
        "addresses": {},
        "address_of": Function("address_of", address_of),
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
