"""A form whose set of fields is repeated, once for each row."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import traitlets

from widgets.common.assets import module, style
from widgets.common.recorded import Recorded
from widgets.form.fields import Field, Schema, Validate, as_text, short_enough

HERE = Path(__file__).parent
ROW = "row:"
ORDER = "order"
ROW_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
NUMBER_WORDS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)


class RowsForm(Recorded):
    """Rows that can be added, removed, undone and moved.

    Parts kept: `row:<id>`, the row's entries by field as typed (None once removed), and `order`,
    the list of ids. What a row holds beside its fields is carried along untouched.
    """

    _esm = module("dom", "keeper", "entries", file=HERE / "rows.js")
    _css = style(HERE / "form.css")

    title = traitlets.Unicode().tag(sync=True)
    noun = traitlets.Unicode().tag(sync=True)
    summary_field = traitlets.Unicode().tag(sync=True)
    fields = traitlets.List(traitlets.Dict()).tag(sync=True)
    shown = traitlets.List(traitlets.Dict()).tag(sync=True)
    most = traitlets.Int().tag(sync=True)
    limit = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        *,
        key: str,
        fields: Iterable[Field],
        noun: str,
        most: int,
        summary_field: str | None = None,
        title: str = "",
        validate: Validate | None = None,
    ) -> None:
        """Repeat `fields` for at most `most` rows, each called a `noun` ("measure").

        `summary_field` names the field whose text heads a row, the first one if not given.
        `validate(name, value)` gives what is wrong with a value, or None.
        """
        self._schema = Schema(fields, validate)
        words = NUMBER_WORDS[most] if most < len(NUMBER_WORDS) else str(most)
        super().__init__(
            key=key,
            title=title,
            noun=noun,
            summary_field=summary_field or next(iter(self._schema.fields)),
            fields=self._schema.described(),
            most=most,
            limit=f"There can be at most {words} {noun}s. Remove one to add another.",
        )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows in order: `id`, what is carried along, and what the fields' entries mean."""
        return [
            {**row["texts"], **self._schema.values(row["texts"]), "id": row["id"]}
            for row in self.shown
        ]

    def set_rows(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Put these rows in place of all others, and keep them.

        A row maps field names to values; without an "id" it gets one. Raises ValueError where
        there are too many, RuntimeError before `attach`.
        """
        wanted = self._named(rows)
        self._refuse_too_many(len(wanted))
        for row in self.shown:
            if row["id"] not in wanted:
                self.keep_part(ROW + row["id"], None)
        self._keep_rows(wanted)
        self._show(wanted)

    def add_rows(self, rows: Iterable[Mapping[str, Any]]) -> list[str]:
        """Add rows at the end and keep them; gives their ids.

        A row whose "id" is there already takes its place. Raises as `set_rows`.
        """
        added = self._named(rows)
        wanted = {**self._texts(), **added}
        self._refuse_too_many(len(wanted))
        self._keep_rows(added, order=list(wanted))
        self._show(wanted)
        return list(added)

    def set_options(self, name: str, options: Iterable[tuple[str, str]]) -> None:
        """Offer other (value, label) pairs in a choice. Raises KeyError for an unknown field."""
        self._schema.set_options(name, options)
        self.fields = self._schema.described()
        self._show(self._texts())

    def entered(self, part: str, value: Any) -> None:
        """Take a row as typed, its removal, or a new order."""
        rows = self._texts()
        if part == ORDER and isinstance(value, list):
            self._show(_ordered(rows, value))
        elif part.startswith(ROW) and ROW_ID.fullmatch(part.removeprefix(ROW)):
            row_id = part.removeprefix(ROW)
            if value is None:
                rows.pop(row_id, None)
            else:
                if row_id not in rows:
                    self._refuse_too_many(len(rows) + 1)
                rows[row_id] = self._clean(value)
            self._show(rows)
        else:
            raise ValueError("This is not a row of the form. Open the page again.")

    def restored(self, kept: dict[str, Any]) -> None:
        """Show the rows that were kept, in the order that was kept."""
        rows = {
            part.removeprefix(ROW): self._clean(row)
            for part, row in kept.items()
            if part.startswith(ROW) and isinstance(row, dict)
        }
        self._show(_ordered(rows, kept.get(ORDER) or []))

    def _texts(self) -> dict[str, dict[str, Any]]:
        return {row["id"]: row["texts"] for row in self.shown}

    def _named(self, rows: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
        return {str(row.get("id") or uuid.uuid4().hex[:12]): self._clean(row) for row in rows}

    def _clean(self, row: Any) -> dict[str, Any]:
        if not isinstance(row, Mapping):
            raise ValueError("This is not a row of the form. Open the page again.")
        return {
            str(name): short_enough(as_text(value)) if name in self._schema.fields else value
            for name, value in row.items()
            if name != "id"
        }

    def _keep_rows(
        self, rows: Mapping[str, dict[str, Any]], order: list[str] | None = None
    ) -> None:
        for row_id, texts in rows.items():
            self.keep_part(ROW + row_id, texts)
        self.keep_part(ORDER, list(rows) if order is None else order)

    def _refuse_too_many(self, count: int) -> None:
        if count > self.most:
            raise ValueError(self.limit)

    def _show(self, rows: Mapping[str, dict[str, Any]]) -> None:
        self.shown = [
            {"id": row_id, "texts": texts, "problems": self._schema.problems(texts)}
            for row_id, texts in rows.items()
        ]


def _ordered(rows: dict[str, dict[str, Any]], order: list[Any]) -> dict[str, dict[str, Any]]:
    first = [row_id for row_id in order if row_id in rows]
    return {row_id: rows[row_id] for row_id in [*first, *rows]}
