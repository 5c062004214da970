"""`verify --play`: packages in a real browser; tests/packages/playing describes them."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scorm_builder.diagnostics import Diagnostic
from scorm_builder.jobs import Artifact
from scorm_builder.play import SIMULATED, Bounds, play_path, start_browser
from tests.packages.cases import HERE, read_case, zip_of
from tests.packages.test_packages import PLAYED, assert_reports
from tests.runtime.conftest import PREVIEW, chromium

Play = Callable[[Path, tuple[str, ...]], tuple[Diagnostic, ...]]
# Long enough for a page to be read, as nobody waits for more here.
BOUNDS = Bounds(patience=20, answer=3, quiet=0.2)


@pytest.fixture(scope="module")
def play() -> Iterator[Play]:
    """Plays a package in a browser that all tests here share."""
    with pytest.MonkeyPatch.context() as environment, ThreadPoolExecutor(1) as thread:
        environment.setenv("CHROMIUM", chromium())
        # A thread of its own: Playwright has one loop in each, and the other tests have theirs.
        starting = start_browser()
        browser = thread.submit(starting.__enter__).result()
        yield lambda path, lms: thread.submit(
            play_path, path, "package", browser, lms, BOUNDS
        ).result()
        thread.submit(starting.__exit__, None, None, None).result()


@pytest.mark.parametrize("name", PLAYED)
def test_reports_what_a_package_does_and_nothing_else(
    name: str, play: Play, tmp_path: Path
) -> None:
    case = read_case(HERE / f"{name}.yaml")
    path = tmp_path / "package.zip"
    path.write_bytes(zip_of(case))
    assert_reports(name, case, play(path, tuple(case.get("lms", ("strict",)))))


def test_our_own_package_is_well_behaved_in_every_lms(
    artifacts: dict[str, Artifact], play: Play, tmp_path: Path
) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(artifacts["scorm12/action-learning-sets.zip"].content)
    assert play(path, SIMULATED) == ()


ESCAPES = """const host = "127.0.0.1:%d";
new Worker(URL.createObjectURL(new Blob([
  `new WebSocket("ws://${host}/"); fetch("http://${host}/").catch(() => {});`,
])));
for (const rel of ["preconnect", "prefetch"]) {
  const link = Object.assign(document.createElement("link"), { rel, href: `http://${host}/` });
  document.head.append(link);
}
document.body.append(Object.assign(document.createElement("iframe"), { src: `http://${host}/` }));
window.open(`http://${host}/`);
new WebSocket(`ws://${host}/`);
new EventSource(`http://${host}/`);
const turn = { urls: `turn:${host}?transport=tcp`, username: "me", credential: "me" };
const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:${host}` }, turn] });
peer.createDataChannel("talk");
peer.createOffer().then((offer) => peer.setLocalDescription(offer));
parent.API.LMSInitialize("");
window.addEventListener("pagehide", () => {
  navigator.sendBeacon(`http://${host}/`, "left");
  fetch(`http://${host}/`, { keepalive: true }).catch(() => {});
  parent.API.LMSFinish("");
});
"""


def test_nothing_reaches_another_server(play: Play, tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        path.write_bytes(zip_of({"files": {"script.js": ESCAPES % port}}))
        found = play(path, ("strict",))
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept()
    assert [finding.code for finding in found] == ["PLAY-006"]
    assert f"127.0.0.1:{port}" in found[0].message


def test_there_is_a_simulator_of_each_name() -> None:
    index = (PREVIEW / "simulators" / "index.js").read_text(encoding="utf-8")
    for name in SIMULATED:
        assert f"\n  {name}: {{\n" in index or f"\n  '{name}': {{\n" in index
