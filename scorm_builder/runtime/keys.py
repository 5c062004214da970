"""Keys: short names under which a learner's saved work finds its place again in a later version.

A key hangs on what a thing is, never on where it stands: on the id of a screen, a question or a
field, and on the words of an option. So what is moved keeps its key, and what is reworded gets
another one. Keys are read by `templates/module/runtime/`, which makes none.
"""

from __future__ import annotations

import hashlib
import string
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from scorm_builder.content.markdown import plain_text

KEY_CHARACTERS = 3
TAG_CHARACTERS = 6
DIGITS = string.digits + string.ascii_lowercase
_DIGITS_OF_A_HASH = 48
# Punctuation that says how much, so that "5%" is another answer than "5".
_MEANT = frozenset("%\u2030\u066a")


def keys_of(identities: Sequence[str]) -> tuple[str, ...]:
    """A key for each of these identities, in their order: 3 of 0-9 and a-z, no two alike.

    The order has no influence on them. Where two would have the same (one list of 4 in 8,000), both
    take the next 3 characters of their hashes: a key that was in doubt then belongs to neither.
    Raises ValueError for an identity that is there twice.
    """
    if len(set(identities)) < len(identities):
        raise ValueError(f"the same identity twice: {identities}")
    hashes = {identity: _in_base_36(identity) for identity in identities}
    steps = dict.fromkeys(identities, 0)
    while True:
        keys = {name: _key(hashes[name], step) for name, step in steps.items()}
        shared = Counter(keys.values())
        alike = [name for name, key in keys.items() if shared[key] > 1]
        if not alike:
            return tuple(keys[identity] for identity in identities)
        for name in alike:
            steps[name] += 1


def module_tag(programme: str, module: str) -> str:
    """6 of 0-9 and a-z: whose saved work it is. `programme` is the catalogue's identifier."""
    return _in_base_36(f"{programme}/{module}")[:TAG_CHARACTERS]


def words_as_identities(
    texts: Iterable[str], plain: Callable[[str], str] = plain_text
) -> list[str]:
    """What each of these texts says, as an identity: a corrected comma or capital letter keeps it.

    `plain` takes the marks off a text; they are CommonMark unless it says otherwise. Texts that
    differ in nothing else keep their punctuation and capitals.
    """
    written = [" ".join(plain(text).split()) for text in texts]
    alike = Counter(map(_essence, written))
    identities = []
    seen: Counter[str] = Counter()
    for text in written:
        essence = _essence(text)
        # No text has a line break left, so nothing else has these identities.
        identity = essence if essence and alike[essence] == 1 else f"\n{text}"
        seen[identity] += 1
        # Nobody can tell these from one another, so it does not matter which of them is which.
        again = seen[identity]
        identities.append(identity if again == 1 else f"{identity}\n{again}")
    return identities


def _essence(text: str) -> str:
    """A text without capitals, punctuation and invisible marks. What stands at a number stays.

    So "1.5", "-5" and "5%" are not "15", "5" and "5".
    """
    folded = unicodedata.normalize("NFC", text).casefold()
    kept = [
        character
        for character, following in zip(folded, f"{folded[1:]} ", strict=False)
        if not _is_punctuation(character) or following.isdigit()
    ]
    return " ".join("".join(kept).split())


def _is_punctuation(character: str) -> bool:
    category = unicodedata.category(character)
    return (category.startswith("P") and character not in _MEANT) or category == "Cf"


def _key(digits: str, step: int) -> str:
    return digits[step * KEY_CHARACTERS : (step + 1) * KEY_CHARACTERS]


def _in_base_36(identity: str) -> str:
    """The SHA-256 of an identity as digits 0-9 and a-z, the last ones first."""
    number = int.from_bytes(hashlib.sha256(identity.encode()).digest())
    text = ""
    for _ in range(_DIGITS_OF_A_HASH):
        number, digit = divmod(number, len(DIGITS))
        text += DIGITS[digit]
    return text
