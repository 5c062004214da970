"""What is derived from files of the package, kept beside them as Python keeps its `__pycache__`.

A saving of time and nothing more: what is read must bear the hash of what it was made of and of
itself, so a damaged or an older file is made anew. Where nothing may be written, all of it is made
in each process.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path

PARTIAL = ".partial-"
"""How the name of a file begins that is being written."""

_HASH_BYTES = hashlib.sha256().digest_size


def kept(name: str, made_of: bytes, make: Callable[[], bytes]) -> bytes:
    """What `make` makes of `made_of`, or has made of the same before.

    `name` is the file's; there is one for each name, so that what is out of date takes no room.
    """
    found = read_kept(name, made_of)
    if found is None:
        found = make()
        keep(name, made_of, found)
    return found


def read_kept(name: str, made_of: bytes) -> bytes | None:
    """What was kept under a name, if it was made of the same; None otherwise."""
    try:
        stored = (_folder() / name).read_bytes()
    except OSError:
        return None
    head, content = stored[: 2 * _HASH_BYTES], stored[2 * _HASH_BYTES :]
    return content if head == _head(made_of, content) else None


def keep(name: str, made_of: bytes, content: bytes) -> None:
    """Keeps what was made, where that can be done."""
    with suppress(OSError):
        write_at_once(_folder() / name, _head(made_of, content) + content)


def write_at_once(path: Path, content: bytes) -> None:
    """Puts a file into its place in one step, as another process may read it now.

    What was begun and not finished is called with PARTIAL. Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, partial = tempfile.mkstemp(prefix=PARTIAL, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(partial).replace(path)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise


def _head(made_of: bytes, content: bytes) -> bytes:
    return hashlib.sha256(made_of).digest() + hashlib.sha256(content).digest()


def _folder() -> Path:
    """Python's own, which may be elsewhere (PYTHONPYCACHEPREFIX)."""
    return Path(cache_from_source(__file__)).parent
