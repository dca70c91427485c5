"""A data-quality receipt on the page."""

from widgets.receipt.receipt import ReceiptView

__all__ = ["ReceiptView"]
