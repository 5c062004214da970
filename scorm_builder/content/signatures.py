"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

# Where the signature stands, the signature, and what has it.
_SIGNATURES = (
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of an old Office program, such as .doc"),
    (0, b"{\\rtf", "a document in Rich Text Format (RTF)"),
    (0, b"%PDF-", "a PDF"),
    (0, b"\x89PNG", "a PNG picture"),
    (0, b"\xff\xd8\xff", "a JPEG picture"),
    (0, b"GIF8", "a GIF picture"),
    (8, b"WEBP", "a WebP picture"),
    (0, b"II*\0", "a TIFF picture"),
    (0, b"MM\0*", "a TIFF picture"),
)
# What stands in every zip of a kind: the names of files in it are not compressed.
_ZIPS = (
    (b"word/", "a Word document"),
    (b"xl/", "an Excel workbook"),
    (b"ppt/", "a PowerPoint presentation"),
    (b"application/vnd.oasis.opendocument", "a LibreOffice document"),
)
_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_AVIF = frozenset({b"avif", b"avis"})


def what_it_is(content: bytes) -> str | None:
    """Such as "a Word document"; None for plain text, and for what is not known."""
    if content.startswith(b"PK\x03\x04"):
        return next((name for mark, name in _ZIPS if mark in content), "a zip file")
    if content[4:8] == b"ftyp":
        brand = content[8:12]
        if brand in _HEIC:
            return "a HEIC picture, as phones take them"
        return "an AVIF picture" if brand in _AVIF else "a film"
    return next(
        (name for start, mark, name in _SIGNATURES if content.startswith(mark, start)), None
    )
