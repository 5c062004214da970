"""The package with all modules: each SCO keeps what is its own, whatever becomes of the others.

What was seen is compared with the table of docs/reference/survival.md; UPDATE_EXPECTED=1 writes it
anew.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext

from scorm_builder.content.loader import Content
from scorm_builder.model import LearningModule
from tests.conftest import MODULES
from tests.tools import tables
from tests.tools.learner import LMSS, Learner

PACKAGE = "knowledge-mobilisation-framework"
KEPT = ("lessonStatus", "scoreRaw", "suspendData", "lessonLocation")
# SCOs that differ: one without a score, one with a mastery score, and the choosing tool; each with
# the screen at which the learner turns to the next.
VISITED = {
    "peer-assist": "activity",
    "after-action-review": "put-it-to-the-test",
    "choosing-tool": "choose",
}

# These keep one record for the whole package: tests/runtime/test_claims.py.
OWN_RECORDS = tuple(lms for lms in LMSS if lms not in ("openedx", "frappe", "opigno"))


def kept(learner: Learner) -> dict[str, str]:
    """What the LMS has of the SCO that is open."""
    return {key: str(value) for key, value in learner.record().items() if key in KEPT}


@pytest.mark.parametrize("lms", OWN_RECORDS)
def test_each_sco_keeps_what_is_its_own(
    context: BrowserContext, site: str, content: Content, lms: str
) -> None:
    """The learner goes from one to the next in the LMS's menu, without an exit."""
    modules = {name: content.modules[name] for name in VISITED}
    learner = Learner(context, site, modules["peer-assist"], LMSS[lms], hidden=True, bundle=PACKAGE)
    left = {}
    for name, screen in VISITED.items():
        learner.turn_to(modules[name])
        fresh = learner.shown()
        assert fresh["screen"] == "what-it-is"
        assert not any(fresh["opened"][1:])
        learner.work(screen, whole=False)
        left[name] = learner.expected(fresh, screen)
    resumed = 0
    records = {}
    for name, expected in left.items():
        learner.turn_to(modules[name])
        resumed += learner.shown() == expected
        records[name] = kept(learner)
        assert records[name]["scoreRaw"] == ""
    assert len({record["suspendData"] for record in records.values()}) == len(VISITED)
    ends = []
    for name in VISITED:
        learner.turn_to(modules[name])
        # What has since been done to the others has changed nothing here.
        assert kept(learner) == records[name]
        learner.finish()
        learner.turn_to(modules[name])
        records[name] = kept(learner)
        ends.append(f"{records[name]['lessonStatus']} {records[name]['scoreRaw']}".strip())
    for name in VISITED:
        learner.turn_to(modules[name])
        assert kept(learner) == records[name]
    seen = [tables.row(lms, f"{resumed} of {len(VISITED)}", *ends)]
    tables.assert_rows(tables.BUNDLE, lms, seen, OWN_RECORDS)


def test_the_table_tells_of_no_loss() -> None:
    for lms in OWN_RECORDS:
        (line,) = tables.rows_of(tables.BUNDLE, lms)
        assert tables.cells_of(line)[1:] == ["3 of 3", "completed", "passed 100", "completed"]


def test_all_scos_start_and_are_completed(
    context: BrowserContext, site: str, content: Content
) -> None:
    first, *others = (content.modules[name] for name in MODULES)
    learner = Learner(context, site, first, LMSS["scorm-again"], hidden=True, bundle=PACKAGE)
    suspended = set()
    for module in (first, *others):
        learner.turn_to(module)
        assert learner.record()["lessonStatus"] == "incomplete"
        learner.finish()
        learner.leave("save and exit")
        record = learner.record()
        scored = isinstance(module, LearningModule) and module.completion.scored
        assert record["lessonStatus"] == ("passed" if scored else "completed"), module.id
        suspended.add(record["suspendData"])
    assert len(suspended) == len(MODULES)
