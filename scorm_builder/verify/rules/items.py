"""ITM: organizations and items."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scorm_builder.diagnostics import Diagnostic, Severity
from scorm_builder.verify.manifest import Item, Manifest
from scorm_builder.verify.manifest.document import Element
from scorm_builder.verify.manifest.prerequisites import InvalidScript, identifiers_in

_LONGEST_TITLE = 200
_LONGEST = {"datafromlms": 255, "prerequisites": 200}
# What is longer than the schema allows, and is stored all the same: titles have 255 characters in
# the databases of LMSs, and cmi.launch_data has 4096 (RTE 3.4).
_STORED = {"title": 255, "datafromlms": 4096, "prerequisites": 4096}
_LONGEST_PARAMETERS = 1000
_TIME = re.compile(r"\d{2,4}:\d\d:\d\d(\.\d{1,2})?")
_ACTIONS = ("exit,message", "exit,no message", "continue,message", "continue,no message")
_ORDER = ("prerequisites", "maxtimeallowed", "timelimitaction", "datafromlms", "masteryscore")
_NUMBER = re.compile(r"\d{1,3}(\.\d{1,9})?")


def check_organizations(manifest: Manifest) -> Iterator[Diagnostic]:
    """ITM-001 to ITM-005: one organization, with a title, that is the default."""
    above = manifest.root.first("organizations")
    if not manifest.organizations:
        yield manifest.found("ITM-001", above or manifest.root, "nothing can be launched")
        return
    default = above.get("default") if above else None
    if above is not None and default is None:
        yield manifest.found("ITM-002", above, "organizations has no attribute default")
    elif above is not None and default not in [o.get("identifier") for o in manifest.organizations]:
        message = f"no organization has the identifier '{default}'"
        yield manifest.found("ITM-003", above, message, "default")
    for extra in manifest.organizations[1:]:
        yield manifest.found("ITM-004", extra, "an LMS may not show this one")
    for organization in manifest.organizations:
        yield from _check_title(manifest, organization, "ITM-005")


def _check_title(manifest: Manifest, element: Element, code: str) -> Iterator[Diagnostic]:
    title = element.first("title")
    if title is None:
        yield manifest.found(
            code, element, f"'{element.get('identifier') or element.name}' has none"
        )
    elif not title.text:
        yield manifest.found(code, title, "it is empty")
    elif len(title.text) > _LONGEST_TITLE:
        yield _too_long(manifest, title, _LONGEST_TITLE)


def _too_long(manifest: Manifest, element: Element, most: int) -> Diagnostic:
    length = len(element.text)
    severity = Severity.WARNING if length <= _STORED[element.name] else None
    message = f"the {element.name} has {length} characters; {most} are allowed"
    return manifest.found("ITM-015", element, message, severity=severity)


def check_items(manifest: Manifest) -> Iterator[Diagnostic]:
    """ITM-006 to ITM-009, ITM-018: each item by itself."""
    for item in manifest.all_items:
        element = item.element
        yield from _check_title(manifest, element, "ITM-006")
        # Tools leave it empty on chapters.
        target = element.get("identifierref") or None
        if target is not None and target not in manifest.resources_by_identifier:
            message = f"no resource has the identifier '{target}'"
            yield manifest.found("ITM-007", element, message, "identifierref")
        if target is None and not item.items:
            yield manifest.found("ITM-008", element, "it has no identifierref and no items")
        if target is not None and item.items:
            yield manifest.found("ITM-009", element, "it does both", "identifierref")
    silent = [item.element for item in manifest.all_items if item.element.get("isvisible") is None]
    if silent:
        others = f" (and {len(silent) - 1} more)" if len(silent) > 1 else ""
        yield manifest.found("ITM-018", silent[0], f"it has no attribute isvisible{others}")


def check_launch(manifest: Manifest) -> Iterator[Diagnostic]:
    """ITM-010 to ITM-012: something starts, and something is tracked."""
    if not manifest.organizations:
        return
    launching = [item for item in manifest.all_items if item.element.get("identifierref")]
    if not any(item.is_visible for item in launching):
        yield manifest.found("ITM-010", manifest.organizations[0], "there is nothing to open")
        return
    for resource, items in manifest.launched.values():
        for item in items[1:]:
            first = items[0].element
            message = f"'{resource.identifier}' is also launched by the item in line {first.line}"
            same = _organization(item.element) is _organization(first)
            if same and item.element.get("parameters") == first.get("parameters"):
                yield manifest.found("ITM-011", item.element, message, "identifierref")
    types = [resource.scorm_type for resource, _ in manifest.launched.values()]
    if types and all(kind == "asset" for kind in types):
        first_resource = next(iter(manifest.launched.values()))[0]
        yield manifest.found(
            "ITM-012", first_resource.element, "no item launches a SCO", "scormtype"
        )


def _organization(element: Element) -> Element | None:
    above: Element | None = element
    while above is not None and above.name != "organization":
        above = above.parent
    return above


def check_tracking_values(manifest: Manifest) -> Iterator[Diagnostic]:
    """ITM-013 to ITM-015, ITM-019: what ADL added to items."""
    for item in manifest.all_items:
        yield from _check_values(manifest, item)


def _check_values(manifest: Manifest, item: Item) -> Iterator[Diagnostic]:
    element = item.element
    score = element.first("masteryscore")
    if score is not None and not score.text:
        message = "it is empty; LMSs take that for none"
        yield manifest.found("ITM-013", score, message, severity=Severity.WARNING)
    elif score is not None and not _is_score(score.text):
        yield manifest.found("ITM-013", score, f"it is '{score.text}'")
    limit = element.first("maxtimeallowed")
    if limit is not None and not _TIME.fullmatch(limit.text):
        severity = None if limit.text else Severity.WARNING
        yield manifest.found("ITM-014", limit, f"it is '{limit.text}'", severity=severity)
    action = element.first("timelimitaction")
    if action is not None and action.text not in _ACTIONS:
        severity = None if action.text else Severity.WARNING
        message = f"it is '{action.text}', and none of {'; '.join(_ACTIONS)}"
        yield manifest.found("ITM-014", action, message, severity=severity)
    for name, most in _LONGEST.items():
        value = element.first(name)
        if value is not None and len(value.text) > most:
            yield _too_long(manifest, value, most)
    parameters = element.get("parameters") or ""
    if len(parameters) > _LONGEST_PARAMETERS:
        message = f"they have {len(parameters)} characters; {_LONGEST_PARAMETERS} are allowed"
        yield manifest.found("ITM-015", element, message, "parameters")
    elif parameters and not re.fullmatch(r"[?#&][^\s<>\"]*", parameters):
        yield manifest.found("ITM-017", element, f"they are '{parameters}'", "parameters")
    order = [_ORDER.index(child.name) for child in element.children if child.name in _ORDER]
    if order != sorted(order):
        names = ", ".join(_ORDER[place] for place in order)
        yield manifest.found("ITM-019", element, f"they stand as {names}")


def _is_score(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text)) and float(text) <= 100


def check_prerequisites(manifest: Manifest) -> Iterator[Diagnostic]:
    """ITM-015, ITM-016: the AICC script of each item, and circles between items."""
    known = {item.element.get("identifier") or "": item.element for item in manifest.all_items}
    needs: dict[str, set[str]] = {}
    for identifier, element in known.items():
        script = element.first("prerequisites")
        if script is None or not 0 < len(script.text) <= _LONGEST["prerequisites"]:
            continue
        if script.get("type") != "aicc_script":
            message = 'its type must be "aicc_script"'
            yield manifest.found("ITM-015", script, message, "type", severity=Severity.WARNING)
        try:
            named = identifiers_in(script.text)
        except InvalidScript as error:
            yield manifest.found("ITM-016", script, str(error))
            continue
        unknown = sorted(name for name in named if name not in known)
        if unknown:
            yield manifest.found("ITM-016", script, f"no item is called {', '.join(unknown)}")
        needs[identifier] = {name for name in named if name in known}
    for identifier in _in_circles(needs):
        script = known[identifier].first("prerequisites")
        if script is not None:
            yield manifest.found("ITM-016", script, "it waits in a circle, and never opens")


def _in_circles(needs: dict[str, set[str]]) -> list[str]:
    """Those that can never be met: what is left when all that can be met is taken away."""
    open_needs = {name: len(wanted) for name, wanted in needs.items()}
    waiting_for: dict[str, list[str]] = {}
    for name, wanted in needs.items():
        for other in wanted:
            waiting_for.setdefault(other, []).append(name)
    met = [name for name, count in open_needs.items() if not count]
    met += [name for name in waiting_for if name not in needs]
    for name in met:
        for waiting in waiting_for.get(name, ()):
            open_needs[waiting] -= 1
            if not open_needs[waiting]:
                met.append(waiting)
    return [name for name, count in open_needs.items() if count]


ITEM_RULES = (
    check_organizations,
    check_items,
    check_launch,
    check_tracking_values,
    check_prerequisites,
)
