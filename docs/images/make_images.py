"""Makes the pictures here anew. Needs what the tests need, and pdftoppm (poppler-utils)."""

from __future__ import annotations

import io
import mimetypes
import subprocess
import tempfile
import zipfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Browser, Route, sync_playwright
from rich.console import Console
from rich.terminal_theme import SVG_EXPORT_THEME
from rich.text import Text

from scorm_builder.content.loader import load
from scorm_builder.executors import SerialExecutor
from scorm_builder.pipeline.build import build_all, build_one
from scorm_builder.pipeline.plan import plan, plan_collections, plan_edition
from scorm_builder.report.outcome import Outcome
from scorm_builder.report.text import counted_severities, text
from scorm_builder.targets import TARGETS
from scorm_builder.theme import load_theme
from scorm_builder.theme.brands import load_brand
from scorm_builder.verify import verify
from tests.conftest import ROOT
from tests.tools.browser import ARGUMENTS, LIBRARIES, PLAYERS, chromium
from tests.tools.site import site_of, write

MODULE = "peer-assist"
OTHER = "fishbowl-conversations"
VIEWS = ((1024, "how-to-do-it"), (375, "put-it-to-the-test"))
LIBRARY = "scorm-again/dist/scorm12.js"
FILL = b"<style>body { margin: 0 } iframe { border: 0; width: 100vw; height: 100vh }</style>"
BRANDED_VIEW = (1024, "benefits")
GAP = 24

COLUMNS = 84
MISTAKES = (
    (b'identifierref="', b'identifierref="old-'),
    (b'adlcp:scormtype="sco"', b'adlcp:scormType="sco"'),
    (b'.js"', b'.old.js"'),
)
PAGE = """<style>{stylesheet}
body {{ color: {foreground}; background: {background}; margin: 0; width: max-content }}
pre {{ font: 14px/1.35 monospace; margin: 0; padding: 16px }}</style><pre>{code}</pre>"""


def screenshot(browser: Browser, package: bytes, width: int, last: str) -> Image.Image:
    """The module in the player of the tests, after a learner went on to the screen `last`."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        files = {f"/{MODULE}/{name}": archive.read(name) for name in archive.namelist()}
    files["/player.html"] = (PLAYERS / "scorm-again.html").read_bytes() + FILL
    files[f"/lib/{LIBRARY}"] = (LIBRARIES / LIBRARY).read_bytes()

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        route.fulfill(body=files[path], content_type=mimetypes.guess_type(path)[0])

    page = browser.new_page(viewport={"width": width, "height": 768})
    page.route("**/*", answer)
    page.goto(f"https://lms.invalid/player.html?module={MODULE}")
    module = page.frame_locator("iframe")
    while not module.locator(f"#{last}").is_visible():
        module.locator(".app-screen--current a[rel=next]").click()
    question = module.locator("[data-question]").first
    if question.is_visible():
        question.locator("label").nth(1).click()
        question.locator("[data-check]").click()
        question.locator("[data-result] .app-feedback").wait_for()
        module.locator(f"#{last}").evaluate("screen => screen.scrollIntoView()")
    module.get_by_text("Sent to your learning system").first.wait_for()
    return Image.open(io.BytesIO(page.screenshot()))


def printed(pdf: bytes, page: int) -> Image.Image:
    """One page of a PDF as a picture."""
    command = ["pdftoppm", "-f", str(page), "-l", str(page), "-r", "90", "-png", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)  # noqa: S603
    return Image.open(io.BytesIO(done.stdout))


def web_pages(browser: Browser, files: Mapping[str, bytes]) -> list[Image.Image]:
    """The home page of the site on a wide screen, and a module's on a phone."""
    with tempfile.TemporaryDirectory() as folder:
        root = write(files, Path(folder)).as_uri()
        pictures: list[Image.Image] = []
        for width, address in ((1024, "index.html"), (375, f"modules/{MODULE}/index.html")):
            page = browser.new_page(viewport={"width": width, "height": 900})
            page.goto(f"{root}/{address}")
            pictures.append(Image.open(io.BytesIO(page.screenshot())))
        return pictures


def terminal(browser: Browser, package: bytes) -> Image.Image:
    """What `scorm-builder verify` shows in a terminal of a package with mistakes."""
    spoilt = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as good,
        zipfile.ZipFile(spoilt, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for entry in good.infolist():
            content = good.read(entry)
            for old, new in MISTAKES:
                content = content.replace(old, new)
            bad.writestr(entry, content)
    found = verify(spoilt.getvalue(), "course.zip")
    told = "".join(text([Outcome("course.zip", found)], COLUMNS))
    console = Console(record=True, width=COLUMNS, file=io.StringIO())
    count = counted_severities(Counter(one.severity for one in found))
    told = f"$ scorm-builder verify course.zip\n{told}1 package verified: {count}"
    console.print(Text.from_ansi(told))
    page = browser.new_page(viewport={"width": 10, "height": 10}, device_scale_factor=2)
    page.set_content(console.export_html(theme=SVG_EXPORT_THEME, code_format=PAGE))
    return Image.open(io.BytesIO(page.screenshot(full_page=True)))


def save(pictures: list[Image.Image], name: str) -> None:
    """Writes pictures side by side on light grey, with few colours to keep the file small."""
    size = (sum(p.width + GAP for p in pictures) + GAP, pictures[0].height + 2 * GAP)
    sheet = Image.new("RGB", size, "#d8dde0")
    left = GAP
    for picture in pictures:
        sheet.paste(picture, (left, GAP))
        left += picture.width + GAP
    sheet.quantize(64).save(Path(__file__).with_name(name), optimize=True)


def branded_pack() -> tuple[bytes, ...]:
    """The package, the handout and the card with the invented brand."""
    content, brand = load(ROOT / "modules"), load_brand(ROOT / "brands" / "hollowbrook")
    edition = plan_edition(content, load_theme(), [MODULE], ("scorm12", "handout", "card"), brand)
    return tuple(artifact.content for artifact in build_one(edition.jobs[0]).artifacts)


if __name__ == "__main__":
    their_package, their_handout, their_card = branded_pack()
    content, theme = load(ROOT / "modules"), load_theme()
    jobs = plan(content, theme, tuple(content.modules), tuple(TARGETS))
    artifacts = [artifact for job in jobs for artifact in build_one(job).artifacts]
    made = {artifact.path: artifact.content for artifact in artifacts}
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        package = made[f"scorm12/{MODULE}.zip"]
        save([screenshot(chrome, package, *view) for view in VIEWS], "module.png")
        save(web_pages(chrome, site_of(content, theme, artifacts)), "site.png")
        save([terminal(chrome, package)], "verify.png")
        shown = screenshot(chrome, their_package, *BRANDED_VIEW)
    papers = [printed(paper, 1) for paper in (their_handout, their_card)]
    papers = [p.resize((p.width * shown.height // p.height, shown.height)) for p in papers]
    save([shown, *papers], "brand.png")
    for name, handout in ((MODULE, "handout.png"), (OTHER, "handout-2.png")):
        save([printed(made[f"handout/{name}.pdf"], page) for page in (1, 2)], handout)
    [sheets] = plan_collections(content, plan(content, theme, tuple(content.modules), ("card",)))
    *_, result = build_all((*sheets.jobs, sheets), SerialExecutor())
    [cards] = result.artifacts
    save([printed(cards.content, page) for page in (1, 2)], "cards.png")
