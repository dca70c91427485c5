"""What a document still lacks, and its download."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

import anywidget
import traitlets

from widgets.common.assets import module, style

HERE = Path(__file__).parent

log = logging.getLogger(__name__)

Make = Callable[[str, bool], tuple[str, bytes]]


class GapLike(Protocol):
    """What is needed of a gap: where it is, what to do, and how much it matters."""

    @property
    def where(self) -> str:
        """The place, for a reader."""

    @property
    def what(self) -> str:
        """What to do there."""

    @property
    def severity(self) -> str:
        """'missing' holds the download back, 'check' does not."""


Place = Callable[[Any], Mapping[str, str]]


class Download(anywidget.AnyWidget):
    """A list of gaps and one button for each format.

    The browser sends `{"type": "make", "format", "allow_gaps"}`. The answer is
    `{"type": "file", "name"}` with the bytes as a buffer, or `{"type": "failed", "reason"}`.
    """

    _esm = module("dom", file=HERE / "download.js")
    _css = style(HERE / "download.css")

    ready = traitlets.Bool(False).tag(sync=True)
    gaps = traitlets.List(traitlets.Dict()).tag(sync=True)
    formats = traitlets.List(traitlets.Dict()).tag(sync=True)

    def __init__(
        self,
        *,
        formats: Mapping[str, str],
        make: Make,
        place: Place | None = None,
        ready: bool = True,
    ) -> None:
        """Offer `formats`, a mapping such as {"docx": "Word document"}.

        `make(format, allow_gaps)` gives a file name and its bytes; an error of it that has a
        remedy is shown to the learner. `place(gap)` says where a gap is filled in: {"href": …}
        for an anchor, or {"form": key, "row": id, "field": name} for a field of a form.
        """
        self._make = make
        self._place = place
        super().__init__(
            formats=[{"format": name, "label": label} for name, label in formats.items()],
            ready=ready,
        )
        self.on_msg(self._received)

    def show_gaps(self, gaps: Iterable[GapLike]) -> None:
        """List what is missing or should be looked at again, in the order given."""
        self.gaps = [
            {
                "where": gap.where,
                "what": gap.what,
                "missing": gap.severity == "missing",
                "place": dict(self._place(gap)) if self._place else {},
            }
            for gap in gaps
        ]

    def _received(self, _: object, content: Mapping[str, Any], buffers: object) -> None:
        if content.get("type") != "make":
            return
        wanted, allow_gaps = str(content.get("format")), bool(content.get("allow_gaps"))
        if wanted not in {each["format"] for each in self.formats}:
            self._fail("This document is not offered here. Open the page again.")
        elif not allow_gaps and any(gap["missing"] for gap in self.gaps):
            self._fail("Parts of this document are still missing. Fill them in, or tick the box.")
        else:
            self._send_file(wanted, allow_gaps)

    def _send_file(self, wanted: str, allow_gaps: bool) -> None:
        try:
            name, data = self._make(wanted, allow_gaps)
        except Exception as error:
            log.warning("the document '%s' was not made", wanted, exc_info=True)
            written = hasattr(error, "remedy")
            self._fail(
                str(error) if written else "The document could not be made. Try again in a moment."
            )
            return
        self.send({"type": "file", "name": name}, [data])

    def _fail(self, reason: str) -> None:
        self.send({"type": "failed", "reason": reason})
