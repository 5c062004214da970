"""The rules for English: what they find, what they leave alone, and that any text is fine."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from textstat import automated_readability_index

from scorm_builder.checks import check
from scorm_builder.checks.reading import READING_AGE, reading_age
from scorm_builder.checks.sentences import sentences, words
from scorm_builder.checks.spelling import Vocabulary
from scorm_builder.checks.style import findings
from scorm_builder.checks.texts import Text, texts_of
from scorm_builder.content.loader import Content, Source
from scorm_builder.content.markdown import plain_text
from scorm_builder.content.yaml_reader import read_yaml
from scorm_builder.diagnostics import Diagnostic, Severity, as_errors
from scorm_builder.diagnostics.codes import CODES
from scorm_builder.model import LearningModule, TextKind
from scorm_builder.theme import ThemeMissing
from tests.tools.samples import TODAY, catalogue_data, module_data

PIECES = [*"aZé0 .!?…,:;-\u2013\u2014'\"‘’“”()[]*_`/\\@&#\n\u00a0", "eg ", "n't ", "Dr. ", "3 May"]
PROSE = st.lists(st.sampled_from(PIECES) | st.characters(codec="utf-8"), max_size=60).map("".join)


def text_of(prose: str, key: str = "introduction") -> Text:
    """A text of a module."""
    blocks = tuple(plain_text(prose).splitlines())
    return Text((key,), LearningModule, TextKind.PROSE, prose, blocks)


def found(prose: str, *own: str, key: str = "introduction") -> list[tuple[str, str]]:
    """The code and the words of everything that is found in a text."""
    told = findings(text_of(prose, key), Vocabulary(own))
    return [(finding.code, finding.words) for finding in told]


def content_of(catalogue: dict[str, Any] | None = None, **modules: dict[str, Any] | str) -> Content:
    """Content as it would be loaded from files: data, or the text of a file."""

    def source(name: str, data: dict[str, Any] | str) -> Source:
        text = data if isinstance(data, str) else yaml.safe_dump(data, allow_unicode=True)
        folder = name.replace("_", "-")
        return Source(folder, read_yaml(text.encode(), f"{folder}.yaml"), {}, {})

    sources = [source(name, data) for name, data in modules.items()]
    return Content(
        None,
        {},
        source("", catalogue or catalogue_data(order=[s.folder for s in sources])),
        {s.folder: s for s in sources},
        (),
    )


def problems(today: date = TODAY, **changes: Any) -> list[str]:
    """The first lines of what is found in the sample with some of its keys changed."""
    content = content_of(sample=module_data(**changes))
    return [f"{problem.code} {problem.message}" for problem in check(content, today)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("Dr. Smith of St. Mary's saw Prof. Jones.", None),
        ("It took 10.5 hours and cost 1,000.50 pounds.", None),
        ("J. R. Hartley met Martin J. Smith.", None),
        ("Ask the U.S. Navy about its Ph.D. Students.", None),
        ("Use e.g. NHS England, i.e. St. Thomas.", None),
        ("See Fig. 2, vol. 3 and No. 10.", None),
        ("The answer is no. Then stop.", ["The answer is no.", "Then stop."]),
        ("It was 2015. 14 clips came.", ["It was 2015.", "14 clips came."]),
        ("Come at 5 p.m. Bring tea.", ["Come at 5 p.m.", "Bring tea."]),
        ('"Who?" she asked. "You!" They left.', ['"Who?" she asked.', '"You!"', "They left."]),
        ("Wait... and see. (It ends.) Good.", ["Wait... and see.", "(It ends.)", "Good."]),
        ("It ended… Then it began.", ["It ended…", "Then it began."]),
        ("Tea, milk etc. They drank.", ["Tea, milk etc.", "They drank."]),
        ("So did I. Then we left.", ["So did I.", "Then we left."]),
        ("One line\n  and its rest.", ["One line and its rest."]),
        ("Note: Stop.", None),
    ],
)
def test_sentences(text: str, expected: list[str] | None) -> None:
    assert list(sentences(text)) == ([text] if expected is None else expected)


def test_a_speaker_stands_alone_in_a_transcript() -> None:
    said = list(sentences("Home team lead: We did. You?", spoken=True))
    assert said == ["Home team lead:", "We did.", "You?"]
    assert found("Visitor 1: One. Two. Three.", key="transcript") == []
    assert found("Visitor 1: We see. " + "They see. " * 3, key="transcript") == [
        ("STY-002", "Visitor 1: We see. They see. They see.")
    ]


@given(PROSE, st.booleans())
def test_sentences_are_the_whole_text(text: str, spoken: bool) -> None:
    assert " ".join(sentences(text, spoken=spoken)) == " ".join(text.split())


def test_words_are_counted_as_a_reader_does() -> None:
    assert len(words("E-learning – at 5:30pm, and/or for 1,000 & more...")) == 7


LONG = "the team " * 9 + "sees it"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"It says {LONG}.", [("STY-001", "It says the team the team the team")]),
        (
            f"It is. Then {LONG} all, and more.",
            [("STY-001", "Then the team the team the team the")],
        ),
        ("A b. C d. E f. G h.", [("STY-002", "A b. C d. E f. G h.")]),
        ("They don't, and Won’t.", [("STY-004", "don't"), ("STY-004", "Won’t"), ("STY-015", "’")]),
        ("Tea, eg green, ie not black, etc.", [("STY-005", w) for w in ("eg", "ie", "etc.")]),
        ("Tea, e.g. green (i.e. not black).", [("STY-005", "e.g."), ("STY-005", "i.e.")]),
        ("READ THIS now.", [("STY-007", "READ THIS")]),
        ("This is URGENT!", [("STY-007", "URGENT")]),
        ("Do it, A. NOT ME.", [("STY-007", "A. NOT ME")]),
        ("On 3/4/2026 or 3/4/26.", [("STY-008", "3/4/2026"), ("STY-008", "3/4/26")]),
        ("On 2026-11-24 or 24.11.2026.", [("STY-008", "2026-11-24"), ("STY-008", "24.11.2026")]),
        (
            "On 3rd May or the 3rd of May 2026.",
            [("STY-008", "3rd May"), ("STY-008", "3rd of May 2026")],
        ),
        ("On May 3rd or May 3, 2026.", [("STY-008", "May 3rd"), ("STY-008", "May 3, 2026")]),
        ("On 3 Sept 2026 or 03 May.", [("STY-008", "03 May"), ("STY-008", "3 Sept 2026")]),
        ("Look [Here](https://example.org/).", [("STY-009", "[Here]")]),
        ("Look at [*this* page.](https://example.org/)", [("STY-009", "[this page.]")]),
        ("Behavior is the program's center.", [("STY-010", "Behavior"), ("STY-010", "center")]),
        ("A well-knwon e-lerning.", [("STY-010", "knwon"), ("STY-010", "lerning")]),
        (
            "Colleague's colour; colleage's color.",
            [("STY-010", "colleage's"), ("STY-010", "color")],
        ),
        ("A ‘quote’.", [("STY-015", "‘"), ("STY-015", "’")]),
        ("For 6-8 people, 5 – 10 minutes.", [("STY-015", "6-8"), ("STY-015", "5 – 10")]),
        ("From 9:30am-5pm, May—June.", [("STY-015", "9:30am-5pm"), ("STY-015", "May—June")]),
    ],
)
def test_finds_what_the_style_guide_does_not_want(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert sorted(found(text)) == sorted(expected)


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Smith met Prof. Xyzzy at St. Mary's Hospital.",
        "The trip took 10.5 hours, and 1,000 people came at 5:30pm.",
        "You'll see that it's fine, they've gone and we're here.",
        "An e-learning course, a follow-up and a non-clinical co-worker's re-use.",
        "In the NHS, BP and GPs made PDFs of PDSA and SWOT for an MP3 of COVID-19 at 10am.",
        "NHS IT staff, US and UK.",
        'She asked "Who did it?" Nobody knew. "I see," he said.',
        "It was 12 December 2023, a Tuesday in May 2024. In March 12 people came.",
        "In December 12 people of 5 trusts may come.",
        "Version 1.0.0 has 3/4 of it, and/or 24/7 help.",
        "Call 0161-496 0000, or 020 7946 0000, ISBN 978-0-306-40615-7.",
        "A 1-2-1 meeting, a 30-minute walk and a 6-week course.",
        "See [the page of the trust](https://example.org/eg/ie/etc/click-here).",
        "See <https://example.org/organize-color> and help@organize.example.org.",
        "See example.org/color, library.hee.nhs.uk or `cmi.color`, file_name and C:\\color.",
        "It is in Maranello with Catchpole, McDonald and Xyzzy-Smith.",
        "- one thing\n- another thing\n- a third\n- a fourth\n- a fifth, with many words in it",
        "A list:\n\n1. Do this.\n2. Do that.\n3. Rest.\n4. Do more.",
        "Shop owners do the 1st, 2nd and 12th of them.",
        "The pieces fit. I.T. is not a name here",
        "Was it 5, 6 or 7?",
        "A dash - or two – as this — is no range.",
        "The ratio is 10:1, and page 19/4/318 tells.",
    ],
)
def test_leaves_alone_what_is_right(text: str) -> None:
    assert found(text) == []


def test_a_word_of_the_project_is_right() -> None:
    assert found("Onboarding, and onboarding's use of a café.", "onboarding", "Café trial") == [
        ("STY-010", "café")
    ]
    assert found("Maranello is URGENT.", "Maranello", "URGENT") == []
    assert found("An onboardin.", "onboarding") == [("STY-010", "onboardin")]


def test_a_misspelt_word_is_told_with_the_right_one() -> None:
    (finding,) = findings(text_of("You organize it."), Vocabulary())
    assert finding.remedy
    assert "'organise'" in finding.remedy


@given(PROSE, st.sampled_from(["introduction", "transcript", "benefits", "title"]))
@settings(max_examples=400)
def test_any_text_has_findings_or_none(prose: str, key: str) -> None:
    for finding in findings(text_of(prose, key), Vocabulary(["Maranello"])):
        assert CODES[finding.code].severity is Severity.WARNING
        assert finding.words
        assert finding.message
        assert len(finding.message) < 1000 + len(prose)


@pytest.mark.parametrize(
    "unit",
    [".", ". ", '."', "a. ", "A. ", "1-", "a-", "a'", "eg ", "A", "aZ", "n't", "[a](", "(", "0 "],
)
@pytest.mark.usefixtures("watchdog")
def test_a_long_text_comes_to_an_end(unit: str) -> None:
    prose = unit * (40_000 // len(unit))
    assert len(list(sentences(prose))) >= 1
    content = content_of(sample=module_data(introduction=prose))
    assert len(check(content, TODAY)) < 300


def test_the_reading_age_needs_some_words() -> None:
    easy = ["We ask a friend for help, and we hear what went well."] * 10
    hard = ["Interdisciplinary organisations necessitate considerable collaboration."] * 20
    assert reading_age(easy[:3], 50) is None
    age = reading_age(easy, 50)
    assert age is not None
    assert 5 < age < READING_AGE
    assert (reading_age(hard, 50) or 0) > READING_AGE
    assert reading_age(["Dr. Smith saw 10.5 of it all."] * 10, 50) == reading_age(
        ["Dr Smith saw 105 of it all."] * 10, 50
    )


def test_only_headings_may_not_ask() -> None:
    asking: dict[str, Any] = {
        "title": "What is it?",
        "steps": [{"title": "Begin", "questions": ["What did you do?"]}, {"title": "Why?"}],
    }
    assert problems(**asking) == [
        "STY-006 title: this heading is a question",
        "STY-006 steps, item 2, title: this heading is a question",
    ]


def test_the_title_of_somebody_else_s_work_may_be_anything() -> None:
    title = "DON'T PANIC, e.g. Organize: what is the color of 3/4/2026?"
    clip = {"title": title, "duration": "2 minutes", "transcript": "Nobody speaks."}
    dates = {"reviewed": "2026-11-20", "next_review": "2027-11-20"}
    there = {"address": "https://example.org/"}
    links = [{"title": title, **there}]
    sources = [{"title": title, "facts": title, "address": "http://example.org/"}]
    assert problems(links=links, sources=sources, videos=[{**clip, **dates, **there}]) == []
    own = problems(videos=[{**clip, **dates, "text_alternative": "Look for it."}])
    assert {line.split()[0] for line in own} >= {"STY-004", "STY-006", "STY-007", "STY-010"}


@pytest.mark.parametrize(
    ("item", "wrong"),
    [
        ("it is short", False),
        ("NHS staff know it", False),
        ("PDSA cycles", False),
        ("Ferrari did it", False),
        ("Great Ormond Street did it", False),
        ("I can do it", False),
        ("I'm sure", False),
        ("Ferrari's way", False),
        ("10 minutes", False),
        ("e-learning", False),
        ("*it* is short", False),
        ("wait and see...", False),
        ("It is short", True),
        ("A short one", True),
        ("*It* is short", True),
        ("it is short.", True),
        ("it is short;", True),
    ],
)
def test_items_of_lists(item: str, wrong: bool) -> None:
    for path in ("benefits", "tips", "pitfalls"):
        told = [code for code, _ in found(item, key=path)]
        assert told == (["STY-014"] if wrong else [])


def test_only_english_is_checked_for_style() -> None:
    french: dict[str, Any] = {"introduction": "Les collegues organizent.", "language": "fr"}
    assert problems(**french) == []
    assert problems(**french | {"language": "en-AU"}) != []
    links = [{"title": "Une page", "address": "http://example.org/"}]
    told = problems(**french, links=links, next_review="2026-11-21", learning_minutes=1)
    assert [line[:7] for line in told] == ["STY-012", "STY-013", "STY-011"]


def test_a_review_is_overdue_on_the_day_after() -> None:
    due = date(2027, 11, 20)
    assert problems(due) == []
    assert problems(due + timedelta(days=1)) == [
        "STY-011 next_review: the review was due on 20 November 2027"
    ]


def test_the_learning_time_counts_what_a_learner_does() -> None:
    activity = {**module_data()["activity"], "minutes": 8}
    assert problems(learning_minutes=10, activity=activity) == []
    assert [line[:7] for line in problems(learning_minutes=9, activity=activity)] == ["STY-013"]
    # A transcript stands in for a clip.
    clip = {
        "title": "A clip",
        "duration": "2 minutes",
        "address": "https://example.org/",
        "transcript": "Nobody speaks.\n\n" * 2000,
        "reviewed": "2026-11-20",
        "next_review": "2027-11-20",
    }
    assert problems(learning_minutes=10, activity=activity, videos=[clip]) == []


def exempt(at: str, code: str = "STY-004") -> dict[str, str]:
    """An exemption."""
    return {"code": code, "at": at, "reason": "It is a quotation."}


def test_an_exemption_silences_its_code_at_its_place() -> None:
    changes: dict[str, Any] = {
        "introduction": "They don't organize it.",
        "summary": "They don't.",
        "steps": [{"title": "Begin", "text": "We can't."}, {"title": "End"}],
    }
    assert len(problems(**changes)) == 4
    told = problems(**changes, exemptions=[exempt("introduction"), exempt("steps, item 1, text")])
    assert sorted(line.split(":")[0] for line in told) == [
        "STY-004 summary",
        "STY-010 introduction",
    ]


@pytest.mark.parametrize("at", ["steps, item 1", "steps, item 1, text, more", "Introduction", ":"])
def test_an_exemption_of_nothing_is_told(at: str) -> None:
    told = problems(introduction="They don't.", exemptions=[exempt(at)])
    assert [line[:7] for line in told] == ["STY-004", "MOD-020"]
    both = [exempt("introduction"), exempt("introduction")]
    twice = problems(introduction="They don't.", exemptions=both)
    assert twice == ["MOD-020 exemptions, item 2: there is no STY-004 at 'introduction'"]


def test_the_reading_age_of_a_module_may_be_exempt() -> None:
    hard = "Organisations necessitate considerable collaboration.\n\n" * 60
    told = problems(introduction=hard, exemptions=[exempt("introduction", "STY-003")])
    assert [line.split(":")[0] for line in told] == ["STY-003 the whole module"]
    both = [exempt("introduction", "STY-003"), exempt("the whole module", "STY-003")]
    assert problems(introduction=hard, exemptions=both) == []


def test_an_exemption_holds_for_its_own_module() -> None:
    wrong = module_data(introduction="They don't.")
    right = {**wrong, "exemptions": [exempt("introduction")]}
    told = check(content_of(one=wrong | {"id": "one"}, two=right | {"id": "two"}), TODAY)
    assert [(problem.code, problem.location.file) for problem in told] == [("STY-004", "one.yaml")]


def test_what_is_exempt_may_be_anything() -> None:
    values: tuple[Any, ...] = (None, 1, "x", [1], [{}], [{"code": 1, "at": 2}])
    for value in (*values, [{"code": "sty", "at": "x"}]):
        assert problems(exemptions=value) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"neighbours": [{"module": "other", "difference": "Use it later."}]},
        {"companions": [{"module": "other", "reason": "Use both."}]},
    ],
)
def test_another_module_that_is_named_is_there(changes: dict[str, Any]) -> None:
    assert [line[:7] for line in problems(**changes)] == ["MOD-019"]
    both = content_of(sample=module_data(**changes), other=module_data(id="other"))
    assert check(both, TODAY) == ()


def test_the_choosing_tool_names_techniques() -> None:
    tool = {
        "kind": "choosing-tool",
        "id": "choosing",
        "techniques": [{"module": name} for name in ("sampel", "sample", "choosing")],
    }
    told = check(content_of(sample=module_data(), choosing=tool), TODAY)
    assert [problem.message for problem in told] == [
        "techniques, item 1, module: there is no technique 'sampel'; did you mean 'sample'?",
        "techniques, item 3, module: this module names itself",
    ]


def test_findings_stand_at_the_words() -> None:
    text = yaml.safe_dump(module_data()).replace(
        "introduction: It is as small as a module can be.",
        "introduction: |\n  It is fine.\n\n  - An *organized*\n    list, and [more\n    words](https://"
        "example.org/) don't hurt.\n",
    )
    told = check(content_of(sample=text), TODAY)
    lines = text.splitlines()
    assert [problem.code for problem in told] == ["STY-004", "STY-010"]
    for problem, word in zip(told, ("don't", "organized"), strict=True):
        place = problem.location
        assert lines[place.line - 1][place.column - 1 :].startswith(word)


def test_warnings_become_errors_when_asked() -> None:
    told = check(content_of(sample=module_data(introduction="They don't.")), TODAY)
    assert [problem.severity for problem in told] == [Severity.WARNING]
    strict: tuple[Diagnostic, ...] = as_errors(told)
    assert [problem.severity for problem in strict] == [Severity.ERROR]
    assert [problem.message for problem in strict] == [problem.message for problem in told]


def test_without_the_dictionary_it_is_said_that_it_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ThemeMissing, match="no spelling dictionary in"):
        Vocabulary(folder=tmp_path)


def test_the_reading_age_is_that_of_a_known_library(content: Content) -> None:
    for source in content.sources.values():
        sentences = [s for text in texts_of(source) for s in text.sentences() if s[-1:] in ".?!"]
        plain = [re.sub(r"[.!?…]", "", s) for s in sentences if len(words(s)) > 2]
        known = automated_readability_index(". ".join(plain) + ".") + 5
        assert reading_age(sentences, 50) == pytest.approx(known, abs=0.02)
