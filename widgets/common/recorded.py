"""The base of every widget whose entries are kept as they are made."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

import anywidget
import traitlets

Keep = Callable[[str, Any], datetime]
GETTING_READY: Final = "This page is still getting ready."

log = logging.getLogger(__name__)


class Recorded(anywidget.AnyWidget):
    """A widget whose entries go to the learner's record one part at a time.

    It is inert until `attach` tells what was kept before and how to keep more. The browser sends
    `{"type": "enter", "part", "value", "seq"}`. The answer is `{"type": "kept", "seq", "at"}`
    (ISO time) or `{"type": "not_kept", "seq", "reason", "final"}`: `final` is true where the
    same entry would be refused again, false where trying again later can help. Sending the same
    entry again does no harm.

    `learner_seed` is any text that is the learner's alone. Set it before `attach`: widgets that
    draw numbers draw theirs from it, and from their key without it.
    """

    key = traitlets.Unicode().tag(sync=True)
    ready = traitlets.Bool(False).tag(sync=True)

    def __init__(self, *, key: str, **values: Any) -> None:
        if not key:
            raise ValueError("A recorded widget needs a key, its name in the learner's record.")
        self.learner_seed = ""
        self._keep: Keep | None = None
        self._listeners: list[Callable[[str], None]] = []
        super().__init__(key=key, **values)
        self.on_msg(self._received)

    def attach(self, kept: Mapping[str, Any], keep: Keep) -> None:
        """Come alive for a learner, or show what another tab has kept meanwhile.

        `kept` maps each part to its JSON value as kept before. `keep(part, value)` writes one
        part and returns when it did; it raises if it can't, and the reason reaches the learner.
        """
        self._keep = keep
        self.restored(dict(kept))
        self.ready = True

    def rehearse(self) -> None:
        """Do once, for nobody, what a learner will; nothing where it isn't said what that is."""

    def on_change(self, listener: Callable[[str], None]) -> None:
        """Call `listener(part)` after each entry that was kept."""
        self._listeners.append(listener)

    def entered(self, part: str, value: Any) -> None:
        """Take an entry of the learner into the model; the same entry may come twice.

        Raises ValueError, with a message for the learner, where it can't be used at all.
        """
        raise NotImplementedError

    def restored(self, kept: dict[str, Any]) -> None:
        """Set the model to what was kept before; parts that are not there are empty."""
        raise NotImplementedError

    def record(self, part: str, value: Any) -> tuple[str, Any]:
        """Say what goes to the record for an entry; the entry itself, if nothing else is said."""
        return part, value

    def keep_part(self, part: str, value: Any) -> datetime:
        """Keep a part from Python, outside of any entry in the browser.

        Returns when it was kept. Raises RuntimeError before `attach`, and what `keep` raises.
        """
        if self._keep is None:
            raise RuntimeError(f"'{self.key}' is not attached to a learner's record yet.")
        return self._keep(part, value)

    def _received(self, _: object, content: Mapping[str, Any], buffers: object) -> None:
        if content.get("type") != "enter":
            return
        part, value, seq = str(content["part"]), content.get("value"), int(content["seq"])
        if self._keep is None:
            self._refuse(seq, GETTING_READY, final=False)
            return
        try:
            self.entered(part, value)
        except ValueError as error:
            self._refuse(seq, str(error), final=True)
            return
        except Exception:
            log.exception("entry '%s' of '%s' failed", part, self.key)
            self._refuse(seq, "This entry could not be used.", final=False)
            return
        try:
            at = self._keep(*self.record(part, value))
        except Exception as error:
            log.warning("part '%s' of '%s' was not kept", part, self.key, exc_info=True)
            self._refuse(seq, _reason(error), final=False)
            return
        self.send({"type": "kept", "seq": seq, "at": at.isoformat()})
        self._tell(part)

    def _refuse(self, seq: int, reason: str, *, final: bool) -> None:
        self.send({"type": "not_kept", "seq": seq, "reason": reason, "final": final})

    def _tell(self, part: str) -> None:
        for listener in self._listeners:
            try:
                listener(part)
            except Exception:
                log.exception("a listener to '%s' of '%s' failed", part, self.key)


def _reason(error: Exception) -> str:
    """Words for the learner: only errors that were written for people are shown."""
    return str(error) if hasattr(error, "remedy") else "The record could not be written."
