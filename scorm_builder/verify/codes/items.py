"""ITM: organizations and items."""

from __future__ import annotations

from scorm_builder.diagnostics import Impact, Rule, Severity

_CAM = "SCORM 1.2 CAM 2.3"
_OPENEDX = "openedx-scorm-xblock"

ITEMS: tuple[Rule, ...] = (
    Rule(
        "ITM-001",
        Severity.WARNING,
        "There is no organization",
        impact=Impact.IMPORT,
        reason="It is a legal package of resources, but an LMS has nothing to launch.",
        help="Add an organization with an item for each SCO.",
        source=f"{_CAM}; ADL's sample resource packages",
        example="<organizations/>",
    ),
    Rule(
        "ITM-002",
        Severity.WARNING,
        "No organization is the default",
        impact=Impact.IMPORT,
        reason="LMSs show the first, or none.",
        help="Name the organization in the attribute default of organizations.",
        source=_CAM,
        example="<organizations>",
    ),
    Rule(
        "ITM-003",
        Severity.ERROR,
        "The default organization is not there",
        impact=Impact.IMPORT,
        reason="Some LMSs fail to import the package, others show another organization.",
        help="Write the identifier of an organization in the manifest.",
        source="imscp_rootv1p1p2.xsd: IDREF; Chamilo, scorm.class.php",
        example='<organizations default="gone">',
    ),
    Rule(
        "ITM-004",
        Severity.WARNING,
        "There are several organizations",
        impact=Impact.IMPORT,
        reason="LMSs show only one of them.",
        help="Put all items into one organization.",
        source=_CAM,
        example='<organization identifier="course">\n…\n<organization identifier="another">',
    ),
    Rule(
        "ITM-005",
        Severity.ERROR,
        "An organization without a title",
        impact=Impact.IMPORT,
        reason="Some LMSs fail to import it, others show a blank name.",
        help="Add a title with the name of the course.",
        source=f"{_CAM}; {_OPENEDX}",
        example='<organization identifier="course">\n  <title> </title>',
    ),
    Rule(
        "ITM-006",
        Severity.ERROR,
        "An item without a title",
        impact=Impact.IMPORT,
        reason="Some LMSs fail to import it, others show a blank line.",
        help="Add a title.",
        source=f"{_CAM}; {_OPENEDX}",
        example='<item identifier="first" identifierref="sco" isvisible="true">\n</item>',
    ),
    Rule(
        "ITM-007",
        Severity.ERROR,
        "An item's resource is not there",
        impact=Impact.IMPORT,
        reason="Nothing starts when the learner opens the item.",
        help="Write the identifier of a resource in the manifest.",
        source=_CAM,
        example='<item identifier="first" identifierref="gone" isvisible="true">',
    ),
    Rule(
        "ITM-008",
        Severity.WARNING,
        "An item that launches nothing and holds nothing",
        impact=Impact.IMPORT,
        reason="The learner sees an entry that does not open.",
        help="Give it an identifierref, or remove it.",
        source=_CAM,
        example='<item identifier="more" isvisible="true"><title>More</title></item>',
    ),
    Rule(
        "ITM-009",
        Severity.WARNING,
        "An item that launches a resource and holds items",
        impact=Impact.IMPORT,
        reason="Some players skip the resource.",
        help="Move the resource to an item of its own.",
        source=_CAM,
        example=(
            '<item identifier="first" identifierref="sco" isvisible="true">\n'
            '  <title>Five steps</title><item identifier="more"'
        ),
    ),
    Rule(
        "ITM-010",
        Severity.ERROR,
        "No item that is visible launches anything",
        impact=Impact.IMPORT,
        reason="The learner opens the course and finds nothing.",
        help="Give at least one visible item an identifierref.",
        source="elearning-module-parser",
        example='<item identifier="first" identifierref="sco" isvisible="false">',
    ),
    Rule(
        "ITM-011",
        Severity.WARNING,
        "Items share a resource",
        impact=Impact.TRACKING,
        reason="Weak players mix what the learner did in the one with the other.",
        help="Give each item a resource of its own.",
        source="1 of 45 public packages",
        example=(
            '<item identifier="first" identifierref="sco" isvisible="true">\n…\n'
            '<item identifier="more" isvisible="true" identifierref="sco">'
        ),
    ),
    Rule(
        "ITM-012",
        Severity.WARNING,
        "Only assets are launched",
        impact=Impact.TRACKING,
        reason="An asset reports nothing: no status, no score, no time.",
        help='If the content talks to the LMS, set adlcp:scormtype="sco" on its resource.',
        source="SCORM 1.2 CAM 2.1",
        example='adlcp:scormtype="asset"',
    ),
    Rule(
        "ITM-013",
        Severity.ERROR,
        "The mastery score is no number from 0 to 100",
        impact=Impact.TRACKING,
        reason="The LMS compares the score with it, and decides on passed or failed by chance.",
        help="Write a number such as 80, or remove the element when nothing is scored.",
        source=f"{_CAM}; ADL test suite 1.2.7",
        example="<adlcp:masteryscore>eighty</adlcp:masteryscore>",
    ),
    Rule(
        "ITM-014",
        Severity.ERROR,
        "A time limit that the standard does not allow",
        impact=Impact.TRACKING,
        reason="LMSs drop it, or refuse the package.",
        help=(
            "Write maxtimeallowed as HHHH:MM:SS, and one of the four words of the standard for "
            "timelimitaction."
        ),
        source="adlcp_rootv1p2.xsd; Learning Hub",
        example="<adlcp:maxtimeallowed>30 minutes</adlcp:maxtimeallowed>",
    ),
    Rule(
        "ITM-015",
        Severity.ERROR,
        "A value of an item is too long or of the wrong kind",
        impact=Impact.IMPORT,
        reason="LMSs cut it, or fail to store it.",
        help="Shorten it to what the message says.",
        source="imscp_rootv1p1p2.xsd, adlcp_rootv1p2.xsd",
        example='<adlcp:prerequisites type="javascript">first</adlcp:prerequisites>',
    ),
    Rule(
        "ITM-016",
        Severity.WARNING,
        "Prerequisites that cannot be met",
        impact=Impact.IMPORT,
        reason="The item never opens, or the LMS ignores them.",
        help="Name identifiers of other items, joined as the AICC script asks.",
        source="SCORM 1.2 CAM 2.3; AICC CMI001, prerequisites",
        example='<adlcp:prerequisites type="aicc_script">zero</adlcp:prerequisites>',
    ),
    Rule(
        "ITM-017",
        Severity.WARNING,
        "Parameters that break the address",
        impact=Impact.IMPORT,
        reason="They are put behind the href as they are.",
        help="Start them with ? or #, and write special characters as %xx.",
        source=_CAM,
        example=(
            '<item identifier="first" identifierref="sco" isvisible="true" parameters="part=2">'
        ),
    ),
    Rule(
        "ITM-018",
        Severity.WARNING,
        "An item does not say whether it is visible",
        impact=Impact.IMPORT,
        reason="The standard takes it for visible; openedx hides it.",
        help='Write isvisible="true".',
        source=f"imscp_rootv1p1p2.xsd; {_OPENEDX}",
        example='<item identifier="first" identifierref="sco">',
    ),
    Rule(
        "ITM-019",
        Severity.INFO,
        "ADL's elements are not in the usual order",
        impact=Impact.STANDARD,
        reason="The schema takes any order, the book names one.",
        help=(
            "Put them as: prerequisites, maxtimeallowed, timelimitaction, datafromlms, "
            "masteryscore."
        ),
        source=_CAM,
        example=(
            "<adlcp:masteryscore>80</adlcp:masteryscore><adlcp:datafromlms>x</adlcp:datafromlms>"
        ),
    ),
)
