"""PLAY: what a package really does in a browser. Only with --play."""

from __future__ import annotations

from scorm_builder.diagnostics import Impact, Rule, Severity

_RTE = "SCORM 1.2 RTE"

PLAY: tuple[Rule, ...] = (
    Rule(
        "PLAY-001",
        Severity.WARNING,
        "The SCO did not start a session by itself",
        impact=Impact.TRACKING,
        reason="Until LMSInitialize is called nothing is tracked.",
        help="Call LMSInitialize when the page opens; look for API in the parents and the opener.",
        source=f"{_RTE} 3.2 and 3.3",
        example="document.title = String(Boolean(parent.API.LMSInitialize));",
    ),
    Rule(
        "PLAY-002",
        Severity.ERROR,
        "The LMS refused to start the session",
        impact=Impact.TRACKING,
        reason="Nothing that follows is tracked.",
        help='Call LMSInitialize("") once, with an empty text.',
        source=f"{_RTE} 3.3",
        example='api.LMSInitialize("start");',
    ),
    Rule(
        "PLAY-003",
        Severity.WARNING,
        "The LMS refused a call",
        impact=Impact.TRACKING,
        reason="What should have been kept is lost.",
        help="Send what the standard allows, and look at LMSGetLastError.",
        source=f"{_RTE} 3.4",
        example=(
            'for (const status of ["Passed", "done"]) api.LMSSetValue("cmi.core.lesson_status", '
            "status);"
        ),
    ),
    Rule(
        "PLAY-004",
        Severity.WARNING,
        "The SCO used an element that SCORM 1.2 does not have",
        impact=Impact.TRACKING,
        reason="The LMS refuses it, and the value is lost.",
        help="Use the elements of SCORM 1.2 only.",
        source=f"{_RTE} 3.4",
        example='api.LMSSetValue("cmi.completion_status", "completed");',
    ),
    Rule(
        "PLAY-005",
        Severity.WARNING,
        "The SCO called the LMS outside the session",
        impact=Impact.TRACKING,
        reason="Before LMSInitialize and after LMSFinish nothing is kept.",
        help="Send everything before LMSFinish, and call nothing afterwards.",
        source=f"{_RTE} 3.2; adapt-contrib-spoor PR149",
        example='api.LMSFinish(""); api.LMSSetValue("cmi.core.exit", "suspend");',
    ),
    Rule(
        "PLAY-006",
        Severity.WARNING,
        "The page asked another server",
        impact=Impact.PLAYING,
        reason=(
            "Firewalls of hospitals block it, and the other server learns who learns. It was "
            "blocked here too."
        ),
        help="Put the file into the package.",
        source="RFC 6454",
        example='fetch("https://pictures.example.org/b.json")',
    ),
    Rule(
        "PLAY-007",
        Severity.WARNING,
        "The page asked for a file that is not there",
        impact=Impact.PLAYING,
        reason="A part of the course is missing when the learner opens it.",
        help="Put the file into the package, or correct the address.",
        source="HTML; HTTP 404",
        example='fetch("data/steps.json")',
    ),
    Rule(
        "PLAY-008",
        Severity.WARNING,
        "A script failed",
        impact=Impact.PLAYING,
        reason="What comes after that place does not happen; that may be the tracking.",
        help="Correct the script.",
        source="HTML, runtime script errors",
        example="undefined.nothing = 1;",
    ),
    Rule(
        "PLAY-009",
        Severity.INFO,
        "A script wrote an error to the console",
        impact=Impact.PLAYING,
        reason="The author of the script thought that something was wrong.",
        help="See what it says.",
        source="Console Standard",
        example='console.error("no steps");',
    ),
    Rule(
        "PLAY-010",
        Severity.WARNING,
        "The SCO did not finish when it was left",
        impact=Impact.TRACKING,
        reason="Some LMSs save only with LMSFinish, and others keep the course locked.",
        help="Call LMSFinish in a handler of pagehide, if it was not called before.",
        source=f"{_RTE} 3.2; Learning Hub, AICC shim",
        example='window.addEventListener("never", () => {',
    ),
    Rule(
        "PLAY-011",
        Severity.INFO,
        "The page showed a box that has to be answered",
        impact=Impact.PLAYING,
        reason="Everything stops until then, and some LMSs block such boxes.",
        help="Tell and ask the learner in the page.",
        source="HTML, simple dialogs",
        example='alert("Wash your hands");',
    ),
    Rule(
        "PLAY-012",
        Severity.WARNING,
        "The page did not answer any more",
        impact=Impact.PLAYING,
        reason="The learner sees a frozen page.",
        help="Look for a loop that does not end.",
        source="HTML, event loops",
        example="while (true);",
    ),
    Rule(
        "PLAY-013",
        Severity.INFO,
        "Not everything was played",
        impact=Impact.STANDARD,
        reason="Time is bounded, whatever the size of a package.",
        help="Nothing needs to be mended; what was left out is not judged.",
        source="Bounds of this program",
        example='adlcp:scormtype="asset"',
    ),
    Rule(
        "PLAY-014",
        Severity.ERROR,
        "The SCO could not be opened",
        impact=Impact.IMPORT,
        reason="The learner sees an error of the server.",
        help="See that the file to launch is in the package, under exactly this name.",
        source="SCORM 1.2 CAM 2.3",
        example="index.html: ~",
    ),
    Rule(
        "PLAY-015",
        Severity.WARNING,
        "The SCO threw away the page of the LMS",
        impact=Impact.PLAYING,
        reason="The API goes with it, so nothing is tracked from then on.",
        help="Stay in the own frame.",
        source="HTML, navigables",
        example="top.location.href = …style.css",
    ),
    Rule(
        "PLAY-016",
        Severity.WARNING,
        "The page set up a direct connection",
        impact=Impact.PLAYING,
        reason=(
            "WebRTC goes past the LMS and the rules of its network, and tells others the learner's "
            "address. Its packets were held back here."
        ),
        help="Leave it out: a course needs no calls.",
        source="WebRTC; RFC 8828",
        example="new RTCPeerConnection();",
    ),
    Rule(
        "PLAY-017",
        Severity.INFO,
        "It was played without the sandbox of the browser",
        impact=Impact.STANDARD,
        reason=(
            "Chromium has none for root, or was told so. A flaw of the browser would be open to "
            "the package."
        ),
        help="Run it as a user who is not root, in a container too.",
        source="Chromium, Linux sandboxing",
    ),
)
