"""RTE: what the pages and scripts of the SCOs show of the run-time, without running them."""

from __future__ import annotations

from scorm_builder.verify.codes.row import ERROR, INFO, PLAYING, TRACKING, WARNING, Rule

_RTE = "SCORM 1.2 RTE"
_SEEN = "of 45 public packages"

RTE: dict[str, Rule] = {
    "RTE-001": Rule(
        WARNING,
        TRACKING,
        "A SCO that never calls LMSInitialize",
        "Without it no session starts, and nothing is tracked.",
        "Add a wrapper of the SCORM 1.2 API and call LMSInitialize when the page opens, or call "
        "the resource an asset.",
        f"{_RTE} 3.2; 6 {_SEEN}, none of which was tracked",
    ),
    "RTE-002": Rule(
        WARNING,
        TRACKING,
        "A SCO that never calls LMSFinish",
        "Some LMSs save only then, and others keep the course locked.",
        "Call LMSFinish once, when the learner is done and when the page goes away.",
        f"{_RTE} 3.2; Learning Hub, AICC shim",
    ),
    "RTE-003": Rule(
        ERROR,
        TRACKING,
        "A SCO that speaks to LMSs of SCORM 2004 only",
        "An LMS of SCORM 1.2 has no API_1484_11, so nothing is tracked.",
        "Export it again as SCORM 1.2, or use a wrapper that looks for API as well.",
        f"{_RTE} 3.3; 25 {_SEEN} speak both",
    ),
    "RTE-004": Rule(
        WARNING,
        TRACKING,
        "An element of SCORM 2004 is asked of the SCORM 1.2 API",
        "The LMS refuses it with error 201 or 401, and the value is lost.",
        "Use the element of SCORM 1.2, such as cmi.core.lesson_status.",
        f"{_RTE} 3.4; iteexe#464",
    ),
    "RTE-005": Rule(
        WARNING,
        TRACKING,
        "The end of the page is noticed by unload alone",
        "Browsers are taking unload away, and phones never had it, so the last work is lost.",
        "Commit early, and finish in a handler of pagehide.",
        f"HTML, page lifecycle; exelearning#1831, scorm-again#472; 26 {_SEEN}",
    ),
    "RTE-006": Rule(
        WARNING,
        TRACKING,
        "A SCO that never sets cmi.core.lesson_status",
        "The course stays incomplete in some LMSs, and is completed by leaving it in others.",
        "Set incomplete at the start, and completed, passed or failed at the end.",
        f"{_RTE} 3.4; 7 {_SEEN}",
    ),
    "RTE-007": Rule(
        WARNING,
        TRACKING,
        "A value that the element does not take",
        "The LMS refuses it with error 405 and keeps the old value.",
        "Write a word of the standard: passed, completed, failed, incomplete or browsed as the "
        "status; time-out, suspend, logout or nothing as the exit.",
        f"{_RTE} 3.4; ADL test suite 1.2.7",
    ),
    "RTE-008": Rule(
        WARNING,
        TRACKING,
        "An element is used the wrong way round",
        "The LMS refuses to set what is only read (403), and to read what is only set (404).",
        "Leave the call out; keep in the page what it needs to read again.",
        f"{_RTE} 3.4; ADL test suite 1.2.7",
    ),
    "RTE-009": Rule(
        INFO,
        TRACKING,
        "A part of the run-time is never used",
        "Without session_time no time is recorded, without exit an LMS may not resume, and without "
        "LMSCommit all hangs on the last moment.",
        "Set cmi.core.session_time and cmi.core.exit before LMSFinish, and commit on the way.",
        f"{_RTE} 3.4; 17 {_SEEN} set no session_time",
    ),
    "RTE-010": Rule(
        WARNING,
        TRACKING,
        "A time in the form of SCORM 2004",
        "The LMS refuses it with error 405, and no time is recorded.",
        "Write session_time as HHHH:MM:SS.SS.",
        f"{_RTE} 3.4: CMITimespan; ADL test suite 1.2.7",
    ),
    "RTE-011": Rule(
        WARNING,
        PLAYING,
        "Something is loaded from another server",
        "Firewalls of hospitals block it, the other server learns who learns, and one day it is "
        "gone.",
        "Put the file into the package.",
        f"RFC 6454; 13 {_SEEN}",
    ),
    "RTE-012": Rule(
        ERROR,
        PLAYING,
        "Something is loaded without https",
        "On a page of an LMS with https, browsers block it.",
        "Put the file into the package.",
        "W3C Mixed Content",
    ),
    "RTE-013": Rule(
        WARNING,
        PLAYING,
        "An address of the author's machine, or a secret",
        "Nobody else can reach the address, and everybody can read the secret.",
        "Remove it; replace a secret that was published.",
        "CWE-798",
    ),
    "RTE-014": Rule(
        WARNING,
        PLAYING,
        "A plug-in that browsers no longer have",
        "Flash, Java and ActiveX show a blank box.",
        "Replace it by HTML, pictures or video.",
        "Flash ended on 31 December 2020; HTML, obsolete features",
    ),
    "RTE-015": Rule(
        INFO,
        PLAYING,
        "The page is held up",
        "An alert stops everything until it is closed; a synchronous request freezes the page, and "
        "is blocked while the page goes away.",
        "Tell the learner in the page; send requests asynchronously.",
        f"HTML, simple dialogs; XMLHttpRequest; alerts in 34, requests in 15 {_SEEN}",
    ),
    "RTE-016": Rule(
        WARNING,
        PLAYING,
        "The page reaches for the window of the LMS",
        "It throws away the LMS's page, with the API, or the browser refuses.",
        "Stay in the own frame: the LMS opens and closes the window.",
        "HTML, navigables; document.domain is off by default since Chrome 115",
    ),
    "RTE-017": Rule(
        WARNING,
        PLAYING,
        "Scripts that not every LMS can serve",
        "A service worker outlives the course and mixes courses of one server; modules need the "
        "right type of file, which many servers do not give to .mjs.",
        "Use classic scripts.",
        "Service Workers; HTML, module scripts",
    ),
    "RTE-018": Rule(
        INFO,
        TRACKING,
        "Nothing seems to limit cmi.suspend_data",
        "An LMS keeps 4096 characters; what is longer is refused as a whole, and the learner's "
        "work with it.",
        "Count before you set it, and keep the state short.",
        f"{_RTE} 3.4: CMIString4096; xerte#847",
    ),
    "RTE-019": Rule(
        INFO,
        PLAYING,
        "The page to launch does not say its language or encoding",
        "Screen readers use the wrong voice, and letters may be garbled.",
        'Write <html lang="en"> and <meta charset="utf-8">.',
        "WCAG 2.2, 3.1.1; HTML, 4.2.5.4",
    ),
}
