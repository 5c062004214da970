"""The manifest: valid by the standard's own schemas, and in step with what is in the package."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from scorm_builder.checks import content
from scorm_builder.content.loader import Content
from scorm_builder.jobs import Artifact, Job
from scorm_builder.model import LearningModule
from scorm_builder.packaging.manifest import ADLCP, CONTROL_DOCUMENTS, CP, MD, XML
from scorm_builder.targets.scorm12 import LAUNCH_FILE, MANIFEST_FILE
from scorm_builder.theme import Theme
from scorm_builder.verify.rules import manifest as manifest_rules
from tests.conftest import MODULES
from tests.tools.control_documents import schema
from tests.tools.packages import assert_valid, find, unpacked
from tests.tools.samples import built, catalogue_data, job, module_data

TITLES = (
    "Café & <b>\"bold\"</b> 'quoted' > ]]> &amp; 100%",
    "Emoji 🙂👩‍⚕️ and é as two characters: e\u0301",
    "שלום עולם and مرحبا",
    "日本語 中文 हिन्दी",
    "{{ 'title' }} {% raw %} $(x) %s",
    "x" * 80,
)
# ADL SCORM 1.2 Content Aggregation Model, 2.2: what a SCO and a content aggregation must have.
MANDATORY = (
    "general/title/langstring",
    "general/catalogentry/catalog",
    "general/catalogentry/entry/langstring",
    "general/description/langstring",
    "general/keyword/langstring",
    "lifecycle/version/langstring",
    "lifecycle/status/source/langstring",
    "lifecycle/status/value/langstring",
    "metametadata/metadatascheme",
    "technical/format",
    "technical/location",
    "rights/cost/value/langstring",
    "rights/copyrightandotherrestrictions/value/langstring",
    "classification/purpose/value/langstring",
    "classification/description/langstring",
    "classification/keyword/langstring",
)


@pytest.fixture(scope="session")
def standard(theme: Theme) -> etree.XMLSchema:
    """The control documents."""
    return schema(theme)


@pytest.fixture(params=MODULES)
def package(request: pytest.FixtureRequest, artifacts: dict[str, Artifact]) -> dict[str, bytes]:
    """The files of each of the project's own packages."""
    return unpacked(artifacts[f"scorm12/{request.param}.zip"])


def manifest_of(work: Job) -> etree._Element:
    """The manifest of a job, out of its real package."""
    (artifact,) = built(work)
    return etree.fromstring(unpacked(artifact)[MANIFEST_FILE])


def scored(**changes: Any) -> dict[str, Any]:
    """The sample module with a mastery score."""
    return module_data(completion={"rule": "mastery-score", "mastery_score": 80}, **changes)


def test_the_schema_can_fail(standard: etree.XMLSchema, theme: Theme) -> None:
    for path in ("//cp:schema", "//md:general", "//cp:resources", "//md:langstring"):
        root = manifest_of(job(theme, "scorm12"))
        for element in find(root, path)[:1]:
            element.tag += "x"
        assert not standard.validate(root), path


def test_is_valid(standard: etree.XMLSchema, package: dict[str, bytes]) -> None:
    assert_valid(standard, etree.fromstring(package[MANIFEST_FILE]))


def test_is_utf8_without_a_mark(package: dict[str, bytes]) -> None:
    content = package[MANIFEST_FILE]
    assert content.startswith(b"<?xml version='1.0' encoding='UTF-8'?>")
    assert b"<!DOCTYPE" not in content
    content.decode("utf-8")


def test_lists_every_file_once_and_no_other(package: dict[str, bytes]) -> None:
    root = etree.fromstring(package[MANIFEST_FILE])
    listed = find(root, "//cp:file/@href")
    assert len(listed) == len(set(listed))
    assert set(listed) == set(package) - {MANIFEST_FILE}


def test_the_control_documents_are_at_the_root_as_they_were_published(
    package: dict[str, bytes], theme: Theme
) -> None:
    for name in CONTROL_DOCUMENTS:
        assert package[name] == theme.folder("xsd")[name]
    pairs = str(
        etree.fromstring(package[MANIFEST_FILE]).get(
            "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
        )
    ).split()
    assert dict(zip(pairs[::2], pairs[1::2], strict=True)) == {
        CP: "imscp_rootv1p1p2.xsd",
        MD: "imsmd_rootv1p2p1.xsd",
        ADLCP: "adlcp_rootv1p2.xsd",
    }


def test_launches_one_sco(package: dict[str, bytes]) -> None:
    root = etree.fromstring(package[MANIFEST_FILE])
    (item,) = find(root, "//cp:item")
    assert item.get("isvisible") == "true"
    assert item.get("parameters") is None
    (resource,) = find(root, f"//cp:resource[@identifier='{item.get('identifierref')}']")
    assert find(root, "//cp:resource")[0] is resource
    assert resource.get(f"{{{ADLCP}}}scormtype") == "sco"
    assert resource.get("type") == "webcontent"
    assert resource.get("href") == LAUNCH_FILE
    assert find(resource, "cp:file/@href")[0] == LAUNCH_FILE
    assert package[LAUNCH_FILE].startswith(b"<!DOCTYPE html>")


def test_every_address_is_a_plain_relative_path(package: dict[str, bytes]) -> None:
    for name in find(etree.fromstring(package[MANIFEST_FILE]), "//@href"):
        assert re.fullmatch(r"[a-z0-9_-][a-z0-9._-]*(/[a-z0-9_-][a-z0-9._-]*)*", str(name))
        assert len(name) <= 200


def test_says_which_standard_it_follows(package: dict[str, bytes]) -> None:
    root = etree.fromstring(package[MANIFEST_FILE])
    assert root.tag == f"{{{CP}}}manifest"
    assert root.nsmap["adlcp"] == ADLCP, "Moodle compares the prefix"
    assert find(root, "cp:metadata/cp:schema/text()") == ["ADL SCORM"]
    assert find(root, "cp:metadata/cp:schemaversion/text()") == ["1.2"]


def test_references_lead_somewhere(package: dict[str, bytes]) -> None:
    root = etree.fromstring(package[MANIFEST_FILE])
    organizations = find(root, "//cp:organization/@identifier")
    assert find(root, "//cp:organizations/@default") == organizations
    assert set(find(root, "//@identifierref")) <= set(find(root, "//cp:resource/@identifier"))


@pytest.mark.parametrize("owner", ["cp:metadata", "//cp:resource[1]/cp:metadata"])
def test_metadata_has_the_mandatory_set(package: dict[str, bytes], owner: str) -> None:
    root = etree.fromstring(package[MANIFEST_FILE])
    (lom,) = find(root, f"{owner}/md:lom")
    for path in MANDATORY:
        texts = find(lom, "/".join(f"md:{step}" for step in path.split("/")) + "/text()")
        assert texts, path
        assert all(text.strip() for text in texts), path
    assert [etree.QName(part).localname for part in lom] == [
        "general",
        "lifecycle",
        "metametadata",
        "technical",
        "educational",
        "rights",
        "classification",
    ]
    assert find(lom, "md:metametadata/md:metadatascheme/text()") == ["ADL SCORM 1.2"]
    assert set(find(lom, "//md:source/md:langstring/text()")) == {"LOMv1.0"}
    assert all(re.fullmatch(r"PT[1-9][0-9]*M", text) for text in find(lom, "//md:datetime/text()"))
    for described in find(lom, "md:technical/md:location/text()"):
        assert described in package


def test_metadata_says_what_the_module_says(
    content: Content, artifacts: dict[str, Artifact]
) -> None:
    for name, module in content.modules.items():
        root = etree.fromstring(unpacked(artifacts[f"scorm12/{name}.zip"])[MANIFEST_FILE])
        titles = find(root, "//md:title/md:langstring/text() | //cp:title/text()")
        assert set(titles) == {module.title}
        assert set(find(root, "//md:version/md:langstring/text()")) == {module.version}
        assert set(find(root, "//md:general/md:description/md:langstring/text()")) == {
            module.summary
        }
        languages = set(find(root, "//md:langstring/@xml:lang | //md:language/text()"))
        assert languages == {module.language, "x-none"}


def test_identifiers_are_unique_names(package: dict[str, bytes]) -> None:
    names = [str(name) for name in find(etree.fromstring(package[MANIFEST_FILE]), "//@identifier")]
    assert len(names) == len(set(names)) == 5
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", name) for name in names)


def test_the_longest_identifiers_fit_a_database(theme: Theme, standard: etree.XMLSchema) -> None:
    root = manifest_of(
        job(
            theme,
            "scorm12",
            module=module_data(id="m" * 60),
            catalogue=catalogue_data(identifier="c" * 40),
        )
    )
    assert max(len(name) for name in find(root, "//@identifier")) <= 128
    assert_valid(standard, root)


def test_identifiers_do_not_hang_on_the_words(theme: Theme) -> None:
    changed = module_data(title="Other", summary="Other.", version="2.0.0", language="cy")
    before = find(manifest_of(job(theme, "scorm12")), "//@identifier | //@identifierref")
    after = find(
        manifest_of(job(theme, "scorm12", module=changed)), "//@identifier | //@identifierref"
    )
    assert before == after


def test_two_modules_share_no_identifier(artifacts: dict[str, Artifact]) -> None:
    names = [
        name
        for artifact in artifacts.values()
        if artifact.target == "scorm12"
        for name in find(etree.fromstring(unpacked(artifact)[MANIFEST_FILE]), "//@identifier")
    ]
    assert len(names) > 5 * len(MODULES)
    assert len(names) == len(set(names))


def test_a_mastery_score_is_there_when_the_module_is_scored(
    theme: Theme, standard: etree.XMLSchema
) -> None:
    root = manifest_of(job(theme, "scorm12", module=scored()))
    assert find(root, "//cp:item/adlcp:masteryscore/text()") == ["80"]
    assert_valid(standard, root)
    assert find(manifest_of(job(theme, "scorm12")), "//adlcp:masteryscore") == []


def test_the_project_s_own_mastery_scores(content: Content, artifacts: dict[str, Artifact]) -> None:
    for name, module in content.modules.items():
        root = etree.fromstring(unpacked(artifacts[f"scorm12/{name}.zip"])[MANIFEST_FILE])
        score = module.completion.mastery_score if isinstance(module, LearningModule) else None
        expected = [] if score is None else [str(score)]
        assert find(root, "//adlcp:masteryscore/text()") == expected


def assert_title_round_trips(standard: etree.XMLSchema, theme: Theme, title: str) -> None:
    """A title is the same words after the package was written, unpacked and parsed."""
    root = manifest_of(job(theme, "scorm12", module=module_data(title=title)))
    assert set(find(root, "//cp:title/text() | //md:title/md:langstring/text()")) == {title}
    assert_valid(standard, root)


@pytest.mark.parametrize("title", TITLES)
def test_a_title_comes_back_as_it_was(standard: etree.XMLSchema, theme: Theme, title: str) -> None:
    assert_title_round_trips(standard, theme, title)


@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=80
    ).filter(lambda text: text.strip() == text != "")
)
@settings(max_examples=25)
def test_any_title_comes_back_as_it_was(
    standard: etree.XMLSchema, theme: Theme, title: str
) -> None:
    assert_title_round_trips(standard, theme, title)


def test_the_publisher_is_one_value_of_the_card(theme: Theme) -> None:
    catalogue = catalogue_data(publisher="Library, Leeds; NHS \\ &")
    root = manifest_of(job(theme, "scorm12", catalogue=catalogue))
    cards = set(find(root, "//md:vcard/text()"))
    assert len(cards) == 1
    assert "FN:Library\\, Leeds\\; NHS \\\\ &" in cards.pop().splitlines()


def test_the_language_is_the_module_s(theme: Theme, standard: etree.XMLSchema) -> None:
    root = manifest_of(job(theme, "scorm12", module=module_data(language="cy")))
    assert set(find(root, f"//@*[namespace-uri()='{XML}']")) == {"cy", "x-none"}
    assert_valid(standard, root)


def test_the_largest_module_is_valid(theme: Theme, standard: etree.XMLSchema) -> None:
    module = scored(
        title="t" * 80,
        summary="s" * 300,
        keywords=[f"{number}" + "k" * 110 for number in range(12)],
        version="1234567890.12345.123",
    )
    root = manifest_of(job(theme, "scorm12", module=module))
    assert_valid(standard, root)
    assert all(len(text) <= 200 for text in find(root, "//cp:title/text()"))


def test_the_check_knows_every_placeholder_that_the_verifier_does() -> None:
    """They share no code, and an author is to be told at the line of the YAML."""
    assert content.PLACEHOLDER.pattern == manifest_rules.PLACEHOLDER.pattern
