"""What writes the bytes of finished files: our own code, libraries, and parts of the system."""

from __future__ import annotations

import ctypes
import hashlib
import os
import platform
import sys
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_METADATA = ".dist-info"
# All that the builder needs, and what that needs: a test compares it with what they ask for.
LIBRARIES = tuple(
    "annotated-types babel chunspell deflate jinja2 justhtml lxml markdown-it-py markupsafe mdurl"
    " nhsuk-frontend-jinja pillow pillow-heif pydantic pydantic-core pyyaml typing-extensions"
    " typing-inspection".split()
)
PRINTING = tuple(
    "brotli brotlicffi cffi cssselect2 deprecated fonttools packaging pikepdf pycparser pydyf"
    " pyphen segno tinycss2 tinyhtml5 weasyprint webencodings wrapt zopfli".split()
)
NO_WRITERS = tuple("click colorama platformdirs pygments rich".split())
"""What only has to do with the command line."""

# How each tells its version; the names are those that WeasyPrint looks for.
_SYSTEM = {
    "Pango": ("pango_version_string", "libpango-1.0.so.0 libpango-1.0.dylib libpango-1.0-0.dll"),
    "HarfBuzz": ("hb_version_string", "libharfbuzz.so.0 libharfbuzz.0.dylib libharfbuzz-0.dll"),
    "fontconfig": (
        "FcGetVersion",
        "libfontconfig.so.1 libfontconfig.1.dylib libfontconfig-1.dll",
    ),
}


@cache
def writers(*, printing: bool) -> Mapping[str, str]:
    """The version of each by its name, as parts of a fingerprint; those of printing if asked."""
    found = {
        "builder": _code(),
        "Python": platform.python_version(),
        **{f"library {name}": _version(name) for name in LIBRARIES},
    }
    if printing:
        found |= {f"library {name}": _version(name) for name in PRINTING}
        found |= {f"system {name}": _of_system(*how) for name, how in _SYSTEM.items()}
    return found


@cache
def stamp() -> str:
    """What the compiled assets were made of, the dictionary among them; blank when not known."""
    try:
        return (_PACKAGE / "_static" / "stamp").read_text(encoding="ascii")
    except OSError:
        return ""


def _code() -> str:
    """The hash of this package's own code, which changes more often than its version."""
    digest = hashlib.sha256()
    for path in sorted((*_PACKAGE.rglob("*.py"), *_PACKAGE.rglob("*.po"))):
        digest.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


@cache
def _installed() -> Mapping[str, str]:
    """The versions of what is installed, by name, as the folders with their metadata are called.

    To read the metadata takes longer than to build a page.
    """
    found: dict[str, str] = {}
    for entry in reversed(sys.path):
        if entry.endswith("-packages") and Path(entry).is_dir():
            for name in os.listdir(entry):  # noqa: PTH208  (only their names)
                library, _, rest = name.partition("-")
                if rest.endswith(_METADATA):
                    found[library.lower().replace("_", "-")] = rest.removesuffix(_METADATA)
    return found


def _version(library: str) -> str:
    try:
        return _installed().get(library) or version(library)
    except PackageNotFoundError:
        return ""


def _of_system(function: str, names: str) -> str:
    """What a library of the system says that its version is; blank where it is not there."""
    for name in names.split():
        try:
            tell = getattr(ctypes.CDLL(name), function)
        except (OSError, AttributeError):
            continue
        if function == "FcGetVersion":
            return str(tell())
        tell.restype = ctypes.c_char_p
        return str(tell().decode())
    return ""
