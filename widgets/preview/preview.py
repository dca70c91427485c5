"""A look at a document before it is downloaded."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets

from playbook.deliverables import Report
from widgets.common.assets import module, style

HERE = Path(__file__).parent


class Preview(anywidget.AnyWidget):
    """The first page of a report: its title, its particulars, and the table by layer."""

    _esm = module("dom", file=HERE / "preview.js")
    _css = style(HERE / "preview.css")

    page = traitlets.Dict().tag(sync=True)

    def show(self, report: Report) -> None:
        """Show a report."""
        self.page = {
            "title": report.title,
            "status": report.status,
            "particulars": [
                {"label": label, "text": entry.text, "missing": entry.missing}
                for label, entry in report.particulars
            ],
            "bands": [
                {
                    "title": band.title,
                    "rows": [
                        {
                            name: {"text": entry.text, "missing": entry.missing}
                            for name, entry in section.fields.items()
                            if name in ("name", "value", "basis", "target", "owner")
                        }
                        for section in band.sections
                    ],
                }
                for band in report.bands
            ],
        }
