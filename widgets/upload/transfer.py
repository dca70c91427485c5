"""One file on its way in: pieces in order, a limit, a fingerprint."""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from pathlib import Path

LONGEST_NAME = 120


class UploadError(ValueError):
    """A file can't be taken.

    Attributes:
        reason: what is wrong.
        remedy: what to do about it.
    """

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason} {remedy}")
        self.reason = reason
        self.remedy = remedy


class Transfer:
    """A file that arrives piece by piece in a folder of its own."""

    def __init__(self, folder: Path, name: str, size: int, limit: int) -> None:
        """Expect `size` bytes of a file called `name`; at most `limit` are taken.

        Raises UploadError where the size is 0 or over the limit, OSError where `folder` can't
        be written.
        """
        if size <= 0:
            raise UploadError("This file is empty.", "Export it again, or choose another file.")
        if size > limit:
            raise UploadError(
                f"This file has {in_megabytes(size)}; at most {in_megabytes(limit)} can be taken.",
                "Export fewer columns or a shorter period.",
            )
        folder.mkdir(parents=True, exist_ok=True)
        self.name = safe_name(name)
        self.size = size
        self.offset = 0
        self._home = Path(tempfile.mkdtemp(prefix="upload-", dir=folder))
        self.path = self._home / self.name
        self.path.touch(mode=0o600)
        self._hash = hashlib.sha256()

    @property
    def complete(self) -> bool:
        """Whether all bytes are here."""
        return self.offset == self.size

    @property
    def sha256(self) -> str:
        """Fingerprint of what has arrived so far, as 64 hexadecimal digits."""
        return self._hash.hexdigest()

    def add(self, offset: int, data: bytes) -> int:
        """Append a piece that begins at `offset`; gives the offset that is wanted next.

        A piece that is not the one wanted changes nothing. Raises UploadError where more comes
        than was announced, OSError where the disk refuses it.
        """
        if offset != self.offset:
            return self.offset
        if self.offset + len(data) > self.size:
            raise UploadError(
                "The file changed while it was being sent.",
                "Close it in other programs and choose it again.",
            )
        with self.path.open("ab") as file:
            file.write(data)
        self._hash.update(data)
        self.offset += len(data)
        return self.offset

    def abandon(self) -> None:
        """Delete what has arrived."""
        shutil.rmtree(self._home, ignore_errors=True)


def safe_name(name: str) -> str:
    """A file name without folders and control characters, short enough for any disk."""
    last = re.split(r"[/\\]", name)[-1]
    bare = re.sub(r"[\x00-\x1f\x7f]", "", last).strip(" .")
    stem, suffix = Path(bare).stem, Path(bare).suffix[:10]
    while len((stem + suffix).encode()) > LONGEST_NAME:
        stem = stem[:-1]
    return stem + suffix or "file"


def in_megabytes(size: int) -> str:
    """A number of bytes for people, such as "12.4 MB"."""
    return f"{size / 1_000_000:,.1f} MB".replace(".0 MB", " MB")
