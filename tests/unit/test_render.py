"""Model to page: what the hash and the tag hang on, and that no text breaks out of its place."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from lxml import html

from scorm_builder.jobs import Job
from scorm_builder.jobs.identity import content_hash, structure_of_job, used_files
from scorm_builder.model import (
    Activity,
    ActivityField,
    Example,
    Exemption,
    LearningModule,
    Link,
    Part,
    Recording,
    Step,
    TextKind,
    Video,
    walk,
)
from scorm_builder.model import parts as parts_of_modules
from scorm_builder.model import questions as questions_of_modules
from scorm_builder.model.media import Clip
from scorm_builder.model.question_kind import QuestionKind
from scorm_builder.render import part_of, render_page
from scorm_builder.runtime.keys import module_tag
from scorm_builder.runtime.structure import structure_hash, structure_of
from scorm_builder.theme import Theme
from scorm_builder.theme.brands import BrandSource, branded_catalogue, branded_theme
from tests.conftest import MODULES
from tests.tools.modules import DRAWING, FULL, OTHER_DRAWING, PICTURES, full_job
from tests.tools.pictures import picture
from tests.tools.samples import catalogue_data

Path = tuple[str | int, ...]
HOSTILE = "</script></style><script>alert(1)</script>\"'&<img src=x onerror=alert(1)>{{ 7 * 7 }}"


def leaves(data: Any, path: Path = ()) -> Iterator[Path]:
    """The path of every value that holds no other."""
    if isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from leaves(value, (*path, key))
    else:
        yield path


OTHER_VALUES = {
    "stage": "after",
    "kind": "plan-a-real-use",
    "reviewed": "2026-01-01",
    "next_review": "2028-01-01",
    "version": "1.0.1",
    "language": "en-GB",
    "file": "other.png",
    "captions": "other.vtt",
    "poster": "other.png",
    "module": "otherx",
    "address": "https://example.org/other",
}


def change(data: dict[str, Any], path: Path) -> dict[str, Any]:
    """A copy of some data with another valid value at a path."""
    changed = copy.deepcopy(data)
    owner: Any = changed
    for step in path[:-1]:
        owner = owner[step]
    before = owner[path[-1]]
    if path[-1] == "correct":
        # As many are right as before, or nothing or all would be.
        for option in changed["questions"][path[1]]["options"]:
            option["correct"] = before
        owner["correct"] = not before
    elif isinstance(before, bool):
        owner[path[-1]] = not before
    elif isinstance(before, int):
        owner[path[-1]] = before - 1
    elif path[-2:] == (0, "file") and "videos" in path:
        owner["file"] = "other.webm"
    elif path[-1] == "file" and "recordings" in path:
        owner["file"] = "other.mp3"
    elif path == ("diagram", "file"):
        owner["file"] = "other.svg"
    else:
        owner[path[-1]] = OTHER_VALUES.get(str(path[-1]), f"{before}x")
    return changed


# A question's kind and the rule decide on other keys too; the sources are not shown, nor is the
# history in a package or a handout.
CHANGES = [
    path
    for path in leaves(FULL)
    if path != ("completion", "rule")
    if path[0] != "history"
    if not (path[0] == "questions" and path[-1] == "kind")
    # Administrators read it; learners do not see it.
    if path[0] != "history"
]


def test_the_full_module_has_every_part() -> None:
    found = [found for found in walk(LearningModule, FULL) if isinstance(found.value, dict)]
    parts = (*vars(parts_of_modules).values(), *vars(questions_of_modules).values())
    of_modules = {part for part in parts if isinstance(part, type) and issubclass(part, Part)}
    abstract = {Part, QuestionKind, Clip}
    not_shown = {Exemption}
    assert {part.kind for part in found} >= of_modules - abstract - not_shown
    for part in (LearningModule, Step, Example, Video, Recording, Activity, ActivityField, Link):
        first = next(one.value for one in found if one.kind is part)
        assert set(first) >= set(part.model_fields) - {"exemptions", "kind"}, part


@pytest.mark.parametrize("path", CHANGES, ids=str)
def test_the_hash_changes_with_every_word_and_number(theme: Theme, path: Path) -> None:
    changed = full_job(theme, module=change(FULL, path))
    assert content_hash(changed) != content_hash(full_job(theme))


def test_the_hash_changes_with_the_bytes_of_a_picture(theme: Theme) -> None:
    before = content_hash(full_job(theme))
    for name in PICTURES:
        other = OTHER_DRAWING if name.endswith(".svg") else b"other"
        after = content_hash(full_job(theme, pictures={**PICTURES, name: other}))
        assert (after == before) is (name == "spare.png")


def test_the_hash_is_that_of_the_file_the_author_gave(theme: Theme) -> None:
    """So a version stays what it is when pictures are packed in another way."""
    before = full_job(theme)
    given = hashlib.sha256(before.pictures["step.png"]).hexdigest()
    pictures = {**before.pictures, "step.png": b"packed otherwise"}
    after = replace(before, pictures=pictures, given={"step.png": given})
    assert content_hash(after) == content_hash(before)
    noted = DRAWING.replace(b"<circle", b"<!-- A note. --><circle")
    drawn = full_job(theme, pictures={**PICTURES, "diagram.svg": noted})
    assert used_files(drawn) == used_files(before)
    assert content_hash(drawn) != content_hash(before)


def test_the_hash_changes_with_what_the_catalogue_says(theme: Theme) -> None:
    before = content_hash(full_job(theme))
    assert content_hash(full_job(theme, catalogue=catalogue_data(publisher="Other"))) != before
    for same in (
        {"order": ["other", "sample"]},
        {"accessibility": {"shown": False}, "privacy": {"server": "It keeps nothing."}},
    ):
        assert content_hash(full_job(theme, catalogue=catalogue_data(**same))) == before


def test_the_diagram_stands_before_the_steps_in_the_fonts_of_the_page(theme: Theme) -> None:
    work = full_job(theme)
    (shown,) = page(work, "module/page.jinja").xpath(
        "//*[@id='how-to-do-it']//img[following::ol[@class='app-steps']]"
    )
    assert shown.get("alt") == "Two people talk."
    drawn = used_files(work)[shown.get("src")]
    assert b'font-family="Arial, sans-serif"' in drawn
    assert b"Words of a drawing" in drawn


def test_a_picture_of_another_format_has_the_ending_that_servers_go_by(theme: Theme) -> None:
    work = full_job(theme, pictures={**PICTURES, "step.png": picture("JPEG")})
    sources = page(work, "module/page.jinja").xpath("//img/@src")
    assert "pictures/step.png.jpg" in sources
    assert set(sources) <= set(used_files(work))


def test_pictures_are_listed_once(theme: Theme) -> None:
    data = copy.deepcopy(FULL)
    data["steps"][1]["picture"] = data["steps"][0]["picture"]
    assert list(used_files(full_job(theme, module=data))) == [
        "pictures/clip.png",
        "pictures/example.jpg",
        "pictures/step.png",
        "pictures/diagram.svg",
        "clips/clip.vtt",
        "clips/clip.webm",
        "clips/voice.mp3",
    ]


def saved_under(path: Path) -> bool:
    """True for what saved work hangs on: the ids, and the words that are chosen from."""
    if path[0] == "activity":
        return path[-1] == "id"
    chosen = path[-1] == "text" or path[-1] in {"prompt", "match"} or path[-2:-1] == ("items",)
    return path == ("id",) or (path[0] == "questions" and (path[-1] == "id" or chosen))


def structure(data: dict[str, Any]) -> str:
    return structure_of(LearningModule.model_validate(data), "samples")


@pytest.mark.parametrize("path", CHANGES, ids=str)
def test_the_structure_changes_with_what_answers_are_kept_under_alone(path: Path) -> None:
    assert (structure(FULL) != structure(change(FULL, path))) is saved_under(path)


@pytest.mark.parametrize("part", ["example", "videos"])
def test_the_structure_changes_with_a_screen(part: str) -> None:
    without = {key: value for key, value in FULL.items() if key != part}
    assert structure(without) != structure(FULL)


def page(work: Job, template: str) -> html.HtmlElement:
    """A page of a job."""
    return html.document_fromstring(render_page(template, work))


@pytest.mark.parametrize("template", ["module/page.jinja", "handout/technique.jinja"])
def test_no_text_breaks_out_of_its_place(theme: Theme, template: str) -> None:
    data = copy.deepcopy(FULL)
    data |= {"title": HOSTILE[:80], "summary": HOSTILE, "introduction": HOSTILE}
    data["benefits"] = [f"{HOSTILE} {number}" for number in range(3)]
    data["questions"][0]["options"][0]["text"] = HOSTILE
    data["activity"]["fields"][0]["label"] = HOSTILE
    data["steps"][0]["picture"]["alternative"] = HOSTILE
    harmless = page(full_job(theme), template)
    hostile = page(full_job(theme, module=data), template)
    assert shape(hostile) == shape(harmless)
    assert HOSTILE in hostile.text_content()
    for script in hostile.xpath("//script[@type='application/json']"):
        assert "&" not in "".join(strings(json.loads(script.text))).replace("&<img", "")
    assert [script.text for script in hostile.xpath("//script[not(@type)]")] in ([], [None])


def strings(data: Any) -> list[str]:
    """All texts in some data."""
    if isinstance(data, dict | list):
        values = data.values() if isinstance(data, dict) else data
        return [text for value in values for text in strings(value)]
    return [data] if isinstance(data, str) else []


def shape(root: html.HtmlElement) -> list[tuple[str, list[str]]]:
    """The elements of a page with the names of their attributes."""
    return [(str(element.tag), sorted(map(str, element.attrib))) for element in root.iter()]


@pytest.mark.parametrize("name", MODULES)
def test_a_page_asks_for_nothing_outside_its_package(theme: Theme, name: str, content: Any) -> None:
    work = Job(
        module=content.modules[name],
        catalogue=content.catalogue,
        pictures=content.sources[name].pictures,
        theme=theme,
        location=content.sources[name].document.place(()),
        targets=("scorm12",),
    )
    root = page(work, "module/page.jinja")
    for element in root.iter("script", "link", "img", "iframe", "video", "audio", "source"):
        for attribute in ("src", "href", "srcset", "data"):
            address = element.get(attribute, "")
            assert not address.startswith(("http", "//", "/"))
    for style in root.iter("style"):
        assert "http" not in str(style.text)
        assert "@import" not in str(style.text)
    assert [element.tag for element in root.iter() if element.get("onclick")] == []


@pytest.mark.parametrize("name", MODULES)
def test_the_data_for_the_script_is_json_without_any_wording(
    theme: Theme, name: str, content: Any
) -> None:
    module = content.modules[name]
    source = content.sources[name]
    work = Job(module, content.catalogue, source.pictures, theme, source.document.place(()), ())
    (script,) = page(work, "module/page.jinja").xpath("//script[@id='module-data']")
    data = json.loads(script.text)
    assert data["id"] == name
    found = walk(type(module), module.model_dump(mode="json"))
    texts = {one.value for one in found if isinstance(one.kind, TextKind)}
    # A wish of the choosing tool may be called like its result.
    assert [text for text in texts if len(text) > 20 and text in script.text] == []


def test_the_script_is_told_the_keys_of_all_that_is_saved(theme: Theme) -> None:
    data = part_of("", full_job(theme)).context["run_time_data"]
    assert data["tag"] == module_tag("samples", "sample")
    assert data["structure"] == structure_hash(structure_of_job(full_job(theme)))
    assert len(data["screenKeys"]) == len(data["screens"])
    assert [field["id"] for field in data["fields"]] == ["words", "words"]
    assert len({field["key"] for field in data["fields"]}) == 2
    sizes = {
        one["id"]: (len(one["options"]), len(one["matches"]), one["size"])
        for one in data["questions"]
    }
    assert sizes == {
        "asked-for-help": (2, 0, 2),
        "several": (3, 0, 3),
        "truth": (2, 0, 2),
        "pairs": (2, 2, 2),
        "order": (3, 0, 3),
        "words": (0, 0, 0),
    }


def test_with_a_brand_it_is_another_course_with_the_same_structure(
    theme: Theme, brand: BrandSource
) -> None:
    plain = full_job(theme)
    catalogue = branded_catalogue(plain.catalogue, brand)
    branded = replace(plain, theme=branded_theme(theme, brand), catalogue=catalogue)
    tags = {part_of("", one).context["run_time_data"]["tag"] for one in (branded, plain)}
    assert len(tags) == 2
    assert structure_of_job(branded) == structure_of_job(plain)
