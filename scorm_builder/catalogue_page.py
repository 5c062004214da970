"""Model + finished files -> the HTML page of the catalogue, `index.html`.

Packages cannot link to each other in an LMS; here neighbours and companions are real links.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from markupsafe import Markup

from scorm_builder.jobs import Entry
from scorm_builder.model import AnyModule, Catalogue
from scorm_builder.render import render_template, style_folder
from scorm_builder.theme import Theme


def catalogue_page(
    catalogue: Catalogue,
    modules: Mapping[str, AnyModule],
    entries: Iterable[Entry],
    theme: Theme,
) -> bytes:
    """The page with every module that has a file, in the catalogue's order, and every bundle."""
    files: dict[str, list[Entry]] = {}
    for entry in entries:
        files.setdefault(entry.module, []).append(entry)
    folder = style_folder(catalogue.language)
    style = "".join(theme.assets[f"{folder}/{name}.css"].decode() for name in ("style", "module"))
    context = {
        "catalogue": catalogue,
        "modules": [modules[name] for name in catalogue.order if name in files],
        "titles": {name: module.title for name, module in modules.items()},
        "files": files,
        "style": Markup(style),  # noqa: S704  (compiled from ours)
    }
    return render_template("catalogue/page.jinja", theme, catalogue.language, context).encode()
