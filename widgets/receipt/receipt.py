"""A data-quality receipt on the page: what came in, what was dropped, what was used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from playbook.intake import Receipt
from widgets.common.assets import module, style

HERE = Path(__file__).parent


class ReceiptView(anywidget.AnyWidget):
    """The receipt of one file; empty until there is one."""

    _esm = module("dom", file=HERE / "receipt.js")
    _css = style(HERE / "receipt.css")

    receipt = traitlets.Dict().tag(sync=True)

    def __init__(self, receipt: Receipt | None = None, **values: Any) -> None:
        """Show `receipt`, or nothing yet."""
        super().__init__(**values)
        if receipt is not None:
            self.show(receipt)

    def show(self, receipt: Receipt | None) -> None:
        """Put another receipt in place, None for none."""
        self.receipt = {} if receipt is None else receipt.to_dict()
