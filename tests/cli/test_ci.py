"""What CI services are given: the action, the hooks and the examples of the how-to pages."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT
from tests.tools.packages import make
from tests.tools.user import environment

PAGES = ("github", "gitlab", "azure")
SCHEMAS = {"github": "github-workflows", "gitlab": "gitlab-ci", "azure": "azure-pipelines"}
BIN = Path(sys.executable).parent


def examples(page: str) -> list[str]:
    """The blocks of YAML of a page."""
    text = (ROOT / "docs" / "how-to" / f"{page}.md").read_text(encoding="utf-8")
    return re.findall(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def lint(*command: str | Path) -> None:
    """Runs a linter that must have nothing to say."""
    done = subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def matches(schema: str, *paths: Path) -> None:
    """Files against a schema that check-jsonschema carries; nothing is fetched."""
    options = ["--builtin-schema", f"vendor.{schema}"]
    if schema in ("azure-pipelines", "gitlab-ci"):
        options += ["--data-transform", schema]
    if schema == "azure-pipelines":  # it has an escape that Unicode expressions refuse
        options += ["--regex-variant", "nonunicode"]
    lint(BIN / "check-jsonschema", *options, *paths)


@pytest.mark.parametrize("page", PAGES)
def test_the_examples_are_what_the_service_takes(page: str, tmp_path: Path) -> None:
    paths = []
    for number, text in enumerate(examples(page)):
        paths.append(tmp_path / f"{number}.yml")
        paths[-1].write_text(text, encoding="utf-8")
    assert paths
    matches(SCHEMAS[page], *paths)
    spoilt = tmp_path / "spoilt.yml"
    spoilt.write_text(paths[0].read_text(encoding="utf-8") + "\npool: [3]\njobs: 3\nimage: 3\n")
    with pytest.raises(AssertionError):
        matches(SCHEMAS[page], spoilt)


def test_the_workflows_are_safe(tmp_path: Path) -> None:
    """No injection, no rights that are not needed, and each action is named by a commit."""
    workflows = tmp_path / ".github" / "workflows"
    workflows.mkdir(parents=True)
    for number, text in enumerate(examples("github")):
        (workflows / f"{number}.yml").write_text(text, encoding="utf-8")
    (tmp_path / "zizmor.yml").write_text(
        'rules:\n  unpinned-uses:\n    config:\n      policies:\n        "*": hash-pin\n'
    )
    words = ("--offline", "--no-progress", "--config", tmp_path / "zizmor.yml")
    lint(BIN / "zizmor", *words, workflows)
    used = re.findall(r"uses: (\S+)", "".join(examples("github")))
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", name) for name in used)


def test_the_action_installs_only_what_is_listed_with_a_hash() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    script = action["runs"]["steps"][0]["run"]
    installs = re.findall(r"^\s*(?:\S+ \S+ --has-node \|\|\s+)?pip (.*)$", script, re.MULTILINE)
    assert len(installs) == 3
    for words in installs:
        assert "--require-hashes --only-binary :all:" in words or "--no-deps" in words
    whole = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    lock = (ROOT / "scripts" / "verify.lock").read_text(encoding="utf-8")
    names = re.findall(r"^(\S+==\S+)", lock, re.MULTILINE)
    assert {name.partition("==")[0] for name in names} >= {"click", "lxml", "hatchling"}
    assert all(name in whole for name in names)


def test_the_action_is_valid_and_safe(tmp_path: Path) -> None:
    matches("github-actions", ROOT / "action.yml")
    action = tmp_path / "action.yml"
    action.write_bytes((ROOT / "action.yml").read_bytes())
    words = (BIN / "zizmor", "--offline", "--no-progress", "--persona", "pedantic")
    lint(*words, action)
    text = action.read_text(encoding="utf-8")
    action.write_text(text.replace('"${packages[@]}"', "${{ inputs.packages }}"))
    with pytest.raises(AssertionError, match="template-injection"):
        lint(*words, action)


@pytest.mark.parametrize(
    ("packages", "strict", "code", "told"),
    [
        ("good.zip", "false", 0, []),
        ("good.zip", "true", 1, ["good.zip"]),
        ("*.zip\nbad\n", "false", 1, ["bad.zip/imsmanifest.xml", "bad/imsmanifest.xml"]),
        ("two words.zip", "false", 1, ["two words.zip/imsmanifest.xml"]),
        ("nothing-*.zip", "false", 2, ["nothing-*.zip"]),
        ("-x.zip", "false", 2, ["-x.zip"]),
        ("$(touch owned)\n`touch owned`;touch owned", "true", 2, ["$(touch owned)"]),
    ],
)
def test_the_action_verifies(
    tmp_path: Path, packages: str, strict: str, code: int, told: list[str]
) -> None:
    """Its own script, as the runner runs it."""
    make(tmp_path / "good", good=True)
    make(tmp_path / "bad", good=False)
    if "words" in packages:
        (tmp_path / "two words.zip").write_bytes((tmp_path / "bad.zip").read_bytes())
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    (_, step) = action["runs"]["steps"]
    given = {
        "VENV": str(BIN.parent),
        "PACKAGES": packages,
        "LMS": "",
        "STRICT": strict,
        "CONFIG": "",
    }
    given |= {"LMS": "strict learning-hub"} if strict == "true" else {}
    assert given.keys() == step["env"].keys()
    done = subprocess.run(
        ["/bin/bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=tmp_path,
        env=environment(**given),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    errors = re.findall(r"^::error file=([^,]+),.*$", done.stdout, re.MULTILINE)
    assert set(told) <= set(errors)
    assert bool(errors) is bool(code)
    assert not (tmp_path / "owned").exists()


def test_the_hooks_run(tmp_path: Path) -> None:
    make(tmp_path / "good", good=True)
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    (example,) = yaml.safe_load(examples("verify")[0])["repos"]
    assert [hook["id"] for hook in example["hooks"]] == [hook["id"] for hook in hooks]
    for hook in hooks:
        assert {"id", "name", "entry", "language", "files"} <= hook.keys()
        verifies = hook.get("pass_filenames", True)
        path = "courses/good.zip" if verifies else "modules/peer-assist/module.yaml"
        assert re.search(hook["files"], path)
        assert not re.search(hook["files"], "README.md")
        command = f"{BIN}/{hook['entry']}{' good.zip' if verifies else ' --help'}"
        lint("/bin/sh", "-c", f"cd '{tmp_path}' && {command}")


def test_the_configuration_of_the_how_to_is_taken(tmp_path: Path) -> None:
    make(tmp_path / "good", good=True)
    page = (ROOT / "docs" / "how-to" / "verify.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"^```toml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    (tmp_path / "scorm-verify.toml").write_text(text, encoding="utf-8")
    lint("/bin/sh", "-c", f"cd '{tmp_path}' && '{BIN}/scorm-builder' verify good.zip")
