"""Loading from a real disk: whatever lies there, every problem is a diagnostic."""

from __future__ import annotations

import io
import os
import shutil
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFile

from scorm_builder.checks.content import check_pictures
from scorm_builder.content.loader import MAXIMUM_PICTURE_BYTES, Content, Source, load
from scorm_builder.content.wording import spell
from scorm_builder.content.yaml_document import YamlDocument
from scorm_builder.diagnostics import Diagnostic
from scorm_builder.jobs.identity import used_files
from scorm_builder.model import LearningModule
from scorm_builder.pipeline import check_content
from scorm_builder.pipeline.plan import plan
from scorm_builder.theme import Theme
from tests.tools.pictures import picture
from tests.tools.project import Project
from tests.tools.samples import TODAY, module_data

MODULE = Path("sample", "module.yaml")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the sample."""
    return Project(tmp_path).with_sample().content


def found(root: Path) -> list[tuple[str, str]]:
    """The code and message of every problem."""
    return [(problem.code, problem.message) for problem in check_content(load(root), TODAY)]


def write_with_picture(root: Path, name: str = "step.png") -> Path:
    """Puts a picture into the sample's first step; returns where its file belongs."""
    steps = module_data()["steps"]
    steps[0]["picture"] = {"file": name, "alternative": "A step."}
    Project(root.parent).with_module(steps=steps)
    return root / "sample" / name


def chunk(kind: bytes, content: bytes) -> bytes:
    """A chunk of a PNG file."""
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def bomb(width: int, height: int) -> bytes:
    """A small PNG file that says it is large."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    points = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        chunk(*part) for part in ((b"IHDR", header), (b"IDAT", points), (b"IEND", b""))
    )


def test_the_sample_is_loaded(root: Path) -> None:
    content = load(root)
    assert content.diagnostics == ()
    assert content.catalogue is not None
    assert list(content.modules) == ["sample"]
    assert str(content.sources["sample"].document.place(("tips", 0))).endswith("module.yaml:25:5")


def test_a_missing_root_is_for_the_caller(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        load(tmp_path / "nowhere")


def test_an_empty_root_lacks_a_catalogue(tmp_path: Path) -> None:
    assert found(tmp_path) == [
        ("YML-008", "catalogue.yaml cannot be read: No such file or directory")
    ]


def test_hidden_folders_and_loose_files_are_no_modules(root: Path) -> None:
    for name in (".git", "_drafts"):
        (root / name).mkdir()
    (root / "notes.txt").write_text("Not a module.", encoding="utf-8")
    assert found(root) == []


def test_a_module_file_that_is_a_folder(root: Path) -> None:
    (root / MODULE).unlink()
    (root / MODULE).mkdir()
    assert found(root) == [("YML-008", "module.yaml cannot be read: not a plain file")]


def test_a_module_file_that_never_ends(root: Path) -> None:
    (root / MODULE).unlink()
    os.mkfifo(root / MODULE)
    assert found(root) == [("YML-008", "module.yaml cannot be read: not a plain file")]


def test_a_module_file_that_links_to_itself(root: Path) -> None:
    (root / MODULE).unlink()
    (root / MODULE).symlink_to("module.yaml")
    assert [code for code, _ in found(root)] == ["YML-008"]


def test_a_folder_that_links_to_itself(root: Path) -> None:
    (root / "loop").symlink_to("loop")
    assert found(root) == []


def test_a_file_of_five_megabytes(root: Path) -> None:
    (root / MODULE).write_bytes(b"a" * 5_000_000)
    assert [code for code, _ in found(root)] == ["YML-006"]


def test_only_pictures_are_read_and_only_used_ones_are_shown(root: Path, theme: Theme) -> None:
    write_with_picture(root).write_bytes(picture("PNG"))
    (root / "sample" / "spare.png").write_bytes(picture("PNG"))
    (root / "sample" / "notes.txt").write_text("Not a picture.", encoding="utf-8")
    (root / "sample" / "folder.png").mkdir()
    content = load(root)
    assert check_content(content, TODAY) == ()
    assert set(content.sources["sample"].pictures) == {"step.png", "spare.png"}
    (job,) = plan(content, theme, ("sample",), ("scorm12",))
    assert set(used_files(job)) == {"pictures/step.png"}


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.png", "PNG"), ("a.jpg", "JPEG"), ("a.jpeg", "JPEG"), ("a.webp", "WEBP")],
)
def test_pictures_that_are_what_their_name_says(root: Path, name: str, kind: str) -> None:
    write_with_picture(root, name).write_bytes(picture(kind))
    assert found(root) == []


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.png", b"", "is empty, or over 30 MB"),
        ("a.png", b"\0" * (MAXIMUM_PICTURE_BYTES + 1), "is empty, or over 30 MB"),
        ("a.png", b"This is a text.", "is damaged, or no picture"),
        ("a.png", picture("PNG")[:40], "is damaged, or no picture"),
        ("a.jpg", picture("JPEG")[:200], "is damaged, or no picture"),
        (
            "a.png",
            picture("GIF"),
            "is a file of another kind (GIF): save it as JPEG or PNG, in the program that opens it",
        ),
        (
            "a.jpg",
            picture("JPEG", colours="CMYK"),
            "has the colours of printing (CMYK): save it in RGB",
        ),
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is damaged, or no picture"),
        ("a.png", bomb(9000, 9000), "has more than 64 million points: save it smaller"),
        ("a.png", bomb(10000, 10000), "has more than 64 million points: save it smaller"),
        ("a.png", bomb(60000, 60000), "is damaged, or no picture"),
        ("a.png", bomb(2**31 - 1, 2**31 - 1), "is damaged, or no picture"),
        ("a.png", bomb(4000, 4000), "is damaged, or no picture"),
    ],
    ids=lambda value: str(value[:25]),
)
def test_pictures_that_cannot_be_used(root: Path, name: str, content: bytes, problem: str) -> None:
    write_with_picture(root, name).write_bytes(content)
    assert found(root) == [("MOD-012", f"{name} {problem}")]


@pytest.mark.parametrize(
    ("name", "kind"), [("a.jpg", "WebP"), ("a.png", "JPEG"), ("a.jpg", "PNG"), ("a.heic", "JPEG")]
)
def test_a_picture_of_another_format_is_taken_and_told(root: Path, name: str, kind: str) -> None:
    write_with_picture(root, name).write_bytes(picture(kind.upper()))
    assert found(root) == [("MOD-034", f"{name} is a {kind} picture")]


def test_a_photo_from_a_phone_is_a_jpeg(root: Path) -> None:
    stream = io.BytesIO()
    Image.new("L", (2, 2)).save(
        stream, "MPO", save_all=True, append_images=[Image.new("L", (2, 2))]
    )
    write_with_picture(root, "photo.jpg").write_bytes(stream.getvalue())
    assert found(root) == []


@given(st.sampled_from(["PNG", "JPEG"]), st.randoms(use_true_random=False))
def test_a_damaged_picture_is_told_or_harmless(kind: str, random: Random) -> None:
    content = bytearray(picture(kind, (20, 20)))
    for _ in range(random.randint(1, 5)):
        content[random.randrange(len(content))] = random.choice((0, 1, 127, 255))
    document = YamlDocument("module.yaml", module_data(), {}, ())
    document.data["steps"][0]["picture"] = {"file": "a.png", "alternative": "A picture."}
    sources = {"sample": Source("sample", document, {"a.png": bytes(content)}, {})}
    problems = list(check_pictures(Content(None, {}, sources["sample"], sources, ())))
    assert {problem.code for problem in problems} <= {"MOD-012", "MOD-034"}
    assert problems or kind == "PNG"


def test_a_cut_off_picture_is_told_in_a_process_that_prints(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """WeasyPrint sets this for the whole process when it is imported."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    write_with_picture(root).write_bytes(picture("PNG", (90, 90))[:-30])
    assert found(root) == [("MOD-012", "step.png is damaged, or no picture")]
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


@pytest.mark.parametrize("target", ["/etc/passwd", "real.png", "step.png"])
def test_a_picture_that_is_a_link_is_left_out(root: Path, target: str) -> None:
    link = write_with_picture(root)
    (root / "sample" / "real.png").write_bytes(picture("PNG"))
    link.symlink_to(target)
    content = load(root)
    assert "step.png" not in content.sources["sample"].pictures
    assert [problem.code for problem in check_content(content, TODAY)] == ["MOD-012"]


SECRET = "password: [hunter2"
LINKED = [
    ("catalogue.yaml", "catalogue.yaml"),
    ("sample/module.yaml", "module.yaml"),
    ("sample", "sample"),
    ("another", "another"),
]


@pytest.mark.parametrize(("place", "name"), LINKED)
@pytest.mark.parametrize("inside", [False, True])
def test_a_link_is_refused_and_nothing_that_stands_there_is_told(
    root: Path, place: str, name: str, *, inside: bool
) -> None:
    target = (root / "_kept" if inside else root.parent / "elsewhere") / "real"
    target.mkdir(parents=True)
    for file in ("catalogue.yaml", "module.yaml"):
        (target / file).write_text(SECRET, encoding="utf-8")
    link = root / place
    if link.is_dir():
        shutil.rmtree(link)
    link.unlink(missing_ok=True)
    link.symlink_to(target / link.name if link.suffix else target)
    problems = load(root).diagnostics
    told = [(problem.code, problem.message) for problem in problems]
    expected = f"{name} cannot be read: it is a link, and no link is followed"
    assert ("YML-008", expected) in told
    assert "hunter2" not in repr(problems)


def test_a_picture_is_never_looked_for_outside_its_folder(root: Path) -> None:
    write_with_picture(root, "../catalogue.png")
    (root / "catalogue.png").write_bytes(picture("PNG"))
    assert {code for code, _ in found(root)} == {"MOD-009", "MOD-012"}


def test_a_problem_in_the_catalogue_does_not_hide_the_modules(root: Path) -> None:
    (root / "catalogue.yaml").write_text("a: [", encoding="utf-8")
    (root / MODULE).write_text("b: [", encoding="utf-8")
    assert [code for code, _ in found(root)] == ["YML-001", "YML-001"]


def test_problems_come_in_the_order_of_the_files_each_once(root: Path) -> None:
    for name in ("zebra", "apple"):
        shutil.copytree(root / "sample", root / name)
    problems = check_content(load(root), TODAY)
    places = [problem.location for problem in problems]
    assert places == sorted(places)
    assert len(set(problems)) == len(problems)
    folders = {place.file.split("/")[-2] for place in places}
    assert folders == {"apple", "modules", "sample", "zebra"}


def test_a_list_with_a_bad_item_is_not_called_too_short(root: Path) -> None:
    project = Project(root.parent).with_module(benefits=["one", "two", 3])
    assert [(code, text.split(":")[0]) for code, text in project.problems()] == [
        ("MOD-003", "benefits, item 3")
    ]


def test_a_long_text_is_cut_in_a_message(root: Path) -> None:
    project = Project(root.parent).with_module(stage="x" * 5000)
    assert all(len(message) < 200 for _, message in project.problems())


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ((), ""),
        (("title",), "title"),
        (("steps", 1, "picture", "file"), "steps, item 2, picture, file"),
    ],
)
def test_a_path_as_an_author_counts(path: tuple[str | int, ...], words: str) -> None:
    assert spell(path) == words


def mutations() -> st.SearchStrategy[dict[str, Any]]:
    """Some keys of a module, each with any value."""
    anything = st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=10),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["id", "title", "text", "options", "file", "correct", "x"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=8,
    )
    keys = st.sampled_from([*LearningModule.model_fields, "unknown"])
    return st.dictionaries(keys, anything, min_size=1, max_size=4)


@given(mutations())
@settings(max_examples=150)
def test_any_module_is_loaded_or_its_problems_are_told(
    tmp_path_factory: pytest.TempPathFactory, changes: dict[str, Any]
) -> None:
    project = Project(tmp_path_factory.mktemp("any")).with_sample().with_module(**changes)
    content = load(project.content)
    problems = check_content(content, TODAY)
    assert problems or "sample" in content.modules
    assert_places_are_in_the_files(problems, project.content)


def assert_places_are_in_the_files(problems: Sequence[Diagnostic], root: Path) -> None:
    """Every problem stands in a file that the author wrote, on a line that it has."""
    for problem in problems:
        path = Path(problem.location.file)
        assert path.is_relative_to(root)
        assert problem.location.line <= len(path.read_text(encoding="utf-8").splitlines())
