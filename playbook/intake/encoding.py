"""What a file is, byte by byte: its size, its fingerprint and how its text is encoded."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playbook.intake.errors import IntakeError
from playbook.intake.limits import MAX_BYTES

CHUNK = 4_000_000
EXPORT_AGAIN = "Export the table as CSV or as an Excel workbook (.xlsx) and bring that file."
NO_TABLES = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file",
}
MARKUP = ("<!doctype html", "<html", "<?xml", "<head", "<script")


@dataclass(frozen=True)
class Scan:
    """A whole file as bytes: `encoding` is "" for a workbook."""

    sha256: str
    bytes: int
    format: Literal["csv", "xlsx"]
    encoding: str
    note: str


def scan(
    path: Path,
    tick: Callable[[float], None],
    *,
    most_bytes: float | None = None,
    watch: Callable[[bytes], None] = lambda chunk: None,
) -> Scan:
    """Read every byte of the file once.

    `tick` is called with the share read (0 to 1), and may raise to stop; `watch` is given each
    piece of the file in turn. Raises IntakeError if the file is missing, empty, larger than
    `most_bytes` (by default 200 MB), or no table.
    """
    size = _size(path, MAX_BYTES if most_bytes is None else most_bytes)
    with path.open("rb") as file:
        head = file.read(65_536)
        form = _format(head, path.name)
        guess = _TextGuess(head, path.name) if form == "csv" else None
        digest = hashlib.sha256()
        file.seek(0)
        done = 0
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            if guess is not None:
                guess.add(chunk)
            watch(chunk)
            done += len(chunk)
            tick(done / size)
    encoding, note = guess.result() if guess is not None else ("", "Excel workbook.")
    return Scan(digest.hexdigest(), size, form, encoding, note)


def _size(path: Path, most_bytes: float) -> int:
    if not path.is_file():
        raise IntakeError(f"There is no file {path.name}.", "Choose the file again.")
    size = path.stat().st_size
    if size == 0:
        raise IntakeError(f"{path.name} is empty.", "Export it again and check that it has rows.")
    if size > most_bytes:
        raise IntakeError(
            f"{path.name} has {size / 1e6:,.0f} MB; the limit is {most_bytes / 1e6:,.0f} MB.",
            "Split it, for example by month, or export fewer columns.",
        )
    return size


def _format(head: bytes, name: str) -> Literal["csv", "xlsx"]:
    if head.startswith(b"PK\x03\x04"):
        return "xlsx"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        if name.lower().endswith(".xlsx") or "EncryptedPackage".encode("utf-16-le") in head:
            raise IntakeError(
                f"{name} is protected by a password.",
                "Open it, remove the password, save it as .xlsx and bring that file.",
            )
        raise IntakeError(
            f"{name} is an old Excel file (.xls).",
            "Open it in Excel, save it as .xlsx or CSV and bring that file.",
        )
    for start, what in NO_TABLES.items():
        if head.startswith(start):
            raise IntakeError(f"{name} is no table but {what}.", EXPORT_AGAIN)
    return "csv"


class _TextGuess:
    """Follows a text file chunk by chunk and tells how it is encoded."""

    def __init__(self, head: bytes, name: str) -> None:
        self._name = name
        self._bom: str | None = None
        if head.startswith(codecs.BOM_UTF8):
            self._bom = "utf-8-sig"
        elif head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            self._bom = "utf-16"
        self._unicode = codecs.getincrementaldecoder(self._bom or "utf-8")()
        self._western = codecs.getincrementaldecoder("cp1252")()
        self._is_unicode = True
        self._is_western = self._bom is None
        self._accents = False
        start = head[:2_000].decode(self._bom or "latin-1", errors="replace").lstrip().lower()
        if start.startswith(MARKUP):
            raise IntakeError(
                f"{name} is no table but a web page, perhaps an error or a login page.",
                "Log in, export again and check that the file opens as a table.",
            )
        if start.startswith(("{\n", '{"', "{ ", "[{", "[\n")):
            raise IntakeError(f"{name} is no table but JSON.", EXPORT_AGAIN)

    def add(self, chunk: bytes) -> None:
        if self._bom != "utf-16" and b"\x00" in chunk:
            raise IntakeError(
                f"{self._name} is no table: it holds bytes that are no text.", EXPORT_AGAIN
            )
        if self._bom is None and chunk.isascii() and not self._unicode.getstate()[0]:
            return
        if self._is_unicode:
            try:
                text = self._unicode.decode(chunk)
                self._accents = self._accents or not text.isascii()
            except UnicodeDecodeError:
                self._is_unicode = False
        if self._is_western:
            try:
                self._western.decode(chunk)
            except UnicodeDecodeError:
                self._is_western = False

    def result(self) -> tuple[str, str]:
        if self._is_unicode:
            try:
                self._unicode.decode(b"", final=True)
            except UnicodeDecodeError:
                self._is_unicode = False
                if self._bom or self._accents:
                    raise IntakeError(
                        f"{self._name} ends in the middle of a character: it was cut off.",
                        "Export it again and wait until the download is complete.",
                    ) from None
        if self._is_unicode:
            name = {"utf-16": "UTF-16", "utf-8-sig": "UTF-8 with a byte order mark"}
            return self._bom or "utf-8", f"Text encoding: {name.get(self._bom or '', 'UTF-8')}."
        if self._is_western:
            return "cp1252", (
                "Text encoding: Windows-1252, because the file isn't valid UTF-8. "
                "If accents look wrong, export it as UTF-8."
            )
        raise IntakeError(
            f"The text encoding of {self._name} can't be told.", "Export it as CSV in UTF-8."
        )
