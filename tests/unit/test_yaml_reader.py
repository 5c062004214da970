"""The YAML reader: hostile bytes, exact data, and the place of every part of it."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scorm_builder.content.yaml_document import YamlDocument
from scorm_builder.content.yaml_reader import MAXIMUM_BYTES, MAXIMUM_DEPTH, read_yaml
from scorm_builder.diagnostics import Location

Path = tuple[str | int, ...]


def read(text: str | bytes) -> YamlDocument:
    """The document that a text or some bytes make."""
    return read_yaml(text.encode() if isinstance(text, str) else text, "module.yaml")


def codes(text: str | bytes) -> list[str]:
    """The codes of what is wrong with a text, in order."""
    return [problem.code for problem in read(text).diagnostics]


def places(data: Any, path: Path = ()) -> list[Path]:
    """The path of every node of some data."""
    found = [path]
    if isinstance(data, dict):
        for key, value in data.items():
            found += places(value, (*path, key))
    if isinstance(data, list):
        for index, value in enumerate(data):
            found += places(value, (*path, index))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: text", "text"),
        ("a: 'no'", "no"),
        ("a: 12", 12),
        ("a: -0", 0),
        ("a: 1.5", 1.5),
        ("a: true", True),
        ("a: False", False),
        ("a: tRue", "tRue"),
        ("a: 'true'", "true"),
        ("a:", None),
        ("a: ~", None),
        ("a: Null", None),
        ("a: ''", ""),
        ("a: 2026-11-20", "2026-11-20"),
        ("a: 1.0.0", "1.0.0"),
        ("a: |\n  two\n  lines\n", "two\nlines\n"),
        ("a: >-\n  one\n  line\n", "one line"),
        ("a: '#005eb8'", "#005eb8"),
        ("a: text # comment", "text"),
        ('a: "\\u00e9\\t"', "é\t"),
        ("\ufeffa: after a mark", "after a mark"),
        ("a: of Windows\r\nb: 1\r\n", "of Windows"),
        ("a: of old Macs\rb: 1\r", "of old Macs"),
        ("---\na: marked\n...\n", "marked"),
        ("a: [1, {b: x}]", [1, {"b": "x"}]),
        ("a: café 🙂 שלום", "café 🙂 שלום"),
    ],
)
def test_reads_a_value_as_an_author_means_it(text: str, expected: Any) -> None:
    document = read(text)
    assert document.diagnostics == ()
    assert document.data["a"] == expected
    assert type(document.data["a"]) is type(expected)


@pytest.mark.parametrize(
    "value",
    "y n yes No ON off 012 0o17 0x1F 0b1 1_000 1:30 12:30:45.5 .5 5. 1e5 1.5E-3 .inf -.INF .nan "
    "12345678901234567890 00".split(),
)
def test_asks_for_quotes_where_tools_differ(value: str) -> None:
    document = read(f"a: {value}")
    assert [problem.code for problem in document.diagnostics] == ["YML-007"]
    assert document.data == {"a": value}
    assert value in document.diagnostics[0].help
    assert read(f'a: "{value}"').diagnostics == ()


@pytest.mark.parametrize(
    ("text", "place"),
    [("a: Ward #5 is near", "1:9"), ("a:\n  - one\n    two #3\n  - x", "3:9"), ("a: b\t#c", "1:6")],
)
def test_warns_of_a_text_that_a_number_sign_cuts_off(text: str, place: str) -> None:
    (problem,) = read(text).diagnostics
    assert (problem.code, str(problem.location)) == ("YML-009", f"module.yaml:{place}")


@pytest.mark.parametrize(
    "text", ["a: b # note", "a: 'b' #note", "a: b#c", "a: b ## note", "a: |\n  b #c", "a: #c\nb: 1"]
)
def test_lets_notes_stand(text: str) -> None:
    assert read(text).diagnostics == ()


def test_reads_keys_as_texts() -> None:
    assert read("no: 1\n12: 2\ntrue: 3\n2026-11-20: 4").data == {
        "no": 1,
        "12": 2,
        "true": 3,
        "2026-11-20": 4,
    }


NEEDS_QUOTES = "a text that starts with this character needs quotes around it"


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a: **Bold** words", "1:4", NEEDS_QUOTES),
        ("a: [page](https://example.org) to read", "1:4", NEEDS_QUOTES),
        ("a: {name} is put here", "1:4", NEEDS_QUOTES),
        ("a:\n  - [b\n  - c", "2:5", NEEDS_QUOTES),
        ("a:\n  b: [c, d\n  e: f", "2:6", NEEDS_QUOTES),
        ("a: @home", "1:4", NEEDS_QUOTES),
        ("a: ? b", "1:4", NEEDS_QUOTES),
        ('a: "Yes" she said\nb: 1', "1:4", 'this text goes on after the " that closes it'),
        ("a:\n  - 'b' c\n  - d", "2:5", "this text goes on after the ' that closes it"),
        ("a: 'b\nc: it's\n", "1:4", "the ' that opens here is closed only on line 2"),
        ('a: "b\nc: d\n# a "note"\n', "1:4", 'the " that opens here is closed only on line 3'),
        ("a:\n  - b\n  * c\n", "3:4", "an item of a list starts with a hyphen, not with a star"),
        ("* b\n* c\n", "1:2", "an item of a list starts with a hyphen, not with a star"),
    ],
)
def test_tells_an_author_which_character_is_at_fault(text: str, place: str, message: str) -> None:
    (problem,) = read(text).diagnostics
    assert str(problem.location) == f"module.yaml:{place}"
    assert problem.message == message


@pytest.mark.parametrize(
    ("text", "expected", "place"),
    [
        ("", "YML-001", "module.yaml"),
        ("# only a comment\n", "YML-001", "module.yaml"),
        ("---\n", "YML-001", "module.yaml"),
        ("null\n", "YML-001", "module.yaml"),
        ("a: [\n", "YML-001", "module.yaml:2:1"),
        ("é: 'open\nb: c\n", "YML-001", "module.yaml:1:4"),
        ("a: b: c\n", "YML-001", "module.yaml:1:5"),
        ("a: 'it's'\n", "YML-001", "module.yaml:1:4"),
        ("a: @b\n", "YML-001", "module.yaml:1:4"),
        ('a: "\\ud800"\n', "YML-001", "module.yaml:1:7"),
        ("%YAML 3.0\n---\na: b\n", "YML-001", "module.yaml:1:1"),
        ("? {a: b}\n: c\n", "YML-001", "module.yaml:1:3"),
        ("? - a\n: c\n", "YML-001", "module.yaml:1:3"),
        ("{[a]: b}", "YML-001", "module.yaml:1:2"),
        ("a: 1\nb: 2\na: 3\n", "YML-002", "module.yaml:3:1"),
        ("a:\n  - b: {c: 1, c: 2}\n", "YML-002", "module.yaml:2:15"),
        ("a: 1\n'a': 2\n", "YML-002", "module.yaml:2:1"),
        ("a:\n\t- b\n", "YML-003", "module.yaml:2:1"),
        ("a:\n  - b\n \t- c\n", "YML-003", "module.yaml:3:2"),
        ("a: |\n\tb\n", "YML-003", "module.yaml:2:1"),
        (b"a: caf\xe9\n", "YML-004", "module.yaml:1:7"),
        (b"\xef\xbb\xbfa: 1\nb: \xff\n", "YML-004", "module.yaml:2:4"),
        ("é: 1\nb: é".encode() + b"\x80", "YML-004", "module.yaml:2:5"),
        ("a: b\n".encode("utf-16"), "YML-004", "module.yaml:1:1"),
        (b"a: \xed\xa0\x80\n", "YML-004", "module.yaml:1:4"),
        ("a: b\n🙂 \x00", "YML-004", "module.yaml:2:3"),
        ("a: \x1b[31mred", "YML-004", "module.yaml:1:4"),
        ("a: one\x85two", "YML-004", "module.yaml:1:7"),
        ("a: \u202eevil", "YML-004", "module.yaml:1:4"),
        ("a: \u2028", "YML-004", "module.yaml:1:4"),
        ("a: \ufeff", "YML-004", "module.yaml:1:4"),
        ('a: "\\0"', "YML-004", "module.yaml:1:4"),
        ('a: "\\e[31m"', "YML-004", "module.yaml:1:4"),
        ('"\\u202e": a', "YML-004", "module.yaml:1:1"),
        ("a: &b 1", "YML-005", "module.yaml:1:4"),
        ("a: *b", "YML-005", "module.yaml:1:4"),
        ("*a : b\nc: d\n", "YML-005", "module.yaml:1:1"),
        ("a: !!str 5", "YML-005", "module.yaml:1:4"),
        ("a: ! 5", "YML-005", "module.yaml:1:4"),
        ("!!python/object/apply:os.system ['true']", "YML-005", "module.yaml:1:1"),
        ("a:\n  <<: {b: 1}\n", "YML-005", "module.yaml:2:3"),
        ("a: 1\n---\nb: 2\n---\nc: 3\n", "YML-005", "module.yaml:2:1"),
        ("[" * (MAXIMUM_DEPTH + 1), "YML-006", f"module.yaml:1:{MAXIMUM_DEPTH + 1}"),
    ],
)
def test_says_once_what_is_wrong_and_where(text: str | bytes, expected: str, place: str) -> None:
    document = read(text)
    found = [(problem.code, str(problem.location)) for problem in document.diagnostics]
    assert found == [(expected, place)]
    assert document.data is None or expected in ("YML-002", "YML-007")


@pytest.mark.parametrize(
    "content",
    [
        b"- *a\n" * 49_000,
        b"{" + b"a," * 124_000 + b"}",
        b"[" * 100_000,
        b"- " * 100_000,
        b"{" * 100_000,
        b"? " * 100_000,
        b"a: " * 100_000,
        b"x" * 249_999,
        b"'" + b"\n" * 249_000 + b"'",
        b'"' + b"\\n" * 124_000 + b'"',
        b"1_" * 120_000 + b"x",
        b"1:" * 120_000,
        b"0." * 120_000 + b"e",
        b"\0" * 249_999,
        b"\xff" * 249_999,
        b"a: " + b" " * 249_000 + b"\t: ",
        b"x: |\n" + b"  y\n" * 60_000,
        b"# " * 120_000,
        b"---\n" * 60_000,
        b"a" * (5 * MAXIMUM_BYTES),
        b"a: &a [x,x,x,x,x,x,x,x,x,x]\n"
        + b"".join(b"%c: &%c [%s]\n" % (n + 1, n + 1, b"*%c," % n * 9) for n in range(97, 120)),
    ],
    ids=lambda content: repr(content[:8]),
)
@pytest.mark.usefixtures("watchdog")
def test_reading_comes_to_an_end_with_a_bounded_answer(content: bytes) -> None:
    document = read(content)
    assert len(document.diagnostics) <= 101
    assert sum(len(problem.message) for problem in document.diagnostics) < 20_000


def test_a_file_of_the_largest_size_is_read() -> None:
    content = b"a: " + b"x" * (MAXIMUM_BYTES - 3)
    assert read(content).diagnostics == ()
    assert codes(content + b"x") == ["YML-006"]


def test_the_deepest_file_is_read() -> None:
    assert codes("[" * MAXIMUM_DEPTH + "]" * MAXIMUM_DEPTH) == []


def test_a_dropped_value_leaves_the_places_of_the_first() -> None:
    document = read("a: {b: 1, c: [x]}\na:\n  b: 2\n  c:\n    - y\nd: 3\n")
    assert document.data == {"a": {"b": 1, "c": ["x"]}, "d": 3}
    assert str(document.place(("a", "b"))) == "module.yaml:1:5"
    assert str(document.place(("a", "c", 0))) == "module.yaml:1:15"


def test_a_missing_place_is_its_nearest_parent() -> None:
    document = read("a:\n  - b: 1\n")
    assert str(document.place(("a", 0, "c", "d"))) == "module.yaml:2:5"
    assert str(document.place(("z",))) == "module.yaml:1:1"
    assert read("").place(("a",)) == Location("module.yaml")


def assert_data_or_diagnostic(document: YamlDocument) -> None:
    """Either data came out, or the author is told why not; and all places are in the file."""
    assert document.data is not None or document.diagnostics
    for place in document.places.values():
        assert place.line >= 1
        assert place.column >= 1


@given(st.binary(max_size=300))
@example(b"\xef\xbb\xbf")
@example(b"a: \xff")
def test_any_bytes_give_data_or_a_diagnostic(content: bytes) -> None:
    assert_data_or_diagnostic(read(content))


@given(st.text(max_size=300))
def test_any_text_gives_data_or_a_diagnostic(text: str) -> None:
    assert_data_or_diagnostic(read(text.encode("utf-8", "surrogatepass")))


@given(st.text(alphabet="ab:-[]{},&*!|>'\"%@`#?~<\\ \t\n\r012.", max_size=60))
@settings(max_examples=1000)
def test_any_punctuation_gives_data_or_a_diagnostic(text: str) -> None:
    assert_data_or_diagnostic(read(text))


TEXTS = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=("Cc", "Cs", "Cn"),
        exclude_characters="\u2028\u2029\u202a\u202b\u202c\u202d\u202e"
        "\u2066\u2067\u2068\u2069\ufeff",
    )
    | st.sampled_from("\n\t"),
    max_size=20,
)
LEAVES = (
    TEXTS
    | st.integers(-(10**16), 10**16)
    | st.booleans()
    | st.none()
    | st.sampled_from(("no", "1:30", "012", "1e5", "<<", "=", "~", "null", "- a", "a: b"))
)


def nested(leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Lists and mappings of some leaves, and of each other."""
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
        max_leaves=15,
    )


@given(st.dictionaries(TEXTS, nested(LEAVES), min_size=1, max_size=4))
@pytest.mark.parametrize("flow", [False, True])
def test_what_another_tool_wrote_is_read_back_with_a_place_for_each_part(
    flow: bool, data: dict[str, Any]
) -> None:
    text = yaml.dump(data, Dumper=Quoting, allow_unicode=True, default_flow_style=flow)
    document = read(text)
    assert document.diagnostics == ()
    assert document.data == data
    assert set(places(data)) == set(document.places)


class Quoting(yaml.SafeDumper):
    """Writes texts in double quotes, as an author would who follows our advice, and no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        del data
        return True


def quoted(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    """A text in double quotes."""
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')


Quoting.add_representer(str, quoted)


@given(st.dictionaries(TEXTS, nested(TEXTS), min_size=1, max_size=4))
def test_what_pyyaml_writes_by_default_is_read_back_or_needs_quotes(data: dict[str, Any]) -> None:
    document = read(yaml.safe_dump(data))
    assert {problem.code for problem in document.diagnostics} <= {"YML-007"}
    if not document.diagnostics:
        assert document.data == data


WORDS = st.text(alphabet="abc é🙂", min_size=1, max_size=8).filter(lambda word: word.strip())


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=6, unique_by=lambda pair: pair[0]))
def test_columns_count_characters(pairs: list[tuple[str, str]]) -> None:
    lines = [f'"{key}": ["{value}"]' for key, value in pairs]
    document = read("\n".join(lines))
    for number, (key, _) in enumerate(pairs, start=1):
        assert document.place((key,)) == Location("module.yaml", number, 1)
        assert document.place((key, 0)) == Location("module.yaml", number, len(key) + 6)


@pytest.mark.parametrize(
    ("text", "path", "words", "place"),
    [
        ("a: the a here", ("a",), "a", "1:8"),
        ("a: one two", ("a",), "two", "1:8"),
        ("'a': 'it''s \"so\"'", ("a",), 'it\'s "so"', "1:7"),
        ('a: "say \\"so\\" now"', ("a",), '"so" now', "1:9"),
        ("a: >-\n  the first\n  line\n", ("a",), "first line", "2:7"),
        ("a: |\r\n  the *first*\r\n  line\r\n", ("a",), "first line", "2:8"),
        ("a: see [the\n  page](https://x.org/) here", ("a",), "the page here", "1:9"),
        ("a: cats cat", ("a",), "cat", "1:9"),
        ("a: no (yes)", ("a",), "(yes)", "1:7"),
        ("- one\n- two one\n", (1,), "one", "2:7"),
        ("a:\n  b: x\n  c: word\nd: word\n", ("d",), "word", "4:4"),
        ("\ufeffa: é word", ("a",), "word", "1:6"),
        # What is not there is in the place of the text.
        ("a: one\nb: two", ("a",), "two", "1:1"),
        ("a: one", ("a",), "", "1:1"),
        ("a: one", ("z", 1), "one", "1:4"),
    ],
)
def test_finds_words_where_they_stand(text: str, path: Path, words: str, place: str) -> None:
    assert str(read(text).find(path, words)) == f"module.yaml:{place}"


def test_finds_a_character_in_a_word() -> None:
    text = "a: TNF-β\nb: TNF-β and SpO₂\n"
    assert str(read(text).find(("b",), "₂", whole=False)) == "module.yaml:2:17"
    assert str(read(text).find(("b",), "β", whole=False)) == "module.yaml:2:8"
    assert str(read(text).find(("b",), "x", whole=False)) == "module.yaml:2:1"
    assert str(read(text).find(("b",), "", whole=False)) == "module.yaml:2:1"


@given(
    st.lists(st.text("ab'\"é*[]", min_size=1, max_size=4), min_size=1, max_size=30),
    st.sampled_from([None, "'", '"', "|", ">"]),
    st.integers(min_value=0),
)
def test_a_word_is_found_in_any_style(words: list[str], style: str | None, number: int) -> None:
    word = f"w{number % len(words)}w"
    words[number % len(words)] = word
    text = yaml.safe_dump(
        {"a": "x", "b": " ".join(words), "c": word}, default_style=style, width=20
    )
    document = read(text)
    place = document.find(("b",), word)
    assert text.splitlines()[place.line - 1][place.column - 1 :].startswith(word)
    assert document.place(("b",)) < place < document.place(("c",))


@given(st.text(), st.text(), st.text("ab 1"))
def test_finding_never_fails(text: str, words: str, key: str) -> None:
    assert read(f"{text}\na: b").find((key, 1), words).file == "module.yaml"
    assert read(text).find((), words).file == "module.yaml"
