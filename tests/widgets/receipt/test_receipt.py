from __future__ import annotations

import json

from playbook.intake import ColumnReceipt, Dropped, Receipt, Rejected
from widgets.receipt import ReceiptView

RECEIPT = Receipt(
    id="a1b2c3",
    file_name="june.csv",
    sha256="0" * 64,
    bytes=1234,
    rows_in=10,
    dropped=(Dropped("no answer", 2, (3, 7)),),
    rows_used=8,
    columns=(
        ColumnReceipt(
            "recommend", "recommend", 6, 1, (4,), (Rejected("not a number", 1, ("x",), (5,)),)
        ),
    ),
    notes=("Delimiter: comma.",),
    read_at="2026-11-22T10:42:00+00:00",
)


def test_is_empty_until_there_is_a_receipt():
    assert ReceiptView().receipt == {}


def test_shows_all_of_a_receipt_as_the_browser_can_take_it():
    shown = json.loads(json.dumps(ReceiptView(RECEIPT).receipt))
    assert Receipt.from_dict(shown) == RECEIPT


def test_receipt_is_taken_away():
    view = ReceiptView(RECEIPT)
    view.show(None)
    assert view.receipt == {}
