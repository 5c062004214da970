"""How much of a module's suspend data a learner's work takes, as the run-time writes it.

Python must say at build time whether the work will fit (SCORM 1.2 RTE, CMIString4096). What is
written is told in `templates/module/runtime/codec.js`, and texts in `alphabet.py`.
"""

from __future__ import annotations

from scorm_builder.model import AnyModule
from scorm_builder.runtime.alphabet import MARK_CHARACTERS
from scorm_builder.runtime.keys import KEY_CHARACTERS, TAG_CHARACTERS
from scorm_builder.runtime.outline import fields, longest_responses, screens
from scorm_builder.theme.translations import language

MOST_CHARACTERS = 4096
FORMAT = "3"
# What one typed character takes on average, at the most: letters of most alphabets take 1, as Latin
# ones do or as a window has room for them, with some marks, accents and digits at 2 and 4.
_COST = 2
# Scripts with more letters than a window has room for, and languages whose letters lie far apart.
_COSTS_MORE = {
    "Cakm": 6,
    "Cans": 3,
    "Ethi": 3,
    "Hans": 4,
    "Hant": 4,
    "Jpan": 4,
    "Kore": 5,
    "Osge": 5,
    "Tibt": 3,
    "Vaii": 3,
    "ckb": 3,
    "ug": 3,
    "ur": 3,
}


def fixed_characters(module: AnyModule) -> int:
    """The most characters of suspend data that hold no text: all is opened, answered and written.

    The keys of fields are among them, and so is what a window takes that letters need.
    """
    key, joint = KEY_CHARACTERS, 1
    header = len(f"{FORMAT}:") + TAG_CHARACTERS + len(":abcdef:p") + key + len("2s")
    opened = key * len(screens(module))
    answers = sum(key + len("00.") + joint + key * most for most in longest_responses(module))
    windows = 0 if script_of(module) == "Latn" else MARK_CHARACTERS
    texts = (key + joint + windows) * len(fields(module))
    return header + len(":") + opened + len(":") + answers + len(":") + texts + len(":abcd")


def characters_that_fit(module: AnyModule) -> int:
    """How many characters in the module's language fit in all fields together."""
    return (MOST_CHARACTERS - fixed_characters(module)) // cost_of_a_character(module)


def promised_characters(module: AnyModule) -> int:
    """The characters of suspend data that a learner needs who fills every field to its limit."""
    texts = sum(field.max_characters for field in fields(module))
    return fixed_characters(module) + cost_of_a_character(module) * texts


def cost_of_a_character(module: AnyModule) -> int:
    """What a typed character takes of suspend data on average, at the most."""
    primary = module.language.partition("-")[0]
    return _COSTS_MORE.get(primary) or _COSTS_MORE.get(script_of(module), _COST)


def script_of(module: AnyModule) -> str:
    """The script of the module's language by ISO 15924, such as "Latn"."""
    return language(module.language).script
