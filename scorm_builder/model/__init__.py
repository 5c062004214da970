"""The content model: what `catalogue.yaml` and a `module.yaml` say, frozen and typed.

The classes are validated by pydantic: unknown keys are refused, lists become tuples, and a value
of the wrong kind is never silently converted. What a type cannot say (a stage that the catalogue
does not know, a missing picture) is in `checks`.

- `texts`: the kinds of text and value, and `Part`, the base of every part.
- `parts`, `questions`, `choosing`: what modules are made of; `history`: their versions.
- `modules`: the technique's module and the choosing tool; `catalogue`: what modules share.
- `statements`: what a publisher says of accessibility and privacy.
- `brand`: what an organisation changes; `colours`: what is readable on what.
- `walking`: finds every part and text in data, valid or not.
"""

from scorm_builder.model.addresses import address_fault, in_ascii, is_web_address
from scorm_builder.model.brand import Brand
from scorm_builder.model.catalogue import ALL_CARDS, Bundle, Catalogue, Stage
from scorm_builder.model.choosing import Attributes, Case
from scorm_builder.model.colours import MINIMUM_CONTRAST, PAGE, WHITE, contrast
from scorm_builder.model.history import BundleRelease, Release
from scorm_builder.model.media import Clip, Diagram, Picture, Recording, Video
from scorm_builder.model.modules import (
    MODULE_KINDS,
    AnyModule,
    ChoosingTool,
    LearningModule,
    Module,
)
from scorm_builder.model.parts import (
    Activity,
    ActivityField,
    Companion,
    Completion,
    Example,
    Exemption,
    FactSource,
    Link,
    Neighbour,
    Step,
)
from scorm_builder.model.questions import (
    QUESTION_KINDS,
    FreeText,
    Matching,
    MultipleChoice,
    Option,
    Question,
    Sequencing,
    SingleChoice,
    TrueFalse,
)
from scorm_builder.model.statements import Accessibility, Privacy
from scorm_builder.model.texts import FORMS, Part, Path, StageName, TextKind
from scorm_builder.model.walking import (
    Found,
    described,
    description_of,
    part_at,
    walk,
    without_kinds,
)

__all__ = [
    "ALL_CARDS",
    "FORMS",
    "MINIMUM_CONTRAST",
    "MODULE_KINDS",
    "PAGE",
    "QUESTION_KINDS",
    "WHITE",
    "Accessibility",
    "Activity",
    "ActivityField",
    "AnyModule",
    "Attributes",
    "Brand",
    "Bundle",
    "BundleRelease",
    "Case",
    "Catalogue",
    "ChoosingTool",
    "Clip",
    "Companion",
    "Completion",
    "Diagram",
    "Example",
    "Exemption",
    "FactSource",
    "Found",
    "FreeText",
    "LearningModule",
    "Link",
    "Matching",
    "Module",
    "MultipleChoice",
    "Neighbour",
    "Option",
    "Part",
    "Path",
    "Picture",
    "Privacy",
    "Question",
    "Recording",
    "Release",
    "Sequencing",
    "SingleChoice",
    "Stage",
    "StageName",
    "Step",
    "TextKind",
    "TrueFalse",
    "Video",
    "address_fault",
    "contrast",
    "described",
    "description_of",
    "in_ascii",
    "is_web_address",
    "part_at",
    "walk",
    "without_kinds",
]
