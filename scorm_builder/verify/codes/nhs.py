"""NHS: what an LMS of the NHS makes of a package; and LMS: what others do. Only when asked for."""

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

_MOODLE = "Moodle 4.5, mod/scorm"
_HUB = "Learning Hub"
_ESR = "Oracle's adapter in ESR, version 8"
_SHIM = "The AICC shim, with Moodle's aicc.php"

NHS: dict[str, Rule] = {
    "NHS-MOODLE-001": Rule(
        ERROR,
        IMPORT,
        "Moodle does not play what others forgive",
        "Moodle looks for the manifest at the root only, drops characters of names, compares the "
        "text 'adlcp:scormtype', and reads xml:base on a resource only.",
        "Mend the finding that the message names.",
        f"{_MOODLE}: badimsmanifestlocation, PARAM_FILE, scormlib.php, loadSCO.php",
    ),
    "NHS-MOODLE-002": Rule(
        ERROR,
        IMPORT,
        "A text is longer than Moodle's database takes",
        "The import fails, or the text is cut.",
        "Make it shorter.",
        f"{_MOODLE}, install.xml",
    ),
    "NHS-MOODLE-003": Rule(
        WARNING,
        TRACKING,
        "Moodle may record something else than the SCO sets",
        "With a mastery score Moodle judges passed or failed itself when LMSFinish comes with a "
        "score, even over incomplete. What comes later than LMSFinish is lost.",
        "Let the SCO use the same mastery score, and set the score with the last status only.",
        f"{_MOODLE}, scorm_12.js: masteryoverride",
    ),
    "NHS-LH-001": Rule(
        ERROR,
        IMPORT,
        "A text is longer than the Learning Hub takes",
        "The Hub refuses the package.",
        "Make it shorter.",
        f"{_HUB}, ScormManifestViewModelValidator",
    ),
    "NHS-LH-002": Rule(
        ERROR,
        TRACKING,
        "The Learning Hub gets no status",
        "The Hub derives none from a score or from leaving: the course stays incomplete.",
        "Set cmi.core.lesson_status.",
        f"{_HUB}, ScormController: Finish",
    ),
    "NHS-LH-003": Rule(
        ERROR,
        TRACKING,
        "The Learning Hub gets no time that it can read",
        "Without a session_time of at least a second the Hub records no completion, and another "
        "form than HHHH:MM:SS makes it fail.",
        "Set cmi.core.session_time as HHHH:MM:SS.SS before the last status is committed.",
        f"{_HUB}: TimeToSeconds",
    ),
    "NHS-LH-004": Rule(
        WARNING,
        TRACKING,
        "The Learning Hub takes 100 for the mastery score",
        "The SCO asks for mastery_score; where the manifest has none, the Hub answers 100.",
        "State masteryscore in the item, or keep the pass mark in the SCO.",
        _HUB,
    ),
    "NHS-LH-005": Rule(
        ERROR,
        IMPORT,
        "The Learning Hub does not take the package",
        "The Hub checks the manifest and the size of the upload.",
        "Mend the finding that the message names, or make the package smaller.",
        f"{_HUB}, ScormController; the limit of uploads is a setting of its administrators",
    ),
    "NHS-ESR-001": Rule(
        WARNING,
        TRACKING,
        "ESR does not have all that the SCO uses",
        "ESR answers 401 for interactions, objectives, student_data, student_preference, and the "
        "lowest and highest score. A SCO that takes this for the end stops to track.",
        "Ask for _children or _count first, and go on without what is not there.",
        _ESR,
    ),
    "NHS-ESR-002": Rule(
        WARNING,
        TRACKING,
        "ESR may refuse the suspend data",
        "ESR keeps 4096 characters of suspend_data and 255 of lesson_location.",
        "Count before you set them.",
        _ESR,
    ),
    "NHS-ESR-003": Rule(
        WARNING,
        PLAYING,
        "Learners in ESR may not get what is on another server",
        "ESR is opened on networks of hospitals, which block other servers.",
        "Put the file into the package.",
        f"{_ESR}; NHS networks",
    ),
    "NHS-ESR-004": Rule(
        WARNING,
        TRACKING,
        "ESR saves nothing while the page goes away",
        "The adapter posts synchronously, and browsers block that while a page is closed.",
        "Commit on the way, and offer a button that finishes while the page is there.",
        _ESR,
    ),
    "NHS-AICC-001": Rule(
        ERROR,
        TRACKING,
        "The AICC shim saves nothing without LMSFinish",
        "A commit alone saves nothing, and sets the status back to not attempted.",
        "Call LMSFinish once, when the learner is done and when the page goes away.",
        _SHIM,
    ),
    "NHS-AICC-002": Rule(
        INFO,
        TRACKING,
        "The AICC shim drops part of what the SCO sets",
        "Only lesson_location, lesson_status, score.raw and suspend_data are saved; the rest is "
        "accepted and forgotten.",
        "Nothing needs to be mended, unless reports rest on the answers of learners.",
        _SHIM,
    ),
    "LMS-OPENEDX-001": Rule(
        ERROR,
        IMPORT,
        "The package fails in openedx",
        "It fails on an organization or item without a title, and takes each schemaversion but 1.2 "
        "for SCORM 2004.",
        "Mend the finding that the message names.",
        "openedx-scorm-xblock",
    ),
    "LMS-OPENEDX-002": Rule(
        WARNING,
        IMPORT,
        "Something else is shown in openedx",
        "It hides items without isvisible, and starts the first resource that has an href.",
        "Mend the finding that the message names.",
        "openedx-scorm-xblock",
    ),
    "LMS-CHAMILO-001": Rule(
        ERROR,
        IMPORT,
        "Chamilo does not import the package",
        "It fails on a default organization that is not there, and refuses .php and .htaccess.",
        "Mend the finding that the message names.",
        "Chamilo, scorm.class.php",
    ),
    "LMS-CHAMILO-002": Rule(
        WARNING,
        STANDARD,
        "Chamilo reads another manifest or text",
        "It takes the nearest manifest, ignores those inside, and guesses encodings.",
        "Mend the finding that the message names.",
        "Chamilo, scorm.class.php",
    ),
}
