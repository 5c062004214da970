"""The model and the content -> pages of the documentation, and the schemas for editors.

Pure functions, but for `main`: `python docs/reference/make_reference.py` writes all of them.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from inspect import getdoc, signature
from pathlib import Path
from typing import Any

from scorm_builder import api
from scorm_builder.content.loader import Content, load
from scorm_builder.content.schema import (
    REFERENCE,
    brand_schema,
    catalogue_schema,
    module_schema,
    schema_text,
    words,
)
from scorm_builder.diagnostics import Rule, has_errors
from scorm_builder.diagnostics.codes import CHAPTERS as CHAPTERS_OF_THE_BUILDER
from scorm_builder.model import MODULE_KINDS, QUESTION_KINDS
from scorm_builder.verify.codes import CHAPTERS, RULES
from scorm_builder.verify.profiles import PROFILES

_KINDS_OF_QUESTION = "The kinds of question"

_ABOUT = """\
`make docs` makes this page from the model; do not edit it. An editor shows the same while you type,
see the [tutorial](../tutorial/your-first-technique.md). Links and emphasis are written as in
[CommonMark](https://commonmark.org/help/), and tables as on GitHub: a row with the names of the
columns, `| When | Who |`, a row of hyphens, `|---|---|`, and then the others.
"""

_MODULE = f"""\
# The keys of module.yaml

A module is a technique, or the tool that helps to choose one: its `kind` says which. Without a
`kind` it is a technique.

{_ABOUT}
## {_KINDS_OF_QUESTION}

The `kind` of a question says which keys it has. Without one it is `single-choice`. The interaction
type is what the LMS records as `cmi.interactions.n.type`.
"""

_PYTHON = """\
# The Python interface

`make docs` makes this page from `scorm_builder/api.py`; do not edit it.

```python
from scorm_builder import api

for problem in api.verify_package("package.zip", lms=["esr"]):
    print(problem.location, problem.code, problem.message)
```
"""

_CATALOGUE = f"""\
# The keys of catalogue.yaml

The catalogue is what all modules share. It stands beside their folders.

{_ABOUT}"""

_BRAND = f"""\
# The keys of brand.yaml

A brand is what an organisation changes of the look and the imprint. How to make one is in
[its own page](../how-to/brand.md).

{_ABOUT}"""

_SOURCES = """\
# Sources

What the facts of each module rest on, from `sources` in its `module.yaml`. `make docs` makes this
page; do not edit it.

The addresses were taken from stored public text. They have not been checked live: a page may have
moved, or may say something else by now.
"""


_VERIFIER = """\
# The rules of the verifier

`make docs` makes this page from `scorm_builder/verify/codes`; do not edit it.

The verifier judges any SCORM 1.2 package. How bad a finding is:

- **error**: LMSs refuse the package, or lose files or records.
- **warning**: a known failure of some LMSs, or against the standard.
- **info**: worth knowing.

Many packages break the standard and play everywhere. So each rule also says where it is felt:
**against the standard**, **on import** into an LMS, **on playing** in the browser, or **on
tracking** of what the learner does. A rule that is felt more or less in some cases says so in the
message.

Pages and scripts are read, not run. So what is there is certain, and what is not there may only be
put together from pieces: such a finding is no more than an info. What single LMSs take is judged
only when they are asked for.

A code is stable: it is never given a new meaning.

An example is the smallest wrong input, such as a line or the name of a file; … stands for what is
left out of it. Where the fault is in the zip itself, or is that a file is missing (`~`), it is
written as the tests [describe packages](../../tests/packages/README.md).
"""

_VERIFIER_CHAPTERS = {
    "zip": "The zip",
    "names": "The names in the zip",
    "manifest": "The manifest",
    "items": "Organizations and items",
    "resources": "Resources and files",
    "links": "Links in pages and style sheets",
    "metadata": "Metadata",
    "runtime": "The run-time in pages and scripts",
    "profiles": "Single LMSs",
    "play": "Playing",
}


_CODES = """\
# The codes of the builder

`make docs` makes this page from `scorm_builder/diagnostics/codes`; do not edit it. The codes of
packages are among the [rules of the verifier](verifier.md), and `scorm-builder explain` tells about
either.

An **error** stands in the way of a build. A **warning** does not; `scorm-builder check --strict`
takes it for an error. A code is stable: it is never given a new meaning. An example is the smallest
wrong input, such as a line or the name of a file; … stands for what is left out of it.
"""

_CODES_CHAPTERS = {
    "yaml": "The text as YAML",
    "module": "The content",
    "brand": "A brand",
    "output": "What is made of it",
    "style": "The style",
}


def files(content: Content) -> dict[str, str]:
    """Everything that is made of the model and the content: text by path."""
    return {
        "modules/module.schema.json": schema_text("module"),
        "modules/catalogue.schema.json": schema_text("catalogue"),
        "brands/brand.schema.json": schema_text("brand"),
        "docs/reference/module.md": module_page(),
        "docs/reference/catalogue.md": catalogue_page(),
        "docs/reference/brand.md": brand_page(),
        "docs/reference/sources.md": sources_page(content),
        "docs/reference/codes.md": codes_page(),
        "docs/reference/verifier.md": verifier_page(),
        "docs/reference/python.md": python_page(),
    }


def module_page() -> str:
    """Every key of a `module.yaml`."""
    parts = module_schema()["$defs"]
    kinds = [
        (f"`{kind}`", _link(parts[part.__name__]), *_told(parts[part.__name__]["description"]))
        for kind, part in QUESTION_KINDS.items()
    ]
    table = _table(("kind", "its keys", "what it is", "interaction type"), kinds)
    return _MODULE + table + _sections(parts, [part.__name__ for part in MODULE_KINDS.values()])


def python_page() -> str:
    """What other programs may import."""
    parts = []
    for name in api.__all__:
        part = getattr(api, name)
        shown = f"class {name}" if isinstance(part, type) else f"{name}{signature(part)}"
        shown = shown.replace("'", "")
        text = getdoc(part) or ""
        parts.append(f"\n## {name}\n\n```python\n{_on_lines(shown)}\n```\n\n{text}\n")
    return f"{_PYTHON}\n{getdoc(api)}\n{''.join(parts)}"


def _on_lines(shown: str) -> str:
    """A signature with a line for each argument."""
    head, _, rest = shown.partition("(")
    inside, _, result = rest.rpartition(") -> ")
    if not inside:
        return shown
    arguments = re.split(r", (?![^\[(]*[\])])", inside)
    return f"{head}(\n{''.join(f'    {one},{chr(10)}' for one in arguments)}) -> {result}"


def catalogue_page() -> str:
    """Every key of `catalogue.yaml`."""
    schema = catalogue_schema()
    return _CATALOGUE + _sections({"Catalogue": schema, **schema["$defs"]}, ["Catalogue"])


def brand_page() -> str:
    """Every key of `brand.yaml`."""
    schema = brand_schema()
    return _BRAND + _sections({"Brand": schema, **schema["$defs"]}, ["Brand"])


def sources_page(content: Content) -> str:
    """Where the facts of every module come from, in the order of the catalogue."""
    page = _SOURCES
    order = content.catalogue.order if content.catalogue else tuple(content.modules)
    for module in (content.modules[name] for name in order if name in content.modules):
        page += f"\n## {_escaped(module.title)}\n\n"
        for source in module.sources or ():
            title = _escaped(source.title)
            named = f"[{title}]({source.address})" if source.address else title
            page += f"- {named}: {_escaped(source.facts)}\n"
        page += "" if module.sources else "None are named.\n"
    return page


def codes_page() -> str:
    """Every code for content, by chapter."""
    return _CODES + _chapters(_CODES_CHAPTERS, CHAPTERS_OF_THE_BUILDER)


def verifier_page() -> str:
    """Every rule for packages, by chapter."""
    return _VERIFIER + _chapters(_VERIFIER_CHAPTERS, CHAPTERS) + _profiles()


def _chapters(titles: Mapping[str, str], chapters: Mapping[str, Iterable[Rule]]) -> str:
    """The rules of each chapter, below its title."""
    return "".join(
        f"\n## {titles[name]}\n{''.join(map(_rule, rules))}" for name, rules in chapters.items()
    )


def _rule(rule: Rule) -> str:
    """All that is known of a code."""
    impact = f", {rule.impact.value}" if rule.impact else ""
    example = f"```text\n{rule.example}\n```\n\n" if rule.example else ""
    return (
        f"\n### {rule.code}\n\n**{_escaped(rule.summary)}.** "
        f"{rule.severity.value.capitalize()}{impact}.\n\n"
        f"{_escaped(' '.join(filter(None, (rule.reason, rule.help))))}\n\n{example}"
        f"Source: {_escaped(rule.source)}. Since {rule.since}.\n"
    )


def _profiles() -> str:
    """The limits of each LMS, in one table."""
    rows = [
        (name, f"[{limit.code}](#{limit.code.lower()})", _measure(limit.measure), f"{limit.most:,}")
        for name, limits in PROFILES.items()
        for limit in limits
    ]
    head = ("LMS", "code", "what is measured", "the most that it takes")
    return f"\n## The limits of each LMS\n{_table(head, rows)}"


def _measure(measure: str) -> str:
    return f"findings of [{measure}](#{measure.lower()})" if measure in RULES else measure


def _sections(parts: Mapping[str, Any], first: Iterable[str]) -> str:
    """A section for each part: those in `first`, then the others as they are come upon."""
    waiting, page = [*first], ""
    for name in waiting:
        part = parts[name]
        page += f"\n## {part['title']}\n\n{part['description']}\n"
        rows = [_row(key, part, parts) for key in part["properties"]]
        page += _table(("key", "what it is", "kind and limits", "needed", "example"), rows)
        waiting += [other for other in _named(part["properties"]) if other not in waiting]
    return page


def _named(properties: Any) -> Iterator[str]:
    """The names of the parts that are referred to, each once."""
    yield from dict.fromkeys(re.findall(f'"{re.escape(REFERENCE)}([^"]+)"', json.dumps(properties)))


def _row(key: str, part: Mapping[str, Any], parts: Mapping[str, Any]) -> tuple[str, ...]:
    node = part["properties"][key]
    takes = words(node, lambda name: _link(parts[name]))
    takes = takes.replace("`kind`", f"[kind](#{_anchor(_KINDS_OF_QUESTION)})")
    needed, default = "yes" if key in part.get("required", ()) else "no", node.get("default")
    if needed == "no" and isinstance(default, str | int):
        needed = f"no; else `{_in_yaml(default)}`"
    # What is made of parts has an example in each row of their own tables.
    example = "" if [*_named(node)] else f"`{_in_yaml(node['examples'][0])}`"
    return f"`{key}`", node["description"], takes, needed, example


def _in_yaml(value: Any) -> str:
    """A value as an author would write it in one line."""
    if isinstance(value, list):
        return f"[{', '.join(map(_in_yaml, value))}]"
    if isinstance(value, str) and re.match(r"[A-Za-z][^:,#\[\]{}]*$|\d{4}-", value):
        return value
    return json.dumps(value, ensure_ascii=False)


def _told(description: str) -> tuple[str, str]:
    """What a kind of question is, and the interaction type that it is recorded as."""
    before, _, after = " ".join(description.split()).partition("Interaction type: ")
    kind, _, more = after.partition(".")
    return f"{before}{more.strip()}".strip(), f"`{kind}`"


def _link(part: Mapping[str, Any]) -> str:
    return f"[{part['title']}](#{_anchor(part['title'])})"


def _anchor(heading: str) -> str:
    return heading.lower().replace(" ", "-")


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = (head, ("---",) * len(head), *rows)
    shown = (" | ".join(cell.replace("|", "\\|") for cell in line) for line in lines)
    return "\n" + "".join(f"| {line} |\n" for line in shown)


def _escaped(text: str) -> str:
    """Plain text in Markdown."""
    return re.sub(r"([\\`*_\[\]<>])", r"\\\1", text)


def main() -> int:
    """Writes the files below the working directory; the exit code."""
    content = load(Path("modules"))
    if has_errors(content.diagnostics):
        print("modules/ has errors, which 'scorm-builder check' shows", file=sys.stderr)
        return 1
    for path, text in files(content).items():
        Path(path).write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
