"""Quillmere's customer list."""

from __future__ import annotations

import numpy as np

from making.draws import Draws, Ints
from making.quillmere.about import COMPANY
from making.quillmere.customers import AGES, END, KINDS, Customers
from making.shared.people import names
from making.shared.touchpoints import named
from making.table import Column, Table, Values


def customers_table(draws: Draws, customers: Customers, kind: Ints, pence: Ints) -> Table:
    """One row a customer, with the last contract's kind and fee."""
    values: dict[str, Values] = {
        "customer_id": customers.ids,
        "name": names(draws, len(customers)),
        "age_group": named(list(AGES), customers.age),
        "contract": named(list(KINDS), kind),
        "region": named(list(COMPANY.regions), customers.region),
        "joined": customers.joined,
        "monthly_bill": pence / 100,
        "left": ~np.isnat(customers.left_on),
        "left_on": customers.left_on,
    }
    return Table(
        name="customers",
        title="Customers",
        description="One row a customer: a sample of those who were with Quillmere at any time "
        "from 2023 to 2025. Who left before 2023 is not in it.",
        columns=(
            Column(
                "customer_id",
                "string",
                "The customer, Q and six digits. Text: the zeros in front belong to it.",
                pattern="Q[0-9]{6,7}",
                unique=True,
            ),
            Column("name", "string", "The customer's name, in the script they write it in."),
            Column("age_group", "string", "Age at the end of 2025.", allowed=AGES),
            Column(
                "contract",
                "string",
                "The contract at the end of 2025, or the last one before leaving.",
                allowed=KINDS,
            ),
            Column("region", "string", "Where the line is.", allowed=COMPANY.regions),
            Column("joined", "date", "The day the first contract was signed.", unit="day"),
            Column(
                "monthly_bill",
                "number",
                "What the customer pays each month, tax included, at the end of 2025 or last.",
                unit="GBP a month",
                minimum=0,
                decimals=2,
            ),
            Column("left", "boolean", "Whether the customer had left by the end of 2025."),
            Column(
                "left_on",
                "date",
                "The first day without a contract; blank for those still there at the end of 2025.",
                unit="day",
                required=False,
                minimum=COMPANY.window[0].isoformat(),
                maximum=str(END),
            ),
        ),
        values=values,
        primary_key=("customer_id",),
    )
