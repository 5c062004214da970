"""`verify --play`: packages in a real browser; tests/packages/play describes them."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from scorm_builder.diagnostics import Diagnostic, Severity
from scorm_builder.jobs import Artifact
from scorm_builder.play import SIMULATED, Bounds, Player, play_path, start_player, unprotected
from tests.conftest import ROOT
from tests.packages.cases import HERE, PLAYED, assert_reports, read_case, zip_of
from tests.tools.browser import LMS, chromium

# So long that a busy machine comes to rest in it. What is to be given up has less.
BOUNDS = Bounds(all=3600, patience=120, answer=60, quiet=0.2)
HASTE = Bounds(all=3600, patience=5, answer=3, quiet=0.2, grace=600)


@pytest.fixture(scope="module")
def player() -> Iterator[Player]:
    """A browser that all tests here share."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("CHROMIUM", chromium())
        with start_player() as started:
            yield started


@pytest.mark.parametrize("name", PLAYED)
def test_reports_what_a_package_does_and_nothing_else(
    name: str, player: Player, tmp_path: Path
) -> None:
    case = read_case(HERE / f"{name}.yaml")
    path = tmp_path / "package.zip"
    path.write_bytes(zip_of(case))
    bounds = HASTE if "PLAY-012" in name else BOUNDS
    found = play_path(path, "package", player, case.get("lms", ("strict",)), bounds)
    assert_reports(name, case, found)


def test_our_own_package_is_well_behaved_in_every_lms(
    artifacts: dict[str, Artifact], player: Player, tmp_path: Path
) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(artifacts["scorm12/action-learning-sets.zip"].content)
    found = play_path(path, "package", player, SIMULATED, BOUNDS)
    # It asks this one for what any other has.
    assert [f for f in found if "in opigno: LMSGetValue" not in f.message] == []
    assert {f.severity for f in found} <= {Severity.INFO}


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


LOOP_AT_THE_END = """parent.API.LMSInitialize("");
window.addEventListener("pagehide", () => { while (true); });
"""
OPENS_A_WINDOW = """window.open("style.css");
parent.API.LMSInitialize("");
window.addEventListener("pagehide", () => { parent.API.LMSFinish(""); });
"""


def test_what_brings_the_browser_down_is_told_and_the_next_package_is_played(
    player: Player, tmp_path: Path
) -> None:
    found: list[Diagnostic] = []
    for name, script, bounds in (
        ("loop", LOOP_AT_THE_END, replace(HASTE, grace=1)),
        ("window", OPENS_A_WINDOW, BOUNDS),
    ):
        path = tmp_path / f"{name}.zip"
        path.write_bytes(zip_of({"files": {"script.js": script}}))
        found += play_path(path, name, player, bounds=bounds)
    assert [(f.code, str(f.location)) for f in found] == [("PLAY-012", "loop/index.html")]


def test_nothing_reaches_another_server(player: Player, tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        path.write_bytes(zip_of({"files": {"script.js": ESCAPES % port}}))
        found = play_path(path, "package", player, bounds=BOUNDS)
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept()
    assert [finding.code for finding in found] == ["PLAY-006", "PLAY-016"]
    assert f"127.0.0.1:{port}" in found[0].message


DATAGRAMS = """parent.API.LMSInitialize("");
const peer = new RTCPeerConnection({ iceServers: [{ urls: "stun:127.0.0.1:%(port)d" }] });
peer.createDataChannel("talk");
const gathered = new Promise((done) => {
  peer.onicegatheringstatechange = () => peer.iceGatheringState === "complete" && done();
});
const transport = new WebTransport("https://127.0.0.1:%(port)d/");
const closed = [transport.ready, transport.closed].map((end) => end.catch(() => {}));
peer.createOffer().then((offer) => peer.setLocalDescription(offer));
Promise.all([gathered, ...closed]).then(() => {
  parent.API.LMSSetValue("cmi.core.lesson_location", "tried");
});
window.addEventListener("pagehide", () => { parent.API.LMSFinish(""); });
"""


def test_no_datagram_reaches_a_port_of_this_machine(player: Player, tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        path.write_bytes(zip_of({"files": {"script.js": DATAGRAMS % {"port": port}}}))
        found = play_path(path, "package", player, bounds=replace(BOUNDS, quiet=3))
        listener.setblocking(False)
        with pytest.raises(BlockingIOError):
            listener.recvfrom(1)
    assert "PLAY-016" in [finding.code for finding in found]


def test_it_is_said_when_the_browser_has_no_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.delenv("SCORM_BUILDER_NO_SANDBOX", raising=False)
    assert unprotected("package") == ()
    monkeypatch.setenv("SCORM_BUILDER_NO_SANDBOX", "1")
    assert [found.code for found in unprotected("package")] == ["PLAY-017"]
    monkeypatch.delenv("SCORM_BUILDER_NO_SANDBOX")
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert [found.code for found in unprotected("package")] == ["PLAY-017"]


def test_there_is_a_simulator_of_each_name() -> None:
    index = (LMS / "simulators" / "index.js").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "how-to" / "preview.md").read_text(encoding="utf-8")
    for name in SIMULATED:
        assert f"\n| `{name}` |" in page
        assert f"\n  {name}: {{\n" in index or f'\n  "{name}": {{\n' in index
