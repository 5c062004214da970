"""NHS: what an LMS of the NHS makes of a package; and LMS: what others do. Only when asked for."""

from __future__ import annotations

from scorm_builder.diagnostics import Impact, Rule, Severity

_MOODLE = "Moodle 4.5, mod/scorm"
_HUB = "Learning Hub"
_ESR = "Oracle's adapter in ESR, version 8"
_SHIM = "The AICC shim, with Moodle's aicc.php"

PROFILES: tuple[Rule, ...] = (
    Rule(
        "NHS-MOODLE-001",
        Severity.ERROR,
        "Moodle does not play what others forgive",
        impact=Impact.IMPORT,
        reason=(
            "Moodle looks for the manifest at the root only, drops characters of names, compares "
            "the text 'adlcp:scormtype', and reads xml:base on a resource only."
        ),
        help="Mend the finding that the message names.",
        source=f"{_MOODLE}: badimsmanifestlocation, PARAM_FILE, scormlib.php, loadSCO.php",
        example="soap&water.txt",
    ),
    Rule(
        "NHS-MOODLE-002",
        Severity.ERROR,
        "A text is longer than Moodle's database takes",
        impact=Impact.IMPORT,
        reason="The import fails, or the text is cut.",
        help="Make it shorter.",
        source=f"{_MOODLE}, install.xml",
        example='<item identifier="aaaaaaaaaaaaaaaaaaaa…aaaaaaaaaaaaaaaaaaaa"',
    ),
    Rule(
        "NHS-MOODLE-003",
        Severity.WARNING,
        "Moodle may record something else than the SCO sets",
        impact=Impact.TRACKING,
        reason=(
            "With a mastery score Moodle judges passed or failed itself when LMSFinish comes with "
            "a score, even over incomplete. What comes later than LMSFinish is lost."
        ),
        help="Let the SCO use the same mastery score, and set the score with the last status only.",
        source=f"{_MOODLE}, scorm_12.js: masteryoverride",
        example="<adlcp:masteryscore>80</adlcp:masteryscore>",
    ),
    Rule(
        "NHS-LH-001",
        Severity.ERROR,
        "A text is longer than the Learning Hub takes",
        impact=Impact.IMPORT,
        reason="The Hub refuses the package.",
        help="Make it shorter.",
        source=f"{_HUB}, ScormManifestViewModelValidator",
        example="hygiene hygiene hygiene hygiene hygiene…hygiene</langstring>",
    ),
    Rule(
        "NHS-LH-002",
        Severity.ERROR,
        "The Learning Hub gets no status",
        impact=Impact.TRACKING,
        reason="The Hub derives none from a score or from leaving: the course stays incomplete.",
        help="Set cmi.core.lesson_status.",
        source=f"{_HUB}, ScormController: Finish",
        example='api.LMSInitialize("");\napi.LMSCommit("");',
    ),
    Rule(
        "NHS-LH-003",
        Severity.ERROR,
        "The Learning Hub gets no time that it can read",
        impact=Impact.TRACKING,
        reason=(
            "Without a session_time of at least a second the Hub records no completion, and "
            "another form than HHHH:MM:SS makes it fail."
        ),
        help="Set cmi.core.session_time as HHHH:MM:SS.SS before the last status is committed.",
        source=f"{_HUB}: TimeToSeconds",
        example='api.LMSSetValue("cmi.core.session_time", "PT5M");',
    ),
    Rule(
        "NHS-LH-004",
        Severity.WARNING,
        "The Learning Hub takes 100 for the mastery score",
        impact=Impact.TRACKING,
        reason="The SCO asks for mastery_score; where the manifest has none, the Hub answers 100.",
        help="State masteryscore in the item, or keep the pass mark in the SCO.",
        source=_HUB,
        example='api.LMSGetValue("cmi.student_data.mastery_score");',
    ),
    Rule(
        "NHS-LH-005",
        Severity.ERROR,
        "The Learning Hub does not take the package",
        impact=Impact.IMPORT,
        reason="The Hub checks the manifest and the size of the upload.",
        help="Mend the finding that the message names, or make the package smaller.",
        source=f"{_HUB}, ScormController; the limit of uploads is a setting of its administrators",
        example="<schemaversion>1.3</schemaversion>",
    ),
    Rule(
        "NHS-ESR-001",
        Severity.WARNING,
        "ESR does not have all that the SCO uses",
        impact=Impact.TRACKING,
        reason=(
            "ESR answers 401 for interactions, objectives, student_data, student_preference, and "
            "the lowest and highest score. A SCO that takes this for the end stops to track."
        ),
        help="Ask for _children or _count first, and go on without what is not there.",
        source=_ESR,
        example='api.LMSSetValue("cmi.interactions.0.id", "q1");',
    ),
    Rule(
        "NHS-ESR-002",
        Severity.WARNING,
        "ESR may refuse the suspend data",
        impact=Impact.TRACKING,
        reason="ESR keeps 4096 characters of suspend_data and 255 of lesson_location.",
        help="Count before you set them.",
        source=_ESR,
        example='api.LMSSetValue("cmi.suspend_data", JSON.stringify(localStorage));',
    ),
    Rule(
        "NHS-ESR-003",
        Severity.WARNING,
        "Learners in ESR may not get what is on another server",
        impact=Impact.PLAYING,
        reason="ESR is opened on networks of hospitals, which block other servers.",
        help="Put the file into the package.",
        source=f"{_ESR}; NHS networks",
        example='<iframe src="https://film.example.org/watch"></iframe>',
    ),
    Rule(
        "NHS-ESR-004",
        Severity.WARNING,
        "ESR saves nothing while the page goes away",
        impact=Impact.TRACKING,
        reason="The adapter posts synchronously, and browsers block that while a page is closed.",
        help="Commit on the way, and offer a button that finishes while the page is there.",
        source=_ESR,
        example=(
            'api.LMSSetValue("cmi.core.lesson_status", "completed");\n'
            'window.addEventListener("pagehide", () => {'
        ),
    ),
    Rule(
        "NHS-AICC-001",
        Severity.ERROR,
        "The AICC shim saves nothing without LMSFinish",
        impact=Impact.TRACKING,
        reason="A commit alone saves nothing, and sets the status back to not attempted.",
        help="Call LMSFinish once, when the learner is done and when the page goes away.",
        source=_SHIM,
        example='api.LMSSetValue("cmi.core.exit", "");\n});',
    ),
    Rule(
        "NHS-AICC-002",
        Severity.INFO,
        "The AICC shim drops part of what the SCO sets",
        impact=Impact.TRACKING,
        reason=(
            "Only lesson_location, lesson_status, score.raw and suspend_data are saved; the rest "
            "is accepted and forgotten."
        ),
        help="Nothing needs to be mended, unless reports rest on the answers of learners.",
        source=_SHIM,
        example='api.LMSSetValue("cmi.interactions.0.id", "q1");',
    ),
    Rule(
        "LMS-OPENEDX-001",
        Severity.ERROR,
        "The package fails in openedx",
        impact=Impact.IMPORT,
        reason=(
            "It fails on an organization or item without a title, and takes each schemaversion but "
            "1.2 for SCORM 2004."
        ),
        help="Mend the finding that the message names.",
        source="openedx-scorm-xblock",
        example='<item identifier="first" identifierref="sco" isvisible="true">\n</item>',
    ),
    Rule(
        "LMS-OPENEDX-002",
        Severity.WARNING,
        "Something else is shown in openedx",
        impact=Impact.IMPORT,
        reason="It hides items without isvisible, and starts the first resource that has an href.",
        help="Mend the finding that the message names.",
        source="openedx-scorm-xblock",
        example='<item identifier="first" identifierref="sco">',
    ),
    Rule(
        "LMS-CHAMILO-001",
        Severity.ERROR,
        "Chamilo does not import the package",
        impact=Impact.IMPORT,
        reason=(
            "It fails on a default organization that is not there, and refuses .php and .htaccess."
        ),
        help="Mend the finding that the message names.",
        source="Chamilo, scorm.class.php",
        example='<organizations default="other">',
    ),
    Rule(
        "LMS-CHAMILO-002",
        Severity.WARNING,
        "Chamilo reads another manifest or text",
        impact=Impact.STANDARD,
        reason="It takes the nearest manifest, ignores those inside, and guesses encodings.",
        help="Mend the finding that the message names.",
        source="Chamilo, scorm.class.php",
        example="copy/imsmanifest.xml",
    ),
)
