"""RTE: what the pages and scripts of the SCOs show of the run-time, without running them."""

from __future__ import annotations

from scorm_builder.diagnostics import Impact, Rule, Severity

_RTE = "SCORM 1.2 RTE"
_SEEN = "of 45 public packages"

RUNTIME: tuple[Rule, ...] = (
    Rule(
        "RTE-001",
        Severity.WARNING,
        "A SCO that never calls LMSInitialize",
        impact=Impact.TRACKING,
        reason="Without it no session starts, and nothing is tracked.",
        help=(
            "Add a wrapper of the SCORM 1.2 API and call LMSInitialize when the page opens, or "
            "call the resource an asset."
        ),
        source=f"{_RTE} 3.2; 6 {_SEEN}, none of which was tracked",
        example="document.title = document.title.trim();",
    ),
    Rule(
        "RTE-002",
        Severity.WARNING,
        "A SCO that never calls LMSFinish",
        impact=Impact.TRACKING,
        reason="Some LMSs save only then, and others keep the course locked.",
        help="Call LMSFinish once, when the learner is done and when the page goes away.",
        source=f"{_RTE} 3.2; Learning Hub, AICC shim",
        example='api.LMSSetValue("cmi.core.exit", "");\n});',
    ),
    Rule(
        "RTE-003",
        Severity.ERROR,
        "A SCO that speaks to LMSs of SCORM 2004 only",
        impact=Impact.TRACKING,
        reason="An LMS of SCORM 1.2 has no API_1484_11, so nothing is tracked.",
        help="Export it again as SCORM 1.2, or use a wrapper that looks for API as well.",
        source=f"{_RTE} 3.3; 25 {_SEEN} speak both",
        example='parent.API_1484_11.Initialize("");',
    ),
    Rule(
        "RTE-004",
        Severity.WARNING,
        "An element of SCORM 2004 is asked of the SCORM 1.2 API",
        impact=Impact.TRACKING,
        reason="The LMS refuses it with error 201 or 401, and the value is lost.",
        help="Use the element of SCORM 1.2, such as cmi.core.lesson_status.",
        source=f"{_RTE} 3.4; iteexe#464",
        example='api.LMSSetValue("cmi.success_status", "passed");',
    ),
    Rule(
        "RTE-005",
        Severity.WARNING,
        "The end of the page is noticed by unload alone",
        impact=Impact.TRACKING,
        reason=(
            "Browsers are taking unload away, and phones never had it, so the last work is lost."
        ),
        help="Commit early, and finish in a handler of pagehide.",
        source=f"HTML, page lifecycle; exelearning#1831, scorm-again#472; 26 {_SEEN}",
        example='window.addEventListener("beforeunload", () => {',
    ),
    Rule(
        "RTE-006",
        Severity.WARNING,
        "A SCO that never sets cmi.core.lesson_status",
        impact=Impact.TRACKING,
        reason=(
            "The course stays incomplete in some LMSs, and is completed by leaving it in others."
        ),
        help="Set incomplete at the start, and completed, passed or failed at the end.",
        source=f"{_RTE} 3.4; 7 {_SEEN}",
        example='api.LMSInitialize("");\napi.LMSCommit("");',
    ),
    Rule(
        "RTE-007",
        Severity.WARNING,
        "A value that the element does not take",
        impact=Impact.TRACKING,
        reason="The LMS refuses it with error 405 and keeps the old value.",
        help=(
            "Write a word of the standard: passed, completed, failed, incomplete or browsed as the "
            "status; time-out, suspend, logout or nothing as the exit."
        ),
        source=f"{_RTE} 3.4; ADL test suite 1.2.7",
        example='api.LMSSetValue("cmi.core.lesson_status", "Complete");',
    ),
    Rule(
        "RTE-008",
        Severity.WARNING,
        "An element is used the wrong way round",
        impact=Impact.TRACKING,
        reason=(
            "The LMS refuses to set what is only read (403), and to read what is only set (404)."
        ),
        help="Leave the call out; keep in the page what it needs to read again.",
        source=f"{_RTE} 3.4; ADL test suite 1.2.7",
        example='api.LMSSetValue("cmi.core.student_id", "me");',
    ),
    Rule(
        "RTE-009",
        Severity.INFO,
        "A part of the run-time is never used",
        impact=Impact.TRACKING,
        reason=(
            "Without session_time no time is recorded, without exit an LMS may not resume, and "
            "without LMSCommit all hangs on the last moment."
        ),
        help="Set cmi.core.session_time and cmi.core.exit before LMSFinish, and commit on the way.",
        source=f"{_RTE} 3.4; 17 {_SEEN} set no session_time",
        example=(
            'api.LMSSetValue("cmi.core.lesson_status", "completed");\n'
            'window.addEventListener("pagehide", () => {'
        ),
    ),
    Rule(
        "RTE-010",
        Severity.WARNING,
        "A time in the form of SCORM 2004",
        impact=Impact.TRACKING,
        reason="The LMS refuses it with error 405, and no time is recorded.",
        help="Write session_time as HHHH:MM:SS.SS.",
        source=f"{_RTE} 3.4: CMITimespan; ADL test suite 1.2.7",
        example='api.LMSSetValue("cmi.core.session_time", "PT5M");',
    ),
    Rule(
        "RTE-011",
        Severity.WARNING,
        "Something is loaded from another server",
        impact=Impact.PLAYING,
        reason=(
            "Firewalls of hospitals block it, the other server learns who learns, and one day it "
            "is gone."
        ),
        help="Put the file into the package.",
        source=f"RFC 6454; 13 {_SEEN}",
        example='<img src="https://pictures.example.org/a.png" alt="">',
    ),
    Rule(
        "RTE-012",
        Severity.ERROR,
        "Something is loaded without https",
        impact=Impact.PLAYING,
        reason="On a page of an LMS with https, browsers block it.",
        help="Put the file into the package.",
        source="W3C Mixed Content",
        example='<script src="http://cdn.example.org/lib.js"></script>',
    ),
    Rule(
        "RTE-013",
        Severity.WARNING,
        "An address of the author's machine, or a secret",
        impact=Impact.PLAYING,
        reason="Nobody else can reach the address, and everybody can read the secret.",
        help="Remove it; replace a secret that was published.",
        source="CWE-798",
        example='<img src="file:///C:/Users/me/hands.png" alt="">',
    ),
    Rule(
        "RTE-014",
        Severity.WARNING,
        "A plug-in that browsers no longer have",
        impact=Impact.PLAYING,
        reason="Flash, Java and ActiveX show a blank box.",
        help="Replace it by HTML, pictures or video.",
        source="Flash ended on 31 December 2020; HTML, obsolete features",
        example='<embed src="hands.swf">',
    ),
    Rule(
        "RTE-015",
        Severity.INFO,
        "The page is held up",
        impact=Impact.PLAYING,
        reason=(
            "An alert stops everything until it is closed; a synchronous request freezes the page, "
            "and is blocked while the page goes away."
        ),
        help="Tell the learner in the page; send requests asynchronously.",
        source=f"HTML, simple dialogs; XMLHttpRequest; alerts in 34, requests in 15 {_SEEN}",
        example='x.open("GET", address, false);',
    ),
    Rule(
        "RTE-016",
        Severity.WARNING,
        "The page reaches for the window of the LMS",
        impact=Impact.PLAYING,
        reason="It throws away the LMS's page, with the API, or the browser refuses.",
        help="Stay in the own frame: the LMS opens and closes the window.",
        source="HTML, navigables; document.domain is off by default since Chrome 115",
        example='top.location.href = "about:blank";',
    ),
    Rule(
        "RTE-017",
        Severity.WARNING,
        "Scripts that not every LMS can serve",
        impact=Impact.PLAYING,
        reason=(
            "A service worker outlives the course and mixes courses of one server; modules need "
            "the right type of file, which many servers do not give to .mjs."
        ),
        help="Use classic scripts.",
        source="Service Workers; HTML, module scripts",
        example='navigator.serviceWorker.register("worker.js");',
    ),
    Rule(
        "RTE-018",
        Severity.INFO,
        "Nothing seems to limit cmi.suspend_data",
        impact=Impact.TRACKING,
        reason=(
            "An LMS keeps 4096 characters; what is longer is refused as a whole, and the learner's "
            "work with it."
        ),
        help="Count before you set it, and keep the state short.",
        source=f"{_RTE} 3.4: CMIString4096; xerte#847",
        example='api.LMSSetValue("cmi.suspend_data", JSON.stringify(localStorage));',
    ),
    Rule(
        "RTE-019",
        Severity.INFO,
        "The page to launch does not say its language or encoding",
        impact=Impact.PLAYING,
        reason="Screen readers use the wrong voice, and letters may be garbled.",
        help='Write <html lang="en"> and <meta charset="utf-8">.',
        source="WCAG 2.2, 3.1.1; HTML, 4.2.5.4",
        example="<html>",
    ),
)
