"""One slip of an author's gets one message: what it is, where, and what to type."""

from __future__ import annotations

from pathlib import Path

import pytest

from scorm_builder.content.loader import load
from scorm_builder.pipeline import check_content
from tests.tools.project import Project
from tests.tools.samples import TODAY

YES = "        correct: true"
TIPS = "tips:\n  - keep it small"
LINK = "  - title: A page to read"


@pytest.mark.parametrize(
    ("right", "slip", "code", "place", "told"),
    [
        ("title: Sample", "title:Sample", "YML-001", "3:7", "Write 'title: Sample technique'."),
        ("title: Sample", "title:\u00a0Sample", "YML-001", "3:7", "an ordinary space"),
        (TIPS, TIPS.replace("-", "–"), "YML-001", "25:3", "Write - in the place of –."),
        (TIPS, TIPS.replace("- ", "-"), "YML-001", "25:4", "Write '- keep it small'."),
        ("  when:", "\u00a0\u00a0when:", "YML-001", "16:1", "an ordinary space"),
        ("title: Sample", 'title: "Sample', "YML-001", "3:8", 'Put " at the end'),
        ("keywords:\n  - sample", "keywords: [sample", "YML-001", "6:11", "Write ] where it ends"),
        ("summary:", "sumary:", "MOD-001", "9:1", "did you mean 'summary'?"),
        (YES, "        correct: yes", "MOD-003", "34:9", "Write true, without quotes."),
        (YES, "        correct: on", "MOD-003", "34:9", "Write true, without quotes."),
        (YES, "        correct: 'true'", "MOD-003", "34:9", "Write true, without quotes."),
        ("minutes: 10", "minutes: 010", "MOD-003", "8:1", "expected a whole number"),
        ("keywords:\n  - sample", "keywords: sample", "MOD-003", "6:1", "after a hyphen"),
        ("id: sample", "id: Sample", "MOD-009", "2:1", "lower-case letters"),
        ("id: sample", "id: sam\u00adple", "MOD-009", "2:1", "cannot be seen (U+00AD)"),
        ("At any time.", "'# At any time.'", "MOD-013", "16:12", "a heading"),
        ("At any time.", "• At any time.", "MOD-013", "16:9", "Take it out"),
        ("It is as small", "It ~~was~~ is as small", "MOD-013", "10:18", "Take them out"),
        ("It is as", "It [is](www.nhs.uk) as", "MOD-008", "10:23", "Write https://www.nhs.uk"),
        (LINK, f"{LINK}\n    address: https://a.org/b c", "MOD-008", "48:14", "/b%20c"),
        ("Sample tech", "Sample\u00a0tech", "MOD-031", "3:14", "no-break space (U+00A0)"),
        ("technique that", "tech\u00adnique that", "MOD-031", "9:16", "soft hyphen (U+00AD)"),
    ],
)
def test_a_slip_is_told_once(
    tmp_path: Path, *, right: str, slip: str, code: str, place: str, told: str
) -> None:
    root = Project(tmp_path).with_sample().content
    path = root / "sample" / "module.yaml"
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, slip, 1), encoding="utf-8")
    (problem,) = check_content(load(root), TODAY)
    assert (problem.code, str(problem.location)) == (code, f"{path}:{place}")
    assert told in f"{problem.message} {problem.help}"


@pytest.mark.parametrize(
    "text",
    ["مرحب \u200fabc\u200e", "می\u200cخوم", "क्\u200dष", "10\u00a0mg", "«\u00a0Oui\u00a0»"],
)
def test_what_a_script_needs_is_no_slip(tmp_path: Path, text: str) -> None:
    root = Project(tmp_path).with_sample().content
    path = root / "sample" / "module.yaml"
    written = path.read_text(encoding="utf-8").replace("Sample technique", text)
    path.write_text(written, encoding="utf-8")
    assert "MOD-031" not in {problem.code for problem in check_content(load(root), TODAY)}
