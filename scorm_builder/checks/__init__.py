"""Model -> diagnostics: what the shape of the content cannot say.

Checks read the data as written, valid or not, so that one run reports every problem. Each check
is a function from `Content` to diagnostics, listed in `CHECKS`; those that depend on the day get it
from outside.

- `content`, `unseen`, `clips`, `diagrams`, `references`, `cases`, `dates`, `history`, `leftovers`,
  `languages`: rules for every language.
- `style`: those for English, which are in `reading` and `writing`, on the texts that `texts` finds.
- `sentences`, `spelling`: what these rules know of English.
- `exemptions`: what an author leaves as it is.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from scorm_builder.checks.cases import check_cases
from scorm_builder.checks.clips import check_clips
from scorm_builder.checks.content import (
    check_catalogue_order,
    check_folder_names,
    check_pictures,
    check_placeholders,
    check_room,
    check_text,
)
from scorm_builder.checks.dates import check_minutes, check_reviews
from scorm_builder.checks.diagrams import check_diagrams
from scorm_builder.checks.exemptions import without_exempt
from scorm_builder.checks.history import check_history
from scorm_builder.checks.languages import check_interface
from scorm_builder.checks.leftovers import check_leftovers
from scorm_builder.checks.references import (
    check_bundles,
    check_https,
    check_named_modules,
    check_titles,
)
from scorm_builder.checks.style import Recall, check_style, find_anew
from scorm_builder.checks.unseen import check_unseen
from scorm_builder.content.loader import Content
from scorm_builder.content.pictures import Prepare
from scorm_builder.content.preparing import prepare_anew
from scorm_builder.diagnostics import Diagnostic

CHECKS = (
    check_text,
    check_unseen,
    check_placeholders,
    check_folder_names,
    check_clips,
    check_diagrams,
    check_catalogue_order,
    check_room,
    check_cases,
    check_named_modules,
    check_titles,
    check_bundles,
    check_https,
    check_minutes,
    check_leftovers,
    check_interface,
)


def check(
    content: Content,
    today: date,
    names: Collection[str] = (),
    recall: Recall = find_anew,
    prepare: Prepare = prepare_anew,
) -> tuple[Diagnostic, ...]:
    """Every problem that loading the content did not already report, on the day `today`.

    Where modules are named, style is only looked at in these: it is never an error. `recall` has
    what was found of it before, and `prepare` makes pictures ready.
    Raises theme.ThemeMissing when the dictionary is needed and has not been built.
    """
    found = [problem for run in CHECKS for problem in run(content)]
    found += check_pictures(content, prepare)
    found += [*check_style(content, names, recall), *check_reviews(content, today)]
    found += check_history(content, today)
    return without_exempt(content, found, names)
