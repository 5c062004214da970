"""What a file is that is no text, by its bytes, whatever its name says."""

from __future__ import annotations

_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of an old Office program, such as .doc"),
    (b"{\\rtf", "a document in Rich Text Format (RTF)"),
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip file"),
)
# What stands in a zip of each kind: the names of files in it are not compressed.
_ZIPS = (
    (b"word/", "a Word document"),
    (b"xl/", "an Excel workbook"),
    (b"ppt/", "a PowerPoint presentation"),
    (b"application/vnd.oasis.opendocument", "a LibreOffice document"),
)


def document_kind(content: bytes) -> str | None:
    """Such as "a Word document", of what an office program writes; None for all else."""
    kind = next((name for mark, name in _SIGNATURES if content.startswith(mark)), None)
    if kind == "a zip file":
        return next((name for mark, name in _ZIPS if mark in content), kind)
    return kind
