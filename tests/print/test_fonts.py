"""Signs, scripts and fonts: all that authors write is printed, and with no font of the machine."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from scorm_builder.content.loader import load
from scorm_builder.jobs import Job
from scorm_builder.model import Brand
from scorm_builder.pipeline.build import build_one
from scorm_builder.pipeline.memory import Memory
from scorm_builder.pipeline.plan import plan
from scorm_builder.pipeline.store import Store
from scorm_builder.printer.fonts import fonts_for, printable
from scorm_builder.printer.letters import drawable, drawn
from scorm_builder.printer.paper import print_pages, style_sheets
from scorm_builder.targets.handout import STYLES
from scorm_builder.theme import SIGNS, Theme, letters
from tests.tools.modules import DRAWING
from tests.tools.pdf import Object, open_pdf, read_tags, to_unicode
from tests.tools.project import Project
from tests.tools.samples import BRAND, built, catalogue_data, data_of, job, module_data

OF_THE_FIELD = (
    "SpO₂ is ≥ 94%, TNF-α, CO₂ m² 10⁻³ × ± − ∞ √ ≈ ≠ ∆ µ ° ‰ № ™ ® € ½ ¾ ⅓ → ← ↑ ↓ ⇒ ✓ ✔ ✗ ☐ ☑ ⚠"
    " ♥ • ‣ ● ■ ▪ ◦ ★ α β Ω, Nguyễn, Ελένη, Жуков, Łódź, Ŵyth"
)
# What is written, and what stands on paper.
WRITTEN = {
    "a tab": ("one\ttwo", "one two"),
    "a narrow no-break space": ("5\u202fmg", "5 mg"),
    "a hair space": ("a\u200ab", "a b"),
    "a hyphen that does not break": ("COVID\u201119", "COVID-19"),
    "what is not seen": ("w\u00ado\u2060r\u200bd", "word"),
    "letters in two parts": ("cafe\u0301", "café"),
    "a picture that is a sign": ("\u2611\ufe0f done", "\u2611 done"),
    "ligatures and units": ("e\ufb03cient 5 ㎎", "efficient 5 mg"),
}
LANGUAGES = {
    "pl": "Zażółć gęślą jaźń",
    "vi": "Chăm sóc bệnh nhân",
    "ru": "Уход за больным",
    "el": "Φροντίδα ασθενών",
    "bn": "রোগীর যত্ন ক্ষেত্রে কি কেন স্বাস্থ্য",
    "pa": "ਮਰੀਜ਼ ਦੀ ਦੇਖਭਾਲ ਸਿਹਤ",
    "gu": "દર્દીની સંભાળ ક્ષેત્ર",
    "hi": "रोगी की देखभाल क्षेत्र कि स्वास्थ्य",
    "ta": "நோயாளி பராமரிப்பு கொ",
    "he": "טיפול בחולה",
    "ti": "ክንክን ሕሙም",
    "zh": "病人护理，团队会议。健康",
    "zh-TW": "病人護理，團隊會議。健康",
}
# Their lines have no words beside them, and lie in the order in which they are drawn.
DRAWN_FROM_THE_RIGHT = {"ur": "مریض کی دیکھ بھال کے لیے ٹیم", "ar": "رعاية المرضى"}
EVERYTHING = """*Emphasis*, **strong**, ***both***, `code` and a [link](https://example.org/) here.

- a list
    1. with numbers
        - and a list
            - in a list
                - in a list

> A quotation
> - with a list

    a block of code

* * *

3. from three

Two lines\\
of text"""


def shipped(theme: Theme, *styles: str) -> set[str]:
    """The families of the theme's style sheets, as PDFs name them."""
    families = theme.font_families(styles or [s for s in theme.templates if s.endswith(".css")])
    return {family.replace(" ", "-") for family in families.split(", ")}


def fonts_in(pdf: pikepdf.Pdf) -> Mapping[str, Object]:
    """All fonts of a PDF, those of its fields too, by their names."""
    found: dict[str, Object] = {}
    for item in pdf.objects:
        is_font = isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
        if is_font and not str(item.get("/Subtype")).startswith("/CIDFont"):
            found[str(item.get("/BaseFont")).lstrip("/").rpartition("+")[2]] = item
    return found


def family_of(name: str) -> str:
    return re.sub(r"(-Bold)?(-Oblique|-Italic)?$", "", name)


def assert_only_ours(content: bytes, theme: Theme) -> None:
    pdf = open_pdf(content)
    fonts = fonts_in(pdf)
    families = {family_of(name) for name in fonts}
    assert "Arimo" in families
    assert families <= shipped(theme)
    for font in fonts.values():
        (descendant,) = font.get("/DescendantFonts", [font])
        assert "/FontFile2" in descendant.FontDescriptor


def in_language(theme: Theme, tag: str, text: str, *targets: str) -> Job:
    """A job whose texts are in a language."""
    data = module_data(language=tag, title=text[:80], introduction=f"{text} **{text}** *{text}*")
    return job(theme, *targets, module={**data, "tips": [text], "summary": text})


def test_the_signs_of_the_field_are_printed(theme: Theme) -> None:
    work = in_language(theme, "en-GB", OF_THE_FIELD, "handout")
    (artifact,) = built(replace(work, targets=("handout",)))
    assert_only_ours(artifact.content, theme)
    words = read_tags(open_pdf(artifact.content)).words()
    assert words.count(OF_THE_FIELD) >= 3


def test_nothing_is_reported_of_the_signs_of_the_field(tmp_path: Path, theme: Theme) -> None:
    project = Project(tmp_path).with_sample()
    project.with_module(introduction=f"{OF_THE_FIELD}.", tips=["one\tor\u202ftwo\u2011three"])
    assert project.problems() == []
    assert set(project.build(theme, "handout", "card")) >= {"handout/sample.pdf"}


@pytest.mark.parametrize("kind", WRITTEN)
def test_what_no_font_has_is_printed_as_what_it_means(theme: Theme, kind: str) -> None:
    text, on_paper = WRITTEN[kind]
    (artifact,) = built(job(theme, "handout", module=module_data(introduction=text)))
    assert_only_ours(artifact.content, theme)
    assert on_paper in read_tags(open_pdf(artifact.content)).words()


def test_a_raised_figure_never_becomes_an_ordinary_one(theme: Theme) -> None:
    (artifact,) = built(job(theme, "handout", module=module_data(introduction="10⁵ and 10⁻³")))
    assert "10⁵ and 10⁻³" in read_tags(open_pdf(artifact.content)).words()


def test_a_handout_without_signs_has_no_font_of_them(theme: Theme) -> None:
    (plain,) = built(job(theme, "handout"))
    (with_one,) = built(job(theme, "handout", module=module_data(introduction="At most ≥ 94%.")))
    open_plain, open_with_one = open_pdf(plain.content), open_pdf(with_one.content)
    assert set(fonts_in(open_plain)) == {"Arimo", "Arimo-Bold"}
    assert set(fonts_in(open_with_one)) == {"Arimo", "Arimo-Bold", "Signs"}
    assert len(with_one.content) < len(plain.content) + 6_000


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_module_is_printed_in_its_language(theme: Theme, tag: str) -> None:
    text = LANGUAGES[tag]
    for artifact in built(in_language(theme, tag, text, "handout", "card")):
        assert_only_ours(artifact.content, theme)
        words = read_tags(open_pdf(artifact.content)).words()
        assert words.count(text) >= 2, words
        assert len(artifact.content) < 120_000


@pytest.mark.parametrize("tag", DRAWN_FROM_THE_RIGHT)
def test_no_font_of_the_machine_is_used_for_arabic_letters(theme: Theme, tag: str) -> None:
    for artifact in built(in_language(theme, tag, DRAWN_FROM_THE_RIGHT[tag], "handout", "card")):
        assert_only_ours(artifact.content, theme)


def test_everything_that_an_author_can_write_is_printed_with_our_fonts(
    theme: Theme, brand_of_words: Brand
) -> None:
    assets = {**theme.assets, "brand/logo.svg": LOGO}
    branded = replace(theme, brand=brand_of_words, assets=assets, digest="with words")
    for tag, text in {**LANGUAGES, **DRAWN_FROM_THE_RIGHT, "en-GB": OF_THE_FIELD}.items():
        data = module_data(language=tag, introduction=f"{EVERYTHING}\n\n{text}")
        data["steps"][0] |= {"text": EVERYTHING}
        data["diagram"] = {"file": "d.svg", "alternative": text}
        drawing = DRAWING.replace(b"</text>", f" {text}</text>".encode(), 1)
        assert text.encode() in drawing
        work = job(branded, "handout", module=data, pictures={"d.svg": drawing})
        result = build_one(work)
        assert result.diagnostics == (), tag
        assert_only_ours(result.artifacts[0].content, theme)


LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 20">'
    b'<text x="0" y="15">Logo \xe2\x89\xa5</text></svg>'
)


@pytest.fixture
def brand_of_words() -> Brand:
    """A brand whose logo has words in it."""
    return Brand.model_validate(data_of(BRAND / "brand.yaml"))


def test_every_sign_that_is_called_printable_is_drawn_with_our_fonts(theme: Theme) -> None:
    styles = style_sheets(theme, ["en"], STYLES[0], shown="≥")
    assert styles[-1] == SIGNS
    signs = sorted(printable(theme, styles) - {"<", "&"})
    body = "".join(f"<p>{sign}</p>" for sign in signs)
    html = f'<!DOCTYPE html><html lang="en"><head><title>a</title></head><body>{body}</body></html>'
    _, content = print_pages(html, theme=theme, styles=styles, pictures={}, identifier="a")
    pdf = open_pdf(content)
    fonts = fonts_in(pdf)
    assert {family_of(name) for name in fonts} <= shipped(theme, *styles)
    shown = "".join("".join(to_unicode(f).values()) for f in fonts.values() if "/ToUnicode" in f)
    assert [sign for sign in "≥→⅓☐‰₂⁻α" if sign not in shown] == []


def test_the_same_fonts_are_cut_and_drawn_each_time(theme: Theme) -> None:
    for tag, text in (("en-GB", OF_THE_FIELD), ("zh", LANGUAGES["zh"])):
        work = in_language(theme, tag, text, "handout")
        (first,), (second,) = built(work), built(work)
        assert first.content == second.content
    wanted = frozenset("病人")
    assert drawn("hans", wanted, 400) == drawn.__wrapped__("hans", wanted, 400)
    assert drawn("hans", wanted, 700) != drawn("hans", wanted, 400)
    assert drawable("hans", "病人\u0e01") == wanted


def test_what_is_printed_depends_on_all_fonts(
    theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    work = job(theme, "handout", "scorm12")
    store = Store(tmp_path / "cache")
    Memory(store).keep(work, build_one(work))
    assert Memory(store).left(work) is None
    monkeypatch.setattr(letters, "digest", lambda: "others")
    left = Memory(store, lambda file, why: told.append(f"{file}: {why}")).left(work)
    assert left is not None
    assert left.targets == ("handout",)
    assert told == ["handout/sample: theme changed: letters"]


@pytest.mark.parametrize(("tag", "letter"), [("ur", "ٹ"), ("bn", "ক"), ("he", "א"), ("cy", "ŵ")])
def test_it_is_known_which_fonts_serve_a_language(theme: Theme, tag: str, letter: str) -> None:
    import io  # noqa: PLC0415

    from fontTools.ttLib import TTFont  # noqa: PLC0415

    maps = [TTFont(io.BytesIO(font)).getBestCmap() for font in fonts_for(theme, tag)]
    assert any(ord(letter) in found for found in maps)
    assert any(ord("a") in found for found in maps)


def test_what_cannot_be_printed_is_one_message_a_text_at_its_place(
    tmp_path: Path, theme: Theme
) -> None:
    project = Project(tmp_path).with_sample()
    file = project.file_of("sample")
    written = file.read_text(encoding="utf-8")
    line = "introduction: It is as small as a module can be."
    assert line in written
    changed = line.replace("small", "small 🙂 and 🙂 and 🤖")
    tip = "  - it is short"
    file.write_text(
        written.replace(line, changed).replace(tip, f"{tip} 日本 かな"), encoding="utf-8"
    )
    content = load(project.content)
    (work,) = plan(content, theme, ("sample",), ("handout", "card"))
    found = build_one(work).diagnostics
    places = [(one.location.line, one.location.column) for one in found]
    numbers = {text: number for number, text in enumerate(file.read_text().splitlines(), start=1)}
    expected = [
        (numbers[changed], changed.index("🙂") + 1),
        (numbers[f"{tip} 日本 かな"], len(tip) + 2),
    ]
    assert places == expected
    assert [one.code for one in found] == ["OUT-002", "OUT-002"]
    assert "'🙂' (U+1F642), '🤖' (U+1F916)" in found[0].message
    assert "Han letters and Hiragana letters" in found[1].message
    assert "docs/translations.md" in found[1].help


def test_the_catalogue_is_told_of_its_own_texts_once(theme: Theme) -> None:
    catalogue = catalogue_data(publisher="日本 🙂")
    result = build_one(job(theme, "handout", "card", catalogue=catalogue))
    (found,) = result.diagnostics
    assert found.message.startswith("the catalogue's publisher: Han letters and pictures or signs")


@pytest.mark.parametrize("tag", ["el", "uk", "vi", "cs"])
def test_the_months_of_a_language_are_printed_in_our_fonts(theme: Theme, tag: str) -> None:
    (handout,) = built(job(theme, "handout", module=module_data(language=tag)))
    assert_only_ours(handout.content, theme)
