"""Our own packages are fine in every LMS that has a profile."""

from __future__ import annotations

from scorm_builder.diagnostics import Severity
from scorm_builder.jobs import Artifact
from scorm_builder.verify import PROFILES, verify
from tests.conftest import MODULES


def test_no_finding_is_more_than_an_info(artifacts: dict[str, Artifact]) -> None:
    packages = [path for path in artifacts if path.endswith(".zip")]
    assert len(packages) > len(MODULES)
    for path in packages:
        found = verify(artifacts[path].content, path, lms=tuple(PROFILES))
        assert [f for f in found if f.severity is not Severity.INFO] == []
