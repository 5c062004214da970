"""The package with all modules: an item for each, grouped by stage, and each SCO whole."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from scorm_builder.content.loader import Content
from scorm_builder.jobs import Artifact, entry_of
from scorm_builder.model import LearningModule
from scorm_builder.packaging.manifest import CONTROL_DOCUMENTS
from scorm_builder.pipeline.plan import plan, plan_collections, still_true
from scorm_builder.targets.scorm12 import MANIFEST_FILE
from scorm_builder.theme import Theme
from tests.conftest import MODULES
from tests.tools.control_documents import schema
from tests.tools.packages import assert_valid, find, unpacked

BUNDLE = "knowledge-mobilisation-framework"
OF_THE_PACKAGE = {MANIFEST_FILE, *CONTROL_DOCUMENTS}


def test_has_each_module_as_it_is_in_its_own_package(
    content: Content, artifacts: dict[str, Artifact]
) -> None:
    bundle = unpacked(artifacts[f"scorm12/{BUNDLE}.zip"])
    alone = {
        f"{name}/{path}": data
        for name in content.modules
        for path, data in unpacked(artifacts[f"scorm12/{name}.zip"]).items()
        if path not in OF_THE_PACKAGE
    }
    assert {path: data for path, data in bundle.items() if path not in OF_THE_PACKAGE} == alone


def test_the_manifest_is_valid_and_lists_every_file_once(
    artifacts: dict[str, Artifact], theme: Theme
) -> None:
    files = unpacked(artifacts[f"scorm12/{BUNDLE}.zip"])
    root = etree.fromstring(files[MANIFEST_FILE])
    assert_valid(schema(theme), root)
    listed = find(root, "//cp:file/@href")
    assert len(listed) == len(set(listed))
    assert set(listed) == set(files) - {MANIFEST_FILE}


def test_the_menu_has_the_stages_with_their_modules_in_order(
    content: Content, artifacts: dict[str, Artifact]
) -> None:
    root = etree.fromstring(unpacked(artifacts[f"scorm12/{BUNDLE}.zip"])[MANIFEST_FILE])
    (organization,) = find(root, "//cp:organization")
    entries = [
        (item.findtext("{*}title"), find(item, "cp:item/cp:title/text()"))
        for item in organization.iterchildren("{*}item")
    ]
    assert content.catalogue is not None
    modules = [content.modules[name] for name in content.catalogue.order]
    tool: list[tuple[str, list[str]]] = [
        (module.title, []) for module in modules if not isinstance(module, LearningModule)
    ]
    stages = [
        (
            stage.title,
            [m.title for m in modules if isinstance(m, LearningModule) and m.stage == stage.id],
        )
        for stage in content.catalogue.stages
    ]
    assert entries == [*tool, *stages]


def test_every_item_launches_its_own_sco(content: Content, artifacts: dict[str, Artifact]) -> None:
    root = etree.fromstring(unpacked(artifacts[f"scorm12/{BUNDLE}.zip"])[MANIFEST_FILE])
    launched = {}
    for item in find(root, "//cp:item[@identifierref]"):
        (resource,) = find(root, f"//cp:resource[@identifier='{item.get('identifierref')}']")
        assert resource.get("{http://www.adlnet.org/xsd/adlcp_rootv1p2}scormtype") == "sco"
        score = item.findtext("{*}masteryscore")
        launched[str(resource.get("href"))] = int(score) if score else None
    expected = {
        f"{name}/index.html": module.completion.mastery_score
        if isinstance(module, LearningModule)
        else None
        for name, module in content.modules.items()
    }
    assert launched == expected
    identifiers = find(root, "//@identifier")
    assert len(identifiers) == len(set(identifiers))


def test_shares_no_identifier_with_the_packages_of_its_modules(
    content: Content, artifacts: dict[str, Artifact]
) -> None:
    def identifiers(name: str) -> set[str]:
        root = etree.fromstring(unpacked(artifacts[f"scorm12/{name}.zip"])[MANIFEST_FILE])
        return {str(found) for found in find(root, "//@identifier")}

    for name in content.modules:
        assert not identifiers(name) & identifiers(BUNDLE), name


def test_one_of_an_earlier_build_is_true_until_one_of_its_modules_changes(
    content: Content, artifacts: dict[str, Artifact], theme: Theme
) -> None:
    jobs = plan(content, theme, tuple(content.modules), ("scorm12",))
    entry = entry_of(artifacts[f"scorm12/{BUNDLE}.zip"])
    assert still_true(plan_collections(content, jobs), content.modules)(entry)
    first, *others = jobs
    changed = replace(first, module=first.module.model_copy(update={"title": "Another title"}))
    judge = still_true(plan_collections(content, [changed, *others]), content.modules)
    assert not judge(entry)
    assert judge(entry_of(artifacts[f"scorm12/{MODULES[0]}.zip"]))
    assert not judge(replace(entry, module="gone"))


def test_is_made_only_with_all_of_its_modules(content: Content, theme: Theme) -> None:
    names = tuple(content.modules)
    assert len(plan_collections(content, plan(content, theme, names, ("scorm12",)))) == 1
    assert plan_collections(content, plan(content, theme, names[1:], ("scorm12",))) == ()
    assert plan_collections(content, plan(content, theme, names, ("handout",))) == ()
