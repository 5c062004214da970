"""Modules that have everything, as data and as jobs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scorm_builder.jobs import Job, Listing
from scorm_builder.theme import Theme
from tests.tools.samples import job, module_data

Data = dict[str, Any]


def question(name: str, kind: str, **keys: Any) -> Data:
    return {"id": name, "scenario": "It is so.", "question": "What now?", "kind": kind, **keys}


EVERY_KIND = [
    question(
        "several",
        "multiple-choice",
        options=[
            {"text": text, "correct": text != "C", "feedback": f"About {text}."} for text in "ABC"
        ],
    ),
    question("truth", "true-false", answer=True, if_true="Yes.", if_false="No."),
    question(
        "pairs",
        "matching",
        pairs=[{"prompt": f"Prompt {n}", "match": f"Match {n}", "feedback": "So."} for n in "12"],
    ),
    question("order", "sequencing", items=["First", "Second", "Third"], feedback="In time."),
    question("words", "free-text", rows=2, max_characters=50, model_answer="These words."),
]
DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 60">'
    b'<circle cx="30" cy="20" r="9"/><text x="45" y="50">Words of a drawing</text></svg>'
)
OTHER_DRAWING = DRAWING.replace(b"Words", b"Parts")

PICTURES = {
    "step.png": b"1",
    "example.jpg": b"2",
    "clip.png": b"5",
    "spare.png": b"3",
    "diagram.svg": DRAWING,
}
CLIPS = {"clip.webm": b"6", "clip.vtt": b"7", "voice.mp3": b"11", "spare.webm": b"8"}

OTHERS = tuple(Listing(name, name.title(), "after", "It is so.") for name in ("other", "otherx"))


def full_module() -> dict[str, Any]:
    """The sample module with every part that is optional."""
    data = module_data(completion={"rule": "mastery-score", "mastery_score": 80}, language="cy")
    data["diagram"] = {"file": "diagram.svg", "alternative": "Two people talk."}
    data["steps"][0] |= {
        "text": "Text of a step.",
        "questions": ["A question of a step"],
        "picture": {"file": "step.png", "alternative": "A step."},
    }
    data["example"] = {
        "title": "An example",
        "text": "It happened.",
        "picture": {"file": "example.jpg", "alternative": "An example."},
    }
    data["videos"] = [
        {
            "title": "A clip",
            "duration": "2 minutes",
            "address": "https://example.org/clip",
            "text_alternative": "What it shows.",
            "file": "clip.webm",
            "captions": "clip.vtt",
            "poster": "clip.png",
            "transcript": "What is said.",
            "reviewed": "2026-11-20",
            "next_review": "2027-11-20",
        }
    ]
    data["recordings"] = [
        {
            "title": "A voice",
            "duration": "4 minutes",
            "address": "https://example.org/voice",
            "text_alternative": "What it tells.",
            "file": "voice.mp3",
            "transcript": "What the voice says.",
            "reviewed": "2026-11-20",
            "next_review": "2027-11-20",
        }
    ]
    data["questions"] += EVERY_KIND
    data["neighbours"] = [{"module": "other", "difference": "A difference"}]
    data["companions"] = [{"module": "other", "reason": "A reason"}]
    data["sources"] = [{"title": "A source", "address": "https://example.org", "facts": "All"}]
    data["activity"]["fields"][0] |= {"hint": "A hint", "rows": 4, "max_characters": 200}
    data["links"][0] |= {"address": "https://example.org/page", "note": "A note"}
    return data


FULL = full_module()


def full_job(theme: Theme, **changes: Any) -> Job:
    """A job for the module with every part."""
    pictures = {**PICTURES, "other.png": b"4", "other.svg": OTHER_DRAWING}
    clips = {**CLIPS, "other.webm": b"9", "other.vtt": b"10", "other.mp3": b"12"}
    work = job(theme, **{"module": FULL, "pictures": pictures, **changes})
    return replace(work, clips=clips, others=OTHERS)


def options(*texts: str) -> list[Data]:
    return [{"text": t, "correct": t == texts[0], "feedback": "So."} for t in texts]


def pairs(*prompts: str) -> list[Data]:
    return [{"prompt": p, "match": f"With {p}", "feedback": "So."} for p in prompts]


def module() -> Data:
    """A module with a question of each kind, as data."""
    data = module_data()
    data["questions"] = [
        question("one", "single-choice", options=options("Ask", "Wait", "Go")),
        question("several", "multiple-choice", options=options("Read", "Write", "Count")),
        question("truth", "true-false", answer=True, if_true="Yes.", if_false="No."),
        question("pairs", "matching", pairs=pairs("Day", "Night", "Noon")),
        question("order", "sequencing", items=["First", "Second", "Third", "Last"], feedback="So."),
        question("words", "free-text", model_answer="These words."),
    ]
    data["activity"]["fields"] = [{"id": "plan", "label": "Plan"}, {"id": "words", "label": "W"}]
    return data
