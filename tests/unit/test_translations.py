"""The interface in other languages: whole catalogues, and what Babel knows of each language."""

from __future__ import annotations

import gettext
import io
import json
import re
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from lxml import html

from scorm_builder.content.loader import load
from scorm_builder.model.texts import is_known
from scorm_builder.render.environment import environment
from scorm_builder.theme import load_theme
from scorm_builder.theme.translations import language
from tests.conftest import ROOT
from tests.languages import (
    LOCALE,
    MODULES,
    artifacts_in,
    catalogue,
    known_words,
    messages,
    module_in,
    texts_of,
    words_of,
)
from tests.tools.samples import SAMPLE

LANGUAGES = tuple(sorted(path.parents[1].name for path in LOCALE.glob("*/*/messages.po")))
PLACEHOLDER = re.compile(r"%%\d|%\(\w+\)s|%?\{\w+\}")
# In the script, in lists of letters and in file names, a text must keep its form.
FORMS = {"ABCDEFGHI": r"\w{9}", "my-answers": r"[a-z]+(-[a-z]+)*"}


def test_there_is_a_catalogue_in_welsh() -> None:
    assert "cy" in LANGUAGES


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What scripts/messages gathers from the templates as they are now."""
    command = (ROOT / "scripts" / "messages").read_text(encoding="utf-8")
    (options,) = re.findall(r"pybabel -q (extract .*?) -o ", command.replace("\\\n", " "))
    output = tmp_path_factory.mktemp("locale") / "messages.pot"
    arguments = options.replace('"$locale/babel.cfg"', str(LOCALE / "babel.cfg")).split()
    babel = [sys.executable, "-m", "babel.messages.frontend", "-q", *arguments]
    subprocess.run([*babel, "-o", output, "."], cwd=ROOT, check=True)
    return output.read_bytes()


def test_the_list_of_texts_is_current(extracted: bytes) -> None:
    assert (LOCALE / "messages.pot").read_bytes() == extracted, "run `make messages`"


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_text_is_translated_and_none_is_left_over(tag: str, extracted: bytes) -> None:
    found = catalogue(tag)
    wanted = {message.id for message in messages(read_po(io.BytesIO(extracted)))}
    assert {message.id for message in messages(found)} == wanted
    assert list(found.obsolete) == []
    for message in messages(found):
        assert not message.fuzzy, message.id
        assert all(texts_of(message.string)), message.id
        plural = isinstance(message.id, tuple)
        assert len(texts_of(message.string)) == (found.num_plurals if plural else 1), message.id


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_translation_keeps_the_placeholders_and_the_edges(tag: str) -> None:
    for message in messages(catalogue(tag)):
        sources = [sorted(PLACEHOLDER.findall(text)) for text in texts_of(message.id)]
        for text in texts_of(message.string):
            assert sorted(PLACEHOLDER.findall(text)) in sources, message.id
            # What is left of a percent sign would break the page when it is made.
            assert "%" not in PLACEHOLDER.sub("", text), message.id
        for text, source in zip(texts_of(message.string), texts_of(message.id), strict=False):
            assert (text[:1].isspace(), text[-1:].isspace()) == (
                source[:1].isspace(),
                source[-1:].isspace(),
            ), message.id


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_translation_has_the_form_that_its_place_needs(tag: str) -> None:
    texts = {message.id: str(message.string) for message in messages(catalogue(tag))}
    for source, form in FORMS.items():
        assert re.fullmatch(form, source)
        assert re.fullmatch(form, texts[source])


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_plural_forms_are_those_of_browsers(tag: str) -> None:
    """The script picks by CLDR, the templates by the header: each form has one category."""
    category = Locale.parse(tag, sep="-").plural_form
    found = catalogue(tag)
    found.add(("one", "more"), tuple(str(form) for form in range(found.num_plurals)))
    compiled = io.BytesIO()
    write_mo(compiled, found)
    compiled.seek(0)
    translations = gettext.GNUTranslations(compiled)
    pairs = {(category(n), translations.ngettext("one", "more", n)) for n in range(300)}
    categories, forms = ({pair[side] for pair in pairs} for side in (0, 1))
    assert len(pairs) == len(categories) == len(forms) == found.num_plurals


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (0, "0 munud"),
        (1, "1 funud"),
        (2, "2 funud"),
        (3, "3 munud"),
        (6, "6 munud"),
        (11, "11 munud"),
    ],
)
def test_a_number_of_minutes_in_welsh(minutes: int, text: str) -> None:
    pages = environment(load_theme(), "cy")
    template = pages.from_string(
        '{{ ngettext("Allow about %(minutes)s minute.", "Allow about %(minutes)s minutes.", n,'
        " minutes=n | number) }}"
    )
    assert template.render(n=minutes) == f"Neilltuwch tua {text}."


@pytest.mark.parametrize(("minutes", "text"), [(1, "1 minute."), (2, "2 minutes.")])
def test_a_number_of_minutes_in_english(minutes: int, text: str) -> None:
    forms = ("Allow about %(minutes)s minute.", "Allow about %(minutes)s minutes.")
    found = language("en-GB").translations.ngettext(*forms, minutes)
    assert found % {"minutes": minutes} == f"Allow about {text}"


def test_the_script_gets_a_text_for_each_category_of_the_language() -> None:
    one, other = "You have %{count} character remaining", "You have %{count} characters remaining"
    assert language("en-GB").plurals(one, other) == {"one": one, "other": other}
    welsh = language("cy").plurals(one, other)
    assert set(welsh) == {"zero", "one", "two", "few", "many", "other"}
    assert set(welsh.values()) == {"Mae gennych %{count} nod ar ôl"}
    # No catalogue: English texts, for the categories that the browser will ask for.
    arabic = language("ar").plurals(one, other)
    assert set(arabic) == {"zero", "one", "two", "few", "many", "other"}
    assert arabic["one"] == one
    assert {arabic[name] for name in ("zero", "two", "few", "many", "other")} == {other}


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en-GB", "1 February 2027"),
        ("en-US", "1 February 2027"),
        ("cy", "1 Chwefror 2027"),
        ("ar", "1 فبراير 2027"),
    ],
)
def test_dates(tag: str, text: str) -> None:
    assert language(tag).date(date(2027, 2, 1)) == text


@pytest.mark.parametrize(
    ("tag", "text"), [("en-GB", "1,000"), ("cy", "1,000"), ("de", "1.000"), ("ar", "1,000")]
)
def test_numbers(tag: str, text: str) -> None:
    assert language(tag).number(1000) == text


@pytest.mark.parametrize(
    ("tag", "direction", "script"),
    [
        ("en-GB", "ltr", "Latn"),
        ("cy", "ltr", "Latn"),
        ("pl", "ltr", "Latn"),
        ("el", "ltr", "Grek"),
        ("ar", "rtl", "Arab"),
        ("fa", "rtl", "Arab"),
        ("ur", "rtl", "Arab"),
        ("pa-PK", "rtl", "Arab"),
        ("he", "rtl", "Hebr"),
    ],
)
def test_direction_and_script(tag: str, direction: str, script: str) -> None:
    assert (language(tag).direction, language(tag).script) == (direction, script)


def test_a_region_has_the_texts_of_its_language() -> None:
    assert language("cy-GB").translations.gettext("Try again") == "Rhoi cynnig arall arni"


@pytest.mark.parametrize("tag", ["xx", "cy-XX", "zzz"])
def test_a_language_that_nobody_knows_is_refused(tmp_path: Path, tag: str) -> None:
    assert not is_known(tag)
    module = (SAMPLE / "sample" / "module.yaml").read_text(encoding="utf-8")
    (tmp_path / "sample").mkdir()
    (tmp_path / "sample" / "module.yaml").write_text(f"language: {tag}\n{module}")
    (tmp_path / "catalogue.yaml").write_bytes((SAMPLE / "catalogue.yaml").read_bytes())
    loaded = load(tmp_path)
    (problem,) = loaded.diagnostics
    assert problem.code == "MOD-009"
    assert f"'{tag}'" in problem.message
    assert loaded.modules == {}


def test_the_package_in_welsh_says_nothing_in_another_language() -> None:
    """Also what only shows without JavaScript, and what the script will put in."""
    with zipfile.ZipFile(io.BytesIO(artifacts_in("cy")["scorm12"].content)) as package:
        page: Any = html.fromstring(package.read("index.html"))
    for element in page.xpath("//style | //script[@src]"):
        element.drop_tree()
    texts = [str(text) for text in page.xpath("//text()[not(parent::script)]")]
    spoken = ("aria-label", "alt", "title", "placeholder")
    texts += [str(value) for name in spoken for value in page.xpath(f"//@{name}")]
    attributes = [item for element in page.iter() for item in element.attrib.items()]
    texts += [value for name, value in attributes if name.startswith("data-i18n")]
    (script,) = page.xpath("//script[@id='module-text']/text()")
    texts += json.loads(script).values()
    found = set().union(*(words_of(re.sub(r"%?\{\w+\}", "", text)) for text in texts))
    assert len(found) > 100
    assert found - known_words("cy") == set()


@pytest.mark.parametrize("tag", MODULES)
def test_the_files_say_which_language_they_are_in(tag: str) -> None:
    assert {artifact.language for artifact in artifacts_in(tag).values()} == {tag}
    assert module_in(tag).language == tag
    with zipfile.ZipFile(io.BytesIO(artifacts_in(tag)["scorm12"].content)) as package:
        manifest = package.read("imsmanifest.xml").decode()
    assert f'xml:lang="{tag}"' in manifest
    assert f"<language>{tag}</language>" in manifest
