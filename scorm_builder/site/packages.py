"""What an LMS administrator must type or check, for each package.

What the LMS reads is taken from the manifest in the package itself, as a build of some modules may
keep an older package.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from scorm_builder.content.markdown import plain_text
from scorm_builder.jobs import Entry
from scorm_builder.model import AnyModule, Bundle, Catalogue, LearningModule
from scorm_builder.site.stock import Stock
from scorm_builder.site.updates import Update, update_to, updates_of
from scorm_builder.theme.translations import Language, language

TARGET = "scorm12"
_MANIFEST = "imsmanifest.xml"
_CP = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}"
_ADLCP = "{http://www.adlnet.org/xsd/adlcp_rootv1p2}"
_MD = "{http://www.imsglobal.org/xsd/imsmd_rootv1p2p1}"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to type or to check, with its name."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Package:
    """One package, what is to be known of it, and its versions, the newest first."""

    id: str
    title: str
    file: Entry
    facts: tuple[Fact, ...]
    updates: tuple[Update, ...]


@dataclass(frozen=True, slots=True)
class _Manifest:
    """What a manifest says to an LMS; `minutes` is the typical learning time."""

    identifier: str
    version: str
    title: str
    description: str
    keywords: tuple[str, ...]
    minutes: int
    launches: tuple[str, ...]
    mastery_scores: tuple[str, ...]


def packages_of(stock: Stock, files: Mapping[str, bytes]) -> tuple[Package, ...]:
    """The packages that there are: those of several modules first. `files` has their bytes."""
    modules = {one.module.id: one.module for one in stock.modules}
    bundles = {bundle.id: bundle for bundle in stock.catalogue.bundles or ()}
    entries = [*stock.several, *(entry for one in stock.modules for entry in one.files)]
    packages = []
    for entry in entries:
        part = modules.get(entry.module) or bundles.get(entry.module)
        if entry.target == TARGET and part is not None:
            updates = _updates(stock, part)
            facts = _facts(stock.catalogue, entry, _read(files[entry.path]), part, updates)
            packages.append(Package(entry.module, entry.title, entry, facts, updates))
    return tuple(packages)


def _updates(stock: Stock, part: AnyModule | Bundle) -> tuple[Update, ...]:
    named = part.modules if isinstance(part, Bundle) else ()
    inside = (one.module for one in stock.modules if named is None or one.module.id in named)
    return updates_of(part, inside, language(stock.catalogue.language).translations.gettext)


def _read(package: bytes) -> _Manifest:
    """What the manifest of a package of ours says."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.fromstring(archive.read(_MANIFEST), parser)
    lom = f"{_CP}metadata/{_MD}lom/"
    general = f"{lom}{_MD}general/"
    time = root.findtext(f"{lom}{_MD}educational/{_MD}typicallearningtime/{_MD}datetime", "")
    scos = root.iterfind(f"{_CP}resources/{_CP}resource[@{_ADLCP}scormtype='sco']")
    return _Manifest(
        identifier=root.get("identifier", ""),
        version=root.get("version", ""),
        title=root.findtext(f"{_CP}organizations/{_CP}organization/{_CP}title", ""),
        description=root.findtext(f"{general}{_MD}description/{_MD}langstring", ""),
        keywords=tuple(
            keyword.text or ""
            for keyword in root.iterfind(f"{general}{_MD}keyword/{_MD}langstring")
        ),
        minutes=int(time.removeprefix("PT").removesuffix("M")),
        launches=tuple(sco.get("href", "") for sco in scos),
        mastery_scores=tuple(score.text or "" for score in root.iter(f"{_ADLCP}masteryscore")),
    )


def _facts(
    catalogue: Catalogue,
    entry: Entry,
    manifest: _Manifest,
    part: AnyModule | Bundle,
    updates: Sequence[Update],
) -> tuple[Fact, ...]:
    spoken = language(catalogue.language)
    _ = spoken.translations.gettext
    changes, progress = update_to(entry.version, updates, _)
    return (
        Fact(_("Title"), manifest.title),
        Fact(_("Identifier"), manifest.identifier),
        Fact(_("Version"), manifest.version),
        Fact(_("Description"), manifest.description),
        # A keyword may have a comma in it.
        Fact(_("Keywords"), "; ".join(manifest.keywords)),
        Fact(_("Duration"), _minutes(manifest.minutes, spoken)),
        Fact(_("Launch file"), _launch(manifest, _)),
        Fact(_("Mastery score"), _score(manifest, _)),
        Fact(_("Completion rule"), _rule(part, catalogue, _)),
        Fact(_("File name"), entry.path.rpartition("/")[2]),
        Fact(_("SHA-256 of the file"), entry.sha256),
        Fact(_("Changes since the last version"), " ".join(plain_text(changes).split())),
        Fact(_("Learners' progress when it takes the place of the last version"), progress),
    )


def _minutes(minutes: int, spoken: Language) -> str:
    ngettext = spoken.translations.ngettext
    text = ngettext("%(minutes)s minute", "%(minutes)s minutes", minutes)
    return text % {"minutes": spoken.number(minutes)}


def _launch(manifest: _Manifest, _: Callable[[str], str]) -> str:
    if len(manifest.launches) == 1:
        return manifest.launches[0]
    return _("One for each item of the menu; the LMS finds them in the package")


def _score(manifest: _Manifest, _: Callable[[str], str]) -> str:
    if not manifest.mastery_scores:
        return _("None")
    if len(manifest.launches) == 1:
        return manifest.mastery_scores[0]
    return _("Each module in it has its own")


def _rule(part: AnyModule | Bundle, catalogue: Catalogue, _: Callable[[str], str]) -> str:
    if isinstance(part, Bundle):
        return _("Each module in it has its own")
    if not isinstance(part, LearningModule):
        return _("Completed when a result or the full list was reached")
    rule, score = part.completion.rule, part.completion.mastery_score
    if rule == "all-screens":
        return _("Completed when every screen was opened")
    if rule == "all-questions":
        return _("Completed when every screen was opened and every question answered")
    if catalogue.tracking.passed_counts_as == "completed":
        text = _(
            "Completed when every screen was opened, every question answered, "
            "and the score is at least %(score)s"
        )
    else:
        text = _(
            "Passed when every screen was opened, every question answered, "
            "and the score is at least %(score)s; never failed"
        )
    return text % {"score": score}
