"""A page gets the rules of style that it can use, in their order, and no others."""

from __future__ import annotations

import json

from scorm_builder.render.page_style import style_for

RULES = [
    ("", "h1{color:red}", [[]]),
    ("", ".a{color:red}", [["a"]]),
    ("", ".b .c,.d{color:red}", [["b", "c"], ["d"]]),
    ("@media print", ".a{color:blue}", [["a"]]),
    ("@media print", ".e{color:blue}", [["e"]]),
    ("@media (min-width:40em)", ".e{color:blue}", [["e"]]),
]
SHEET = json.dumps(
    {
        "notice": "/*! whose it is */",
        "rules": [dict(zip(("condition", "css", "classes"), rule, strict=True)) for rule in RULES],
    }
).encode()


def rules_for(page: str) -> str:
    return style_for(SHEET, page).decode().removeprefix("/*! whose it is */\n")


def test_what_asks_for_no_class_is_always_there() -> None:
    assert rules_for("<p>") == "h1{color:red}"


def test_one_alternative_must_be_whole() -> None:
    assert rules_for('<p class="b">') == "h1{color:red}"
    assert rules_for('<p class="b"><i class="x c">') == "h1{color:red}.b .c,.d{color:red}"
    assert rules_for('<p class="d">') == "h1{color:red}.b .c,.d{color:red}"


def test_conditions_are_written_once_and_not_without_a_rule() -> None:
    both = rules_for('<p class="a e">')
    assert "@media print{.a{color:blue}.e{color:blue}}@media (min-width:40em){.e" in both
    assert "@media" not in rules_for('<p class="d">')
