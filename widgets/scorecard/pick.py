"""A starter measure to pick from the library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from playbook.instruments import LAYER_TITLES, MeasureTemplate, measure_templates
from playbook.records import RecordsError
from widgets.common.assets import module, style
from widgets.form import RowsForm

HERE = Path(__file__).parent


class PickTemplate(anywidget.AnyWidget):
    """A list of common measures; the one that is picked becomes a row of the form.

    The browser sends `{"type": "pick", "template": key}`.
    """

    _esm = module("dom", file=HERE / "pick.js")
    _css = style()

    ready = traitlets.Bool(False).tag(sync=True)
    templates = traitlets.List(traitlets.Dict()).tag(sync=True)
    said = traitlets.Unicode().tag(sync=True)

    def __init__(self, rows: RowsForm, on_pick: Callable[[], None]) -> None:
        """Offer all starter measures; a picked one is added to `rows`, then `on_pick` called."""
        self._rows = rows
        self._on_pick = on_pick
        self._templates = {each.key: each for each in measure_templates()}
        super().__init__(
            templates=[
                {"key": each.key, "name": each.name, "layer": LAYER_TITLES[each.layer]}
                for each in self._templates.values()
            ]
        )
        self.on_msg(self._received)

    def _received(self, _: object, content: Mapping[str, Any], buffers: object) -> None:
        template = self._templates.get(str(content.get("template")))
        if content.get("type") != "pick" or template is None or not self.ready:
            return
        row = template.as_measure().model_dump(mode="json", exclude={"id"})
        try:
            self._rows.add_rows([row])
        except (ValueError, RecordsError) as problem:
            self.said = str(problem)
        else:
            self.said = f"“{template.name}” is in the list below. Its source: {_source(template)}."
            self._on_pick()


def _source(template: MeasureTemplate) -> str:
    text = template.typical_source
    return text[:1].lower() + text[1:].rstrip(".")
