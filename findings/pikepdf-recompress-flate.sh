#!/bin/sh
# pikepdf 10.17.0 (qpdf inside it): save(recompress_flate=True) makes a picture several times larger.
#
# Guess before it was run: to pack all Flate streams anew, at level 9, gives a file that is as small
# as the one that it was given, or smaller.
# What it does: it takes a picture's rows out of their PNG prediction (Predictor 15, ISO 32000-1,
# 7.4.4.4) and packs them without. A drawing whose rows are told by those above them becomes five
# times as large, and the parameters are gone. Without the option the picture stays as it is.
#
# Needs Python 3.11 or newer, and PyPI. Fails when the behaviour changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pikepdf==10.17.0
"$folder/venv/bin/python" - <<'END'
import io
import zlib

import pikepdf
from pikepdf import Dictionary, Name

WIDTH, HEIGHT, UP = 600, 400, 2

# Slanted stripes, as in a drawing: each row is the one above it, three shades on.
rows = [
    bytes((x * 255 // WIDTH + y * 3) % 256 for x in range(WIDTH) for _ in range(3))
    for y in range(HEIGHT)
]
above = [bytes(len(rows[0])), *rows]
predicted = b"".join(
    bytes([UP, *((one - other) & 255 for one, other in zip(row, before))])
    for row, before in zip(rows, above)
)

pdf = pikepdf.new()
page = pdf.add_blank_page(page_size=(300, 200))
picture = pdf.make_stream(b"")
picture.write(
    zlib.compress(predicted, 9),
    filter=Name.FlateDecode,
    decode_parms=Dictionary(Predictor=15, Colors=3, BitsPerComponent=8, Columns=WIDTH),
)
picture.Type, picture.Subtype = Name.XObject, Name.Image
picture.Width, picture.Height = WIDTH, HEIGHT
picture.ColorSpace, picture.BitsPerComponent = Name.DeviceRGB, 8
page.obj.Resources = Dictionary(XObject=Dictionary(Picture=picture))
page.Contents = pdf.make_stream(b"q 300 0 0 200 0 0 cm /Picture Do Q")
given = io.BytesIO()
pdf.save(given)

pikepdf.settings.set_flate_compression_level(9)
sizes = {}
for again in (False, True):
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(given.getvalue())) as opened:
        opened.save(written, recompress_flate=again)
    with pikepdf.open(io.BytesIO(written.getvalue())) as opened:
        found = opened.pages[0].Resources.XObject.Picture
        assert found.read_bytes() == b"".join(rows), "the picture is another one"
        sizes[again] = len(found.read_raw_bytes()), "/DecodeParms" in found
print("pikepdf", pikepdf.__version__, "| as it was:", sizes[False], "| recompressed:", sizes[True])
(plain, told), (recompressed, told_again) = sizes[False], sizes[True]
assert told and not told_again and recompressed > 4 * plain, "the behaviour has changed"
END
