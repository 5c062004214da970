"""The situations that the choosing tool was designed from, and what it must come to in each."""

from __future__ import annotations

# The situations that the tool was designed from: each with its answers, and what must come first or
# else be among the best. Not taken from the module, so that the module cannot change them.
ACCEPTANCE = {
    "a virtual fracture clinic, to learn from a London trust": (
        {"stage": "not-started", "goal": "learn-from-others"},
        ["peer-assist"],
    ),
    "a refresh of trust values": (
        {"stage": "not-started", "goal": "vision"},
        ["appreciative-inquiry"],
    ),
    "a new director of quality and nursing": (
        {"stage": "not-started", "goal": "assess"},
        ["self-assessment-tool"],
    ),
    "a rheumatology pathway team that reflects as it goes": (
        {"stage": "under-way", "goal": "reflect-quick"},
        ["after-action-review"],
    ),
    "newly qualified nurses who learn from each other": (
        {"stage": "under-way", "goal": "long-term", "second_goal": "solve-issue"},
        ["community-of-practice", "action-learning-sets"],
    ),
    "a study day where people want to meet": (
        {"stage": "under-way", "goal": "network"},
        ["randomised-coffee-trials"],
    ),
    "a matron who moves to a new organisation": (
        {"stage": "finished", "goal": "retain"},
        ["knowledge-harvesting"],
    ),
    "an IT system project that keeps its lessons": (
        {"stage": "finished", "goal": "reflect-deep"},
        ["retrospect"],
    ),
    "a new manager who uses the last manager's knowledge": (
        {"stage": "finished", "goal": "retain", "second_goal": "package"},
        ["knowledge-harvesting", "knowledge-assets"],
    ),
}
