"""Who a learner is: the secret id, the tag that may be read out, and names that are safe to use."""

from __future__ import annotations

import hashlib
import re
import secrets

from playbook.records.errors import RecordsError

LEARNER_ID = re.compile(r"[0-9a-f]{32}")
TAG_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: nothing looks like another
MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0"})
MAX_NAME = 200
UNSAFE_IN_FILENAMES = re.compile(r'[<>:"|?*]')


def new_learner_id() -> str:
    """Make an id for a new learner: 128 random bits as 32 hexadecimal digits."""
    return secrets.token_hex(16)


def checked_id(learner_id: str) -> str:
    """Give the id back if it is one that `new_learner_id` could have made.

    Raises RecordsError otherwise; an id that passed is safe as the name of a folder.
    """
    if not isinstance(learner_id, str) or not LEARNER_ID.fullmatch(learner_id):
        raise RecordsError(
            "This is not a learner's id: an id has 32 digits from 0 to 9 and a to f.",
            "Open the home page again to get a new one.",
        )
    return learner_id


def public_tag(learner_id: str, attempt: int = 0) -> str:
    """Short name of a learner, like "K7Q2-M9XD", that may be read out; not a credential.

    The first 40 bits of the SHA-256 of the id, in Crockford's base 32. `attempt` > 0 gives
    another tag, for the rare case that the first one is another learner's already.
    """
    digest = hashlib.sha256(f"{learner_id}:{attempt}".encode()).digest()
    bits = int.from_bytes(digest[:5], "big")
    letters = "".join(TAG_LETTERS[bits >> shift & 31] for shift in range(35, -1, -5))
    return f"{letters[:4]}-{letters[4:]}"


def tag_as_written(tag: str) -> str:
    """The tag a person meant: case, spaces and dashes don't matter; I and L are 1, O is 0."""
    letters = re.sub(r"[\s-]", "", tag).upper().translate(MISREAD)
    return f"{letters[:4]}-{letters[4:]}"


def checked_name(what: str, name: str) -> str:
    """Give the name of a lesson, key, part or kind back if it is 1 to 200 printable characters.

    `what` says in the RecordsError which of them is wrong.
    """
    if not isinstance(name, str) or not name.isprintable() or not 1 <= len(name) <= MAX_NAME:
        raise RecordsError(
            f"The name of a {what} must be 1 to {MAX_NAME} printable characters.",
            f"Give the {what} a shorter or plainer name.",
        )
    return name


def clean_filename(filename: str) -> str:
    """The last part of a file's name, without what a file system or a header could trip over.

    Folders, control characters and leading dots go, `<>:"|?*` become `_`, at most 200
    characters stay (the end, with its suffix); "file" if nothing is left.
    """
    last = filename.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(letter for letter in last if letter.isprintable())
    return UNSAFE_IN_FILENAMES.sub("_", printable)[-MAX_NAME:].strip().lstrip(".") or "file"
