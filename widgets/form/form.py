"""A form with one set of fields."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import traitlets

from widgets.common.assets import module, style
from widgets.common.recorded import Recorded
from widgets.form.fields import Field, Schema, Validate, as_text, short_enough

HERE = Path(__file__).parent


class Form(Recorded):
    """Labelled fields; each is a part of the record, kept as typed even when it is flagged.

    `texts` holds what was typed, `problems` what is wrong with it, `values` what it means.
    """

    _esm = module("dom", "keeper", "entries", file=HERE / "form.js")
    _css = style(HERE / "form.css")

    title = traitlets.Unicode().tag(sync=True)
    fields = traitlets.List(traitlets.Dict()).tag(sync=True)
    texts = traitlets.Dict().tag(sync=True)
    problems = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        *,
        key: str,
        fields: Iterable[Field],
        title: str = "",
        validate: Validate | None = None,
    ) -> None:
        """Ask for `fields`; `validate(name, value)` gives what is wrong with a value, or None."""
        self._schema = Schema(fields, validate)
        super().__init__(key=key, title=title, fields=self._schema.described())

    @property
    def values(self) -> dict[str, Any]:
        """What was entered, by field: text, float, ISO date or option; None if not readable."""
        return self._schema.values(self.texts)

    def set_options(self, name: str, options: Iterable[tuple[str, str]]) -> None:
        """Offer other (value, label) pairs in a choice. Raises KeyError for an unknown field."""
        self._schema.set_options(name, options)
        self.fields = self._schema.described()
        self._show(self.texts)

    def entered(self, part: str, value: Any) -> None:
        """Take what was typed into one field, right or wrong."""
        if part not in self._schema.fields:
            raise ValueError("This field is not part of the form. Open the page again.")
        self._show({**self.texts, part: short_enough(as_text(value))})

    def restored(self, kept: dict[str, Any]) -> None:
        """Show what was typed before."""
        known = {name: as_text(kept[name]) for name in self._schema.fields if name in kept}
        self._show(known)

    def _show(self, texts: dict[str, str]) -> None:
        with self.hold_sync():
            self.texts = texts
            self.problems = self._schema.problems(texts)
