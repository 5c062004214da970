"""Everything that the bytes of a finished file depend on, part by part, and one hash of all.

`content_hash` is not it: that tells readers whether two files say the same, and does not change
with the look or with a library. Parts have names, so that it can be told why a file is made anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from scorm_builder.jobs import AnyJob, CollectionJob, Job
from scorm_builder.jobs.identity import ONLY_IN_SITE, once
from scorm_builder.theme import Theme

_FOR_ALL_MODULES = {"order", "bundles", "words", *ONLY_IN_SITE}


def parts_of(job: AnyJob, writers: Mapping[str, str], foreign: Collection[str]) -> dict[str, str]:
    """What a file that is made of a job depends on: the hash of each part by its name.

    A name is a kind of thing, and which of them where there are several: "theme card/style.css".
    `writers` has the versions of what writes the bytes. `foreign` names the folders of the theme
    that no such file has anything of.
    """
    parts = {**writers, **_of_theme(job.theme, tuple(sorted(foreign)))}
    parts["place"] = _hash([str(job.location)])
    if isinstance(job, CollectionJob):
        for part in job.jobs:
            parts[f"module {part.module.id}"] = _hash(_of_module(part))
        shared = job.catalogue.model_dump(mode="json", exclude={"words", *ONLY_IN_SITE})
        return {**parts, "catalogue": _hash(shared)}
    return {**parts, **_of_module(job)}


def fingerprint(subject: str, parts: Mapping[str, str]) -> str:
    """One hash of all parts, and of what is made of them, as 64 hexadecimal digits."""
    return _hash([subject, *sorted(parts.items())])


def reasons(before: Mapping[str, str] | None, now: Mapping[str, str]) -> str:
    """Why a file is made anew, in words: which parts are others than they were."""
    if before is None:
        return "not made before"
    changed: dict[str, list[str]] = {}
    for name in sorted(before.keys() | now.keys()):
        if before.get(name) != now.get(name):
            kind, _, which = name.partition(" ")
            changed.setdefault(kind, []).append(which)
    told = [f"{kind} changed" + ": " * any(w) + ", ".join(w) for kind, w in changed.items()]
    return "; ".join(told) or "no longer kept"


@once
def _of_module(job: Job) -> dict[str, str]:
    shared = job.catalogue.model_dump(mode="json", exclude=_FOR_ALL_MODULES)
    files = {f"picture {name}": content for name, content in job.pictures.items()}
    files |= {f"print of {name}": content for name, content in job.printed.items()}
    files |= {f"clip {name}": content for name, content in job.clips.items()}
    return {
        "module": _hash(job.module.model_dump(mode="json")),
        "catalogue": _hash([shared, [asdict(other) for other in job.others]]),
        **{name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
        **{f"file {name}": digest for name, digest in job.given.items()},
    }


@lru_cache(maxsize=32)
def _of_theme(theme: Theme, foreign: tuple[str, ...]) -> dict[str, str]:
    files = {name: text.encode() for name, text in theme.templates.items()} | dict(theme.assets)
    parts = {
        f"theme {name}": hashlib.sha256(content).hexdigest()
        for name, content in files.items()
        if name.partition("/")[0] not in foreign
    }
    if theme.brand:
        parts[f"brand {theme.brand_id}"] = _hash(
            theme.brand.model_dump(mode="json", exclude=set(ONLY_IN_SITE))
        )
        parts["brand"] = _hash([theme.overrides_folder, *sorted(theme.overrides.items())])
    return parts


def _hash(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
