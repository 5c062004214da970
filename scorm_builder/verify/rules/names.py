"""PKG: the names of the files, and where the manifest is among them."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator

from scorm_builder.diagnostics import Diagnostic
from scorm_builder.verify.manifest import CONTROL_DOCUMENTS
from scorm_builder.verify.package import MANIFEST, Package, ZipSource

_OTHER_STANDARDS = {
    "cmi5.xml": "cmi5",
    "tincan.xml": "xAPI (Tin Can)",
    "course.au": "AICC",
    "course.crs": "AICC",
}
_JUNK = re.compile(
    r"(^|/)(__MACOSX/|\._[^/]*$|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE
)
_SERVER = re.compile(
    r"\.(php\d?|phtml|phar|exe|dll|bat|cmd|com|msi|scr|ps1|vbs|asp|aspx|ashx|jsp|jspx|cgi|pl|sh)$"
    r"|(^|/)(\.htaccess|\.htpasswd|web\.config)$",
    re.IGNORECASE,
)
_WORKSHOP = re.compile(
    r"(^|/)(\.git|\.svn|\.hg|\.idea|\.vscode|node_modules|__pycache__)/"
    r"|(^|/)(\.env(\.\w+)?|\.gitignore|\.npmrc|id_rsa)$"
    r"|\.(story|cptx|fla|psd|ai|scss|less|bak|swp)$",
    re.IGNORECASE,
)
_BAD_CHARACTERS = re.compile(r"""[&'":<>|*?`\x00-\x1f\x7f]""")
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.[^/]*)?", re.IGNORECASE)
_LONGEST_PATH = 200


def check_escapes(package: Package) -> Iterator[Diagnostic]:
    """PKG-006, PKG-007: names that lead out of the package, or only mean a folder on Windows."""
    names = list(package.sizes)
    if isinstance(package.source, ZipSource):
        names = [entry.name for entry in package.source.zip_file.entries]
    for name in names:
        path = name.replace("\\", "/")
        if "\\" in name:
            yield package.found("PKG-007", f"it is written as '{name}'", path)
        if path.startswith("/"):
            yield package.found("PKG-006", "it starts at the root of the server", path)
        elif ".." in path.split("/"):
            yield package.found("PKG-006", "it has '..' in it", path)
        elif re.match(r"[A-Za-z]:", path):
            yield package.found("PKG-006", "it names a drive", path)
        elif "\0" in path:
            yield package.found("PKG-006", "it has a NUL in it, where some readers stop", path)


def check_names(package: Package) -> Iterator[Diagnostic]:
    """PKG-016: names that Moodle changes or Windows refuses."""
    for path in package.sizes:
        bad = sorted({match[0] for match in _BAD_CHARACTERS.finditer(path)} - {"\0"})
        if _JUNK.search(path) or re.match(r"[A-Za-z]:", path):
            continue
        if bad:
            yield package.found("PKG-016", f"it has the character {' '.join(bad)} in it", path)
        elif any(part.endswith((".", " ")) for part in path.split("/") if part not in (".", "..")):
            yield package.found("PKG-016", "a part of it ends with a dot or a space", path)
        elif any(_DEVICES.fullmatch(part) for part in path.split("/")):
            yield package.found("PKG-016", "Windows keeps this name for a device", path)
        elif len(path) > _LONGEST_PATH:
            yield package.found("PKG-016", f"it has {len(path)} characters", path)


def check_contents_by_name(package: Package) -> Iterator[Diagnostic]:
    """PKG-017 to PKG-020: files that have no business in a package."""
    junk = [path for path in package.sizes if _JUNK.search(path)]
    if junk:
        yield package.found("PKG-017", f"{len(junk)} in all, such as '{junk[0]}'", junk[0])
    for path in package.sizes:
        if path in junk[:1] or _JUNK.search(path):
            continue
        if path.lower().endswith(".zip"):
            yield package.found("PKG-018", "an LMS does not unpack it", path)
        elif _SERVER.search(path):
            yield package.found("PKG-019", "it is a program or a setting of a server", path)
    workshop = [path for path in package.sizes if _WORKSHOP.search(path)]
    if workshop:
        message = f"{len(workshop)} in all, such as '{workshop[0]}'"
        yield package.found("PKG-020", message, workshop[0])


def find_manifest(package: Package) -> Generator[Diagnostic, None, bool]:
    """PKG-002 to PKG-005, PKG-021: finds the manifest, wherever it is, and says where it should be.

    The package is then judged as if it were in its place. Returns False when there is none.
    """
    places = [path for path in package.sizes if path.lower().rpartition("/")[2] == MANIFEST]
    places = [path for path in places if not _JUNK.search(path)]
    if not places:
        other = {_OTHER_STANDARDS[name] for name in _OTHER_STANDARDS if name in _names(package)}
        inner = next((path for path in package.sizes if path.lower().endswith(".zip")), "")
        told = f"; the package may be '{inner}' in it" if inner else ""
        told = f"; it looks like {' or '.join(sorted(other))}" if other else told
        yield package.found("PKG-002", f"no file in it is called {MANIFEST}{told}")
        return False
    nearest = min(places, key=lambda path: (path.count("/"), path != MANIFEST, path))
    folder, _, name = nearest.rpartition("/")
    if folder:
        yield package.found("PKG-003", f"it is in the folder '{folder}'", nearest)
    if name != MANIFEST:
        yield package.found("PKG-004", f"it is called '{name}'", nearest)
    for other_place in places:
        if other_place != nearest:
            yield package.found("PKG-005", f"'{nearest}' is taken for the manifest", other_place)
    package.move_root(f"{folder}/" if folder else "", name)
    missing = [name for name in CONTROL_DOCUMENTS if name not in package.sizes]
    if missing:
        yield package.found("PKG-021", f"there is no {', '.join(missing)}")
    return True


def _names(package: Package) -> set[str]:
    names = {path.lower().rpartition("/")[2] for path in package.sizes}
    return names | {
        "course" + name[name.rfind(".") :] for name in names if name.endswith((".crs", ".au"))
    }


def is_junk(path: str) -> bool:
    """True for a file that an operating system left there."""
    return bool(_JUNK.search(path))


NAME_RULES = (check_escapes, check_names, check_contents_by_name)
