"""The content model: what it takes, what it refuses, and how it is walked."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from scorm_builder.content.loader import Content
from scorm_builder.model import (
    FORMS,
    WHITE,
    Accessibility,
    Catalogue,
    ChoosingTool,
    Completion,
    LearningModule,
    Part,
    Picture,
    TextKind,
    address_fault,
    contrast,
    described,
    description_of,
    is_web_address,
    part_at,
    walk,
)
from tests.tools.samples import catalogue_data, module_data


def below(part: type[Part]) -> list[type[Part]]:
    """All classes of parts."""
    return [found for one in part.__subclasses__() for found in (one, *below(one))]


PARTS = below(Part)


def refusals(part: type[Part], data: Any) -> list[tuple[str, tuple[str | int, ...]]]:
    """The kind and path of each problem in some data; a list is too short without a bad item."""
    with pytest.raises(ValidationError) as caught:
        part.model_validate(data)
    found = [(str(error["type"]), error["loc"]) for error in caught.value.errors()]
    return [problem for problem in found if problem[0] != "too_short"]


def test_the_model_is_frozen_and_closed() -> None:
    module = LearningModule.model_validate(module_data())
    with pytest.raises(ValidationError):
        module.title = "Another"  # type: ignore[misc]
    assert refusals(LearningModule, module_data(colour="red")) == [("extra_forbidden", ("colour",))]
    assert isinstance(module.benefits, tuple)
    assert hash(module) == hash(LearningModule.model_validate(module_data()))


@pytest.mark.parametrize("value", [1, 1.0, True, None, [], {}])
def test_nothing_is_turned_into_a_text(value: Any) -> None:
    assert [path for _, path in refusals(LearningModule, module_data(title=value))] == [("title",)]


@pytest.mark.parametrize("value", ["10", 10.5, True, None])
def test_nothing_is_turned_into_a_number(value: Any) -> None:
    found = refusals(LearningModule, module_data(learning_minutes=value))
    assert [path for _, path in found] == [("learning_minutes",)]


@pytest.mark.parametrize("value", ["true", 1, None, "yes"])
def test_nothing_is_turned_into_true(value: Any) -> None:
    data = module_data()
    data["questions"][0]["options"][0]["correct"] = value
    path = ("questions", 0, "single-choice", "options", 0, "correct")
    assert refusals(LearningModule, data)[0][1] == path


@pytest.mark.parametrize(
    "value",
    [
        "2026-2-1",
        "2026-02-30",
        "20/11/2026",
        "20261120",
        "2026-W47-5",
        "2026-11-20T00:00:00",
        " 2026-11-20",
        "٢٠٢٦-11-20",
        20261120,
        0,
        True,
    ],
)
def test_a_date_is_a_day_of_the_calendar(value: Any) -> None:
    data = module_data(next_review=value)
    assert refusals(LearningModule, data) == [("MOD-007", ("next_review",))]


CLAIM: dict[str, Any] = {"prepared": "2026-11-20", "tested": "By us."}
ISSUES: dict[str, Any] = {"issues": ["The film has no audio description."]}


@pytest.mark.parametrize(
    ("said", "code", "at"),
    [
        ({**CLAIM}, None, ""),
        ({**CLAIM, "status": "full"}, None, ""),
        ({**CLAIM, **ISSUES, "status": "none", "reviewed": "2026-11-20"}, None, ""),
        ({"address": "https://example.org/a"}, None, ""),
        ({"shown": False}, None, ""),
        ({"status": "full", "tested": "By us."}, "MOD-002", "prepared"),
        ({"status": "full", "prepared": "2026-11-20"}, "MOD-002", "tested"),
        ({**CLAIM, "status": "partial"}, "MOD-002", "issues"),
        ({**CLAIM, "status": "none"}, "MOD-002", "issues"),
        ({**CLAIM, **ISSUES}, "MOD-002", "status"),
        ({**CLAIM, **ISSUES, "status": "full"}, "MOD-015", "issues"),
        ({**CLAIM, "reviewed": "2026-11-19"}, "MOD-015", "reviewed"),
    ],
)
def test_an_accessibility_statement_claims_nothing_without_its_reasons(
    said: dict[str, Any], code: str | None, at: str
) -> None:
    if code is None:
        Accessibility.model_validate(said)
        return
    with pytest.raises(ValidationError) as caught:
        Accessibility.model_validate(said)
    (error,) = caught.value.errors()
    assert (error["type"], error["ctx"]["at"]) == (code, (at,))


@pytest.mark.parametrize("title", ["two\nlines", "two\rlines", "two\u2028lines"])
def test_a_title_is_one_line(title: str) -> None:
    assert refusals(LearningModule, module_data(title=title)) == [("MOD-003", ("title",))]


def test_blanks_around_a_text_do_not_count() -> None:
    assert LearningModule.model_validate(module_data(title=" Sample ")).title == "Sample"
    assert refusals(LearningModule, module_data(title="  ")) == [("string_too_short", ("title",))]


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "http://example.org/",
        "https://example.org:8443/a/b.html?c=d&e=f%20g#h",
        "https://sub.domain.example.org?x",
        "https://xn--caf-dma.example.org/~user/(a)_b,c;d=e@f!$*+",
        "https://en.wikipedia.org/wiki/Parkinson's_disease",
        "https://en.wikipedia.org/wiki/Guillain–Barré_syndrome",
        "https://ar.wikipedia.org/wiki/صحة?a=é#ü",
    ],
)
def test_web_addresses(address: str) -> None:
    assert is_web_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "example.org",
        "www.example.org",
        "//example.org",
        "https://",
        "https://localhost",
        "https://example",
        "https://.org",
        "https://example..org",
        "https://a b.org",
        "https://example.org/a b",
        "https://example.org/a\nb",
        "https://example.org\n",
        "https://example.org/a\u00adb",
        "https://example.org/a\u200bb",
        "https://example.org/a\u00a0b",
        "https://examplé.org/",
        "https://example.org/<b>",
        'https://example.org/"',
        "https://example.org/\\",
        "https://user@example.org",
        "https://user:password@example.org/",
        "https://example.org:port/",
        "HTTPS://example.org",
        "ftp://example.org",
        "javascript:alert(1)//https://example.org",
        "https://example.org/\x00",
        "https://example.org/\u202e",
        "https://[::1]/",
    ],
)
def test_other_addresses(address: str) -> None:
    assert not is_web_address(address)


@given(st.text(max_size=30))
def test_whatever_follows_an_address_stays_inside_an_attribute(text: str) -> None:
    if is_web_address(f"https://example.org/{text}"):
        assert text.isprintable()
        assert not set(text) & set(' <>"`')


@pytest.mark.parametrize(
    ("address", "wrong", "remedy"),
    [
        ("www.nhs.uk", "does not start with https://", "https://www.nhs.uk"),
        ("nhs.uk/a b", "does not start with https://", "https://nhs.uk/a b"),
        ("https://a.org/my page/é", "has a space (U+0020)", "https://a.org/my%20page/é"[:23]),
        ("https://a.org/my\u00a0page", "has a space (U+00A0)", "https://a.org/my%20page"),
        ("https://a.org/a|b", "has the character |", "%7C"),
        ("https://a.org/a\u200bb", "cannot be seen (U+200B)", "Take it out"),
        ("https://examplé.org/", "in the name of its server", "xn--exampl-gva.org"),
        ("javascript:alert(1)", "is not a web address", ""),
        ("https://localhost/", "is not a web address", ""),
    ],
)
def test_says_what_is_wrong_with_an_address(address: str, wrong: str, remedy: str) -> None:
    told, mended = address_fault(address)
    assert wrong in told
    assert remedy in (mended or "")


@pytest.mark.parametrize(
    ("colour", "expected"),
    [("#ffffff", 1.0), ("#000000", 21.0), ("#767676", 4.54), ("#005eb8", 6.38)],
)
def test_contrast_with_white(colour: str, expected: float) -> None:
    for pair in ((colour, WHITE), (WHITE, colour)):
        assert contrast(*pair) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("colour", ["#005EB8", "005eb8", "#05b", "blue", "#005eb8;x:y"])
def test_a_colour_is_six_digits(colour: str) -> None:
    data = catalogue_data()
    data["stages"][0]["colour"] = colour
    assert refusals(Catalogue, data) == [("string_pattern_mismatch", ("stages", 0, "colour"))]


def test_each_stage_stands_once() -> None:
    data = catalogue_data()
    data["stages"][2]["id"] = "before"
    assert refusals(Catalogue, data) == [("MOD-014", ())]
    assert Catalogue.model_validate(catalogue_data()).stage("after").title == "Learning after"
    with pytest.raises(KeyError):
        Catalogue.model_validate(catalogue_data()).stage("later")


@pytest.mark.parametrize(
    ("rule", "score", "code"),
    [
        ("mastery-score", None, "MOD-002"),
        ("all-screens", 80, "MOD-015"),
        ("all-questions", 80, "MOD-015"),
        ("mastery-score", 0, "greater_than_equal"),
        ("mastery-score", 101, "less_than_equal"),
    ],
)
def test_a_mastery_score_stands_with_its_rule(rule: str, score: int | None, code: str) -> None:
    assert refusals(Completion, {"rule": rule, "mastery_score": score})[0][0] == code


def test_scored() -> None:
    assert Completion(rule="mastery-score", mastery_score=80).scored
    assert not Completion(rule="all-questions").scored


@pytest.mark.parametrize("name", ["a", "a1", "after-action-review", "a" * 60])
def test_identifiers(name: str) -> None:
    assert LearningModule.model_validate(module_data(id=name)).id == name


@pytest.mark.parametrize(
    "name",
    ["", "1a", "-a", "a-", "a--b", "A", "a_b", "a.b", "a/b", "..", "a b", "é", "a\n", "a" * 61],
)
def test_other_identifiers(name: str) -> None:
    assert refusals(LearningModule, module_data(id=name))[0][1] == ("id",)


@pytest.mark.parametrize(
    "name",
    [
        "a.gif",
        "a.PNG",
        "A.png",
        "a b.png",
        "../a.png",
        "a/b.png",
        ".png",
        "é.png",
        "a.png\n",
        "a.svg",
    ],
)
def test_names_of_pictures(name: str) -> None:
    found = refusals(Picture, {"file": name, "alternative": "A picture."})
    assert found == [("string_pattern_mismatch", ("file",))]
    assert Picture(file="a-1_b.c.jpeg", alternative="A picture.").file == "a-1_b.c.jpeg"


def test_walk_finds_every_part_and_text(content: Content) -> None:
    for module in content.modules.values():
        data = module.model_dump(mode="json")
        texts = [
            found.value for found in walk(type(module), data) if isinstance(found.kind, TextKind)
        ]
        strings = [value for value in leaves(data) if isinstance(value, str)]
        assert set(texts) <= set(strings)
        other = set(strings) - set(texts)
        assert [value for value in other if " " in value] == []


def leaves(data: Any) -> list[Any]:
    """All values in some data that hold no other."""
    if isinstance(data, dict):
        return [leaf for value in data.values() for leaf in leaves(value)]
    if isinstance(data, list):
        return [leaf for value in data for leaf in leaves(value)]
    return [data]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=3),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(list(LearningModule.model_fields)), inner, max_size=4)
        ),
        max_leaves=10,
    )
)
def test_walk_takes_data_of_any_shape(data: Any) -> None:
    for found in walk(LearningModule, data):
        value = data
        for step in found.path:
            value = value[step]
        assert value is found.value


def test_walk_tells_the_kinds_of_text_apart() -> None:
    kinds = {found.path: found.kind for found in walk(LearningModule, module_data())}
    assert kinds["title",] is TextKind.LINE
    assert kinds["benefits", 0] is TextKind.INLINE
    assert kinds["introduction",] is TextKind.PROSE
    assert kinds["questions", 0, "options", 1, "feedback"] is TextKind.PROSE
    assert ("id",) not in kinds


@pytest.mark.parametrize("part", PARTS)
def test_every_key_is_explained(part: type[Part]) -> None:
    for name in part.model_fields:
        assert described(part, name)[0], f"{part.__name__}.{name} has no docstring"


@pytest.mark.parametrize("part", [LearningModule, ChoosingTool, Catalogue])
def test_the_schema_for_editors_is_json(part: type[Part]) -> None:
    schema = part.model_json_schema()
    assert json.loads(json.dumps(schema)) == schema


def test_a_path_leads_to_its_part_and_its_explanation() -> None:
    assert part_at(LearningModule, ("steps", 1, "picture")) is Picture
    assert part_at(LearningModule, ("steps", 1, "title")) is None
    assert part_at(LearningModule, ("nothing", 1)) is None
    assert description_of(LearningModule, ("tips", 0)) == "What helps."
    assert description_of(LearningModule, ("nothing",)) == ""
    assert description_of(LearningModule, ()) == ""


@pytest.mark.parametrize("part", [LearningModule, ChoosingTool, Catalogue])
def test_every_form_has_words_for_an_author(part: type[Part]) -> None:
    schema = json.dumps(part.model_json_schema())
    patterns = {json.dumps(form)[1:-1] for form in FORMS}
    assert schema.count('"pattern"') == sum(schema.count(f'"pattern": "{p}"') for p in patterns)


def test_data_is_not_changed_by_validation() -> None:
    data = module_data()
    before = copy.deepcopy(data)
    LearningModule.model_validate(data)
    assert data == before
