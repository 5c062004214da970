#!/bin/sh
# WeasyPrint 70.0, tagged PDF: a list inside a list item is not inside that item.
#
# Guess before it was run: <ul><li>a<ul><li>b</li></ul></li></ul> becomes L > LI > LBody > L, as the
# HTML has it, so that a screen reader tells "list of 1, level 2" within the item "a".
# What it does: the inner L is a sibling of the LI whose words lead to it, a child of the outer L. Of
# ISO 32000-1, 14.8.4.3.3, the children of L are a caption and LI; with three levels each L is in an L.
# So the item and what belongs to it are apart, and nothing says that they belong together.
#
# Needs Python 3.11 or newer, Pango, and PyPI. Fails when the behaviour changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check weasyprint==70.0 pikepdf==10.17.0
"$folder/venv/bin/python" - <<'END'
import io

import pikepdf
import weasyprint

PAGE = "<!DOCTYPE html><html lang=en><title>t</title><body><ul><li>a<ul><li>b</li></ul></li></ul>"
SEEN = "Document(L(LI(Lbl(Span) LBody(Span)) L(LI(Lbl(Span) LBody(Span)))))"


def tree(element):
    """An element of the structure with its children, by their types."""
    if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
        return ""
    children = element.get("/K", [])
    children = children if isinstance(children, pikepdf.Array) else [children]
    inside = " ".join(filter(None, map(tree, children)))
    return str(element.S)[1:] + (f"({inside})" if inside else "")


content = weasyprint.HTML(string=PAGE).write_pdf(pdf_variant="pdf/ua-1", uncompressed_pdf=True)
with pikepdf.open(io.BytesIO(content)) as pdf:
    root = pdf.Root.StructTreeRoot.K
    found = tree(root[0] if isinstance(root, pikepdf.Array) else root)
print("WeasyPrint", weasyprint.__version__, "|", found)
assert found == SEEN, "the behaviour has changed"
END
