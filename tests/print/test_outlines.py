"""The words of a diagram on paper: seen as they were, and told by its description alone."""

from __future__ import annotations

import pypdfium2
import pytest
from PIL import Image, ImageChops

from scorm_builder.printer import finish
from scorm_builder.theme import Theme
from tests.tools.modules import DRAWING
from tests.tools.pdf import open_pdf, read_tags
from tests.tools.samples import built, job, module_data

WORDS = {
    "en-GB": "Words ½ of “ŵ”",
    "ar": "رعاية المرضى",
    "he": "שלום",
    "hi": "रोगी कि क्षेत्र",
    "zh": "病人护理",
}
# Of 255: edges of letters are drawn a little otherwise.
SAME = 40


def handout_with(theme: Theme, tag: str) -> bytes:
    """A handout with a diagram in which there are words."""
    drawing = DRAWING.replace(b"Words of a drawing", WORDS[tag].encode())
    assert drawing != DRAWING
    figure = {"file": "d.svg", "alternative": "What is drawn."}
    data = module_data(language=tag, title=WORDS[tag], diagram=figure)
    (artifact,) = built(job(theme, "handout", module=data, pictures={"d.svg": drawing}))
    return artifact.content


def picture_of(content: bytes) -> Image.Image:
    with pypdfium2.PdfDocument(content) as pdf:
        picture: Image.Image = pdf[0].render(scale=3).to_pil()
        return picture.convert("L")


@pytest.mark.parametrize("tag", WORDS)
def test_the_words_of_a_diagram_are_shapes_and_look_the_same(
    theme: Theme, tag: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shapes = handout_with(theme, tag)
    with monkeypatch.context() as patch:
        patch.setattr(finish, "outline_words", lambda _: None)
        letters = handout_with(theme, tag)
    told = {}
    for name, content in (("shapes", shapes), ("letters", letters)):
        with open_pdf(content) as pdf:
            [figure] = read_tags(pdf).find("Figure")
            told[name] = figure.words()
            assert figure.alternative == "What is drawn."
    assert told["shapes"] == ""
    assert told["letters"] != ""
    apart = ImageChops.difference(picture_of(shapes), picture_of(letters)).histogram()
    assert not any(apart[SAME:])
