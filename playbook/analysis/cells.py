"""What the different cells of a column mean: numbers, dates, a yes or no, or a group's name."""

from __future__ import annotations

import math
import re
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd

from playbook.analysis.errors import AnalysisError
from playbook.intake.dates import parse_moment
from playbook.intake.numbers import MISSING_MARKS, Decimal, number_form, parse_number
from playbook.intake.roles import DateOrder
from playbook.intake.words import NO, YES

TRUTH = {"true": 1.0, "false": 0.0}

Kind: TypeAlias = Literal["number", "flag", "date", "text"]
Column: TypeAlias = "pd.Series[Any]"

DATE_ORDERS: tuple[DateOrder, ...] = ("year first", "day first", "month first", "compact")
"""How dates are written, as far as a column can tell by itself."""

COUNTED_DATES: tuple[DateOrder, ...] = (
    "excel 1900",
    "excel 1904",
    "epoch seconds",
    "epoch milliseconds",
)
"""Dates as numbers; only read so where that is said."""

_SCIENTIFIC = re.compile(r"[-+]?\d+(?:[.,]\d+)?[eE][-+]?\d{1,3}", re.ASCII)


def numbers(column: Column, decimal: Decimal | None) -> Column:
    """Numbers as floats; text that is none stays as it is, so that the measure counts it.

    The decimal mark is told from the column where that can be; AnalysisError asks where not.
    "10 - Extremely likely" is read as 10 where all texts of the column are labelled so, and true
    and false as 1 and 0 where there are no others.
    """
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
        return column
    if pd.api.types.is_datetime64_any_dtype(column):
        column = texts(column)
    written = _texts(column)
    mark = decimal or _decimal(str(column.name), written)
    read: dict[str, object] = {}
    strangers = []
    for text in written:
        if text.casefold() in MISSING_MARKS:
            read[text] = None
        elif (number := _number(text, mark)) is not None:
            read[text] = number
        else:
            strangers.append(text)
    if strangers and {text.casefold() for text in strangers} <= TRUTH.keys():
        labelled: dict[str, float | None] = {text: TRUTH[text.casefold()] for text in strangers}
    else:
        labelled = {text: _labelled(text) for text in strangers}
    whole = all(number is not None for number in labelled.values())
    read.update(labelled if whole else dict.fromkeys(strangers, "not a number"))
    values = column.map(read)
    return values.astype("float64") if whole or not strangers else values.astype(object)


def _texts(column: Column) -> list[str]:
    return [str(text) for text in column.dropna().astype("str").unique()]


def _number(text: str, mark: Decimal) -> float | None:
    """A number as the intake reads it, or as programs write small and large ones: 3.2e-05."""
    if not _SCIENTIFIC.fullmatch(text):
        return parse_number(text, mark)
    if ("," if mark == "." else ".") in text:
        return None
    number = float(text.replace(",", "."))
    return number if math.isfinite(number) else None


def _labelled(text: str) -> float | None:
    from playbook.intake.scores import parse_rating

    number, reason = parse_rating(text, (-(10**9), 10**9), ".", labelled=True)
    return None if reason else number


def _decimal(name: str, texts: list[str]) -> Decimal:
    forms = {number_form(text) for text in texts}
    if {"point", "comma"} <= forms:
        raise AnalysisError(
            f'Column "{name}" has numbers with a decimal point and numbers with a decimal comma.',
            "Make them alike, or say --decimal point or --decimal comma; the others are left out.",
        )
    if "comma" in forms:
        return ","
    if "point" in forms or not forms & {"unclear point", "unclear comma"}:
        return "."
    example = next(text for text in texts if number_form(text).startswith("unclear"))
    raise AnalysisError(
        f'"{example}" in column "{name}" can be read with a decimal point or a decimal comma.',
        "Say --decimal point or --decimal comma.",
    )


def flags(column: Column, counts_as: str | None) -> Column:
    """1.0 where the event happened, 0.0 where not, missing where blank.

    `counts_as` names the value that counts; without it, a yes-or-no column is read by its words.
    AnalysisError asks where the values don't tell.
    """
    if pd.api.types.is_bool_dtype(column):
        return column.astype("float64")
    texts = column.map(_flag_text, na_action="ignore")
    found = {text for text in texts.dropna().unique() if text.casefold() not in MISSING_MARKS}
    if counts_as is not None:
        if counts_as not in found:
            raise AnalysisError(
                f'No cell of column "{column.name}" is "{counts_as}".',
                f"Choose one of its values: {_listed(found)}.",
            )
        yes, no = {counts_as}, found - {counts_as}
    else:
        yes = {text for text in found if text.casefold() in YES}
        no = {text for text in found if text.casefold() in NO}
        if found - yes - no:
            raise AnalysisError(
                f'Which value of column "{column.name}" counts can\'t be told: {_listed(found)}.',
                "Name it: --counts-as VALUE.",
            )
    return texts.map({**dict.fromkeys(no, 0.0), **dict.fromkeys(yes, 1.0)}).astype("float64")


def _flag_text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _listed(values: set[str]) -> str:
    shown = sorted(values)[:8]
    return ", ".join(f'"{value}"' for value in shown) + (" …" if len(values) > len(shown) else "")


def dates(column: Column, order: DateOrder | None) -> Column:
    """Dates with their time as datetime64[s]; text that is no date is missing.

    The order of day, month and year is told from the column where that can be; AnalysisError asks
    where not, and where no order reads most of the cells.
    """
    if pd.api.types.is_datetime64_any_dtype(column):
        return column.dt.tz_localize(None) if column.dt.tz is not None else column
    if pd.api.types.is_float_dtype(column):
        column = column.map(_flag_text, na_action="ignore")
    texts = [text for text in _texts(column) if text.casefold() not in MISSING_MARKS]
    numbered = all(text.replace(".", "", 1).isdecimal() for text in texts)
    applies = order is not None and (numbered or order not in COUNTED_DATES)
    chosen = order if order and applies else _order(str(column.name), texts)
    seconds = {text: parse_moment(text, chosen) for text in texts}
    moments = {
        text: np.datetime64(second, "s") for text, second in seconds.items() if second is not None
    }
    if texts and len(moments) < len(texts) / 2:
        unread = next(text for text in texts if text not in moments)
        raise AnalysisError(
            f'Column "{column.name}" holds "{unread}", which is no date.',
            "Name a column of dates, such as 2025-01-31, or say how they are written: "
            "--date-order, such as --date-order 'excel 1900' for 45688.",
        )
    return column.astype("str").map(moments).astype("datetime64[s]")


def _order(name: str, texts: list[str]) -> DateOrder:
    readings = {
        order: [parse_moment(text, order) for text in texts[:20_000]] for order in DATE_ORDERS
    }
    read = {order: sum(one is not None for one in found) for order, found in readings.items()}
    best = max(read.values(), default=0)
    fitting = [order for order in DATE_ORDERS if read[order] == best and best]
    if not fitting:
        return "year first"
    if any(readings[order] != readings[fitting[0]] for order in fitting):
        raise AnalysisError(
            f'The dates of column "{name}" can be read day first or month first.',
            'Say --date-order "day first" or --date-order "month first".',
        )
    return fitting[0]


def texts(column: Column) -> Column:
    """Names of groups or customers as text, missing where blank; a day as 2025-01-31."""
    if pd.api.types.is_datetime64_any_dtype(column):
        known = column.dropna()
        days = bool((known == known.dt.normalize()).all())
        return column.dt.strftime("%Y-%m-%d" if days else "%Y-%m-%d %H:%M:%S").astype("str")
    return column.map(_flag_text, na_action="ignore").astype("str")
