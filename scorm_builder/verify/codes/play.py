"""PLAY: what a package really does in a browser. Only with --play."""

from __future__ import annotations

from scorm_builder.verify.codes.row import (
    ERROR,
    IMPORT,
    INFO,
    PLAYING,
    STANDARD,
    TRACKING,
    WARNING,
    Rule,
)

_RTE = "SCORM 1.2 RTE"

PLAY: dict[str, Rule] = {
    "PLAY-001": Rule(
        WARNING,
        TRACKING,
        "The SCO did not start a session by itself",
        "Until LMSInitialize is called nothing is tracked.",
        "Call LMSInitialize when the page opens; look for API in the parents and the opener.",
        f"{_RTE} 3.2 and 3.3",
    ),
    "PLAY-002": Rule(
        ERROR,
        TRACKING,
        "The LMS refused to start the session",
        "Nothing that follows is tracked.",
        'Call LMSInitialize("") once, with an empty text.',
        f"{_RTE} 3.3",
    ),
    "PLAY-003": Rule(
        WARNING,
        TRACKING,
        "The LMS refused a call",
        "What should have been kept is lost.",
        "Send what the standard allows, and look at LMSGetLastError.",
        f"{_RTE} 3.4",
    ),
    "PLAY-004": Rule(
        WARNING,
        TRACKING,
        "The SCO used an element that SCORM 1.2 does not have",
        "The LMS refuses it, and the value is lost.",
        "Use the elements of SCORM 1.2 only.",
        f"{_RTE} 3.4",
    ),
    "PLAY-005": Rule(
        WARNING,
        TRACKING,
        "The SCO called the LMS outside the session",
        "Before LMSInitialize and after LMSFinish nothing is kept.",
        "Send everything before LMSFinish, and call nothing afterwards.",
        f"{_RTE} 3.2; adapt-contrib-spoor PR149",
    ),
    "PLAY-006": Rule(
        WARNING,
        PLAYING,
        "The page asked another server",
        "Firewalls of hospitals block it, and the other server learns who learns. It was blocked "
        "here too.",
        "Put the file into the package.",
        "RFC 6454",
    ),
    "PLAY-007": Rule(
        WARNING,
        PLAYING,
        "The page asked for a file that is not there",
        "A part of the course is missing when the learner opens it.",
        "Put the file into the package, or correct the address.",
        "HTML; HTTP 404",
    ),
    "PLAY-008": Rule(
        WARNING,
        PLAYING,
        "A script failed",
        "What comes after that place does not happen; that may be the tracking.",
        "Correct the script.",
        "HTML, runtime script errors",
    ),
    "PLAY-009": Rule(
        INFO,
        PLAYING,
        "A script wrote an error to the console",
        "The author of the script thought that something was wrong.",
        "See what it says.",
        "Console Standard",
    ),
    "PLAY-010": Rule(
        WARNING,
        TRACKING,
        "The SCO did not finish when it was left",
        "Some LMSs save only with LMSFinish, and others keep the course locked.",
        "Call LMSFinish in a handler of pagehide, if it was not called before.",
        f"{_RTE} 3.2; Learning Hub, AICC shim",
    ),
    "PLAY-011": Rule(
        INFO,
        PLAYING,
        "The page showed a box that has to be answered",
        "Everything stops until then, and some LMSs block such boxes.",
        "Tell and ask the learner in the page.",
        "HTML, simple dialogs",
    ),
    "PLAY-012": Rule(
        WARNING,
        PLAYING,
        "The page did not answer any more",
        "The learner sees a frozen page.",
        "Look for a loop that does not end.",
        "HTML, event loops",
    ),
    "PLAY-013": Rule(
        INFO,
        STANDARD,
        "Not everything was played",
        "Time is bounded, whatever the size of a package.",
        "Nothing needs to be mended; what was left out is not judged.",
        "Bounds of this program",
    ),
    "PLAY-014": Rule(
        ERROR,
        IMPORT,
        "The SCO could not be opened",
        "The learner sees an error of the server.",
        "See that the file to launch is in the package, under exactly this name.",
        "SCORM 1.2 CAM 2.3",
    ),
    "PLAY-015": Rule(
        WARNING,
        PLAYING,
        "The SCO threw away the page of the LMS",
        "The API goes with it, so nothing is tracked from then on.",
        "Stay in the own frame.",
        "HTML, navigables",
    ),
    "PLAY-016": Rule(
        WARNING,
        PLAYING,
        "The page set up a direct connection",
        "WebRTC goes past the LMS and the rules of its network, and tells others the learner's "
        "address. Its packets were held back here.",
        "Leave it out: a course needs no calls.",
        "WebRTC; RFC 8828",
    ),
    "PLAY-017": Rule(
        INFO,
        STANDARD,
        "It was played without the sandbox of the browser",
        "Chromium has none for root, or was told so. A flaw of the browser would be open to the "
        "package.",
        "Run it as a user who is not root, in a container too.",
        "Chromium, Linux sandboxing",
    ),
}
