"""What a file can't tell: the questions, and what their answers change in the plan."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from playbook.intake.columns import ColumnProfile
from playbook.intake.dates import DateEvidence
from playbook.intake.errors import IntakeError
from playbook.intake.layout import Layout
from playbook.intake.numbers import Decimal
from playbook.intake.plan import QUESTION_OF, Plan, missing
from playbook.intake.profiling import Profile
from playbook.intake.roles import DateOrder, Role, RoleKind
from playbook.intake.scores import (
    RECOMMEND_SCALE,
    ratings,
    recommend_is_certain,
)
from playbook.intake.suggesting import outcome_values

NOT_USED = ("ignore", "Don't use this column")
NUMERIC_KINDS = ("amount", "weight", "recommend", "satisfaction", "effort")
ORDERS: tuple[DateOrder, ...] = (
    "year first",
    "day first",
    "month first",
    "compact",
    "excel 1900",
    "excel 1904",
    "epoch seconds",
    "epoch milliseconds",
)
_SCALE_VALUE = re.compile(r"([01])-(5|7|10)")


@dataclass(frozen=True)
class Question:
    """Something a file can't tell, with the answers to choose from.

    Parameters
    ----------
    key
        What to pass to `answer`, such as "date:Closed at".
    text, why
        The question, and why it must be asked.
    options
        Pairs of a value for `answer` and its label.
    again
        True for "sheet" and "header": an answer other than the first option is given to
        `profile` (`sheet=…` or `header_rows=…`), since the file must be looked at again.
    """

    key: str
    text: str
    options: tuple[tuple[str, str], ...]
    why: str
    again: bool = False


def questions(profile: Profile, plan: Plan) -> list[Question]:
    """What the file can't tell and the plan still needs; empty when the plan can be read."""
    asked = []
    if "sheet" in missing(plan):
        asked.append(_sheet_question(plan.layout))
    if "header" in missing(plan):
        asked.append(_header_question(plan.layout))
    if plan.decimal is None and (unclear := _unclear_columns(profile, plan)):
        asked.append(_decimal_question(unclear))
    if "repeats" in missing(plan):
        asked.append(_repeats_question(profile.column(plan.columns("id")[0])))
    for name, role in plan.roles.items():
        if f"{QUESTION_OF.get(role.kind)}:{name}" in missing(plan):
            asked.append(_ASK[role.kind](profile.column(name), profile.decimal))
    return asked


def answer(plan: Plan, key: str, value: str) -> Plan:
    """The plan with one question answered; `key` and `value` as a Question gives them.

    Raises IntakeError for a key or a value that no question has, and for an answer to "sheet" or
    "header" that asks for another look at the file.
    """
    prefix, _, column = key.partition(":")
    if key in ("sheet", "header"):
        return _confirmed(plan, key, value)
    if key == "decimal" and value in (".", ","):
        decided: Literal[".", ","] = "." if value == "." else ","
        note = f"Decimal mark: {'a point' if value == '.' else 'a comma'}, as you said."
        plan = dataclasses.replace(plan, decimal=decided, notes=(*plan.notes, note))
    elif key == "repeats" and value in ("last", "all"):
        plan = dataclasses.replace(plan, repeats="last" if value == "last" else "all")
    elif column in plan.roles and prefix == QUESTION_OF.get(plan.roles[column].kind):
        plan = plan.with_role(column, _answered_role(plan.roles[column], prefix, value, key))
    else:
        raise _no_such_answer(key, value)
    return _marked(plan, key)


def _answered_role(role: Role, prefix: str, value: str, key: str) -> Role:
    """The role of a column after the answer to its question."""
    if value == "ignore":
        return Role("ignore")
    if prefix == "scale" and (match := _SCALE_VALUE.fullmatch(value)):
        scale = (int(match[1]), int(match[2]))
        why = f"scale {scale[0]} to {scale[1]}, as you said"
        if scale == RECOMMEND_SCALE and role.kind == "recommend":
            return dataclasses.replace(role, scale=scale, why=why)
        if role.kind == "recommend":
            why += "; used as a satisfaction rating, since a Net Promoter Score® needs 0 to 10"
        return dataclasses.replace(role, kind="satisfaction", scale=scale, why=why)
    if prefix == "effort" and value in ("ces1", "ces2"):
        version: Literal["ces1", "ces2"] = "ces1" if value == "ces1" else "ces2"
        return dataclasses.replace(role, version=version, why="direction as you said")
    if prefix == "outcome" and value:
        return dataclasses.replace(role, event=value, why="as you said")
    if prefix == "date" and value in ORDERS:
        order = ORDERS[[str(one) for one in ORDERS].index(value)]
        return dataclasses.replace(role, order=order, why=f"{order}, as you said")
    raise _no_such_answer(key, value)


def _confirmed(plan: Plan, key: str, value: str) -> Plan:
    """The plan with what its layout already says confirmed."""
    layout = plan.layout
    now = layout.sheet if key == "sheet" else str(int(layout.has_names))
    if value == now:
        return _marked(plan, key)
    if key == "sheet" and value in layout.sheets:
        raise IntakeError(
            f'The plan is for the sheet "{layout.sheet}".',
            f'Look at the file again with the sheet "{value}", then plan again.',
        )
    if key == "header" and value in ("0", "1"):
        raise IntakeError(
            "The plan takes the first row the other way.",
            f"Look at the file again with header_rows={value}, then plan again.",
        )
    raise _no_such_answer(key, value)


def _no_such_answer(key: str, value: str) -> IntakeError:
    return IntakeError(
        f'"{value}" is no answer to the question "{key}".',
        "Choose one of the answers that the question gives.",
    )


def _marked(plan: Plan, key: str) -> Plan:
    return plan if key in plan.answered else plan.with_answer(key)


def _unclear_columns(profile: Profile, plan: Plan) -> list[ColumnProfile]:
    return [
        column
        for column in profile.columns
        if plan.roles[column.name].kind in NUMERIC_KINDS and column.unclear_numbers
    ]


def _sheet_question(layout: Layout) -> Question:
    others = [sheet for sheet in layout.sheets if sheet != layout.sheet]
    return Question(
        key="sheet",
        text="Which sheet holds the table?",
        options=tuple((sheet, sheet) for sheet in (layout.sheet, *others)),
        why=f"{len(layout.sheets)} sheets of the workbook hold something.",
        again=True,
    )


def _header_question(layout: Layout) -> Question:
    names = ("1", "Names of the columns")
    data = ("0", "Data; the columns have no names")
    return Question(
        key="header",
        text="What is in the first row?",
        options=(names, data) if layout.has_names else (data, names),
        why="It holds numbers or dates, which could be names of columns or values.",
        again=True,
    )


def _decimal_question(columns: list[ColumnProfile]) -> Question:
    names = ", ".join(f'"{column.name}"' for column in columns[:3])
    example = next(
        (value for column in columns for value, _ in column.values if re.search("[.,]", value)),
        "1,234",
    )
    return Question(
        key="decimal",
        text=f'Which mark separates the decimals in {names}, for example in "{example}"?',
        options=((".", "A point (1,234.5)"), (",", "A comma (1.234,5)")),
        why="The numbers in the file can be read both ways, or some only one way and some only "
        "the other.",
    )


def _repeats_question(column: ColumnProfile) -> Question:
    repeats = column.filled - column.distinct
    return Question(
        key="repeats",
        text=f'What does a row stand for where "{column.name}" repeats?',
        options=(
            ("all", "One of several events of the same customer: keep all rows"),
            ("last", "The same answer once more: keep the last row of each id"),
        ),
        why=f"{repeats:,} of {column.filled:,} rows repeat an id.",
    )


def _scale_question(column: ColumnProfile, decimal: Decimal | None) -> Question:
    certain, why = recommend_is_certain(ratings(column, decimal or "."))
    return Question(
        key=f"scale:{column.name}",
        text=f'From which scale could people choose in "{column.name}"?',
        options=(
            ("0-10", "0 to 10; nobody happened to choose the missing ratings"),
            ("1-10", "1 to 10; used as a satisfaction rating"),
            ("1-5", "1 to 5; used as a satisfaction rating"),
            NOT_USED,
        ),
        why=("The column's header states another scale." if certain else why)
        + " A Net Promoter Score® needs the scale from 0 to 10.",
    )


def _satisfaction_question(column: ColumnProfile, decimal: Decimal | None) -> Question:
    numbers = [number for number, _ in ratings(column, decimal or ".")]
    scales = ("1-5", "1-7", "1-10", "0-10", "0-5")
    return Question(
        key=f"scale:{column.name}",
        text=f'From which scale could people choose in "{column.name}"?',
        options=(
            *((scale, scale.replace("-", " to ")) for scale in scales),
            NOT_USED,
        ),
        why=f"The ratings that occur run from {min(numbers):.0f} to {max(numbers):.0f}, which "
        "doesn't show the ends of the scale for certain.",
    )


def _effort_question(column: ColumnProfile, decimal: Decimal | None) -> Question:
    return Question(
        key=f"effort:{column.name}",
        text=f'Which effort question was asked in "{column.name}"?',
        options=(
            ("ces1", "How much effort did it take? 1 to 5, low is good"),
            ("ces2", "The company made it easy. 1 to 7, high is good"),
            NOT_USED,
        ),
        why="The two versions point in opposite directions, and the values alone don't show which "
        "it is.",
    )


def _outcome_question(column: ColumnProfile, decimal: Decimal | None) -> Question:
    values = outcome_values(column)
    return Question(
        key=f"outcome:{column.name}",
        text=f'Which value of "{column.name}" is the event to count?',
        options=(*((value, value) for value in values), NOT_USED),
        why="A share is the share of one value; which one isn't certain from the header.",
    )


def _date_question(column: ColumnProfile, decimal: Decimal | None) -> Question:
    dates = column.dates or DateEvidence()
    options: tuple[tuple[str, str], ...]
    if dates.slashed:
        by_day, by_month = dates.only_day_first, dates.only_month_first
        options = (
            ("day first", _order_label("Day first (31/12/2024)", by_month)),
            ("month first", _order_label("Month first (12/31/2024)", by_day)),
            NOT_USED,
        )
        why = f"All {dates.slashed:,} dates are possible in both orders."
        if by_day and by_month:
            why = (
                f"The orders are mixed: {by_day:,} values are dates only with the day first (row "
                f"{dates.day_first_row}), {by_month:,} only with the month first (row "
                f"{dates.month_first_row})."
            )
    else:
        options = (
            ("excel 1900", "Excel's day numbers"),
            ("excel 1904", "Excel's day numbers with the 1904 calendar (older Macs)"),
            NOT_USED,
        )
        why = f"{dates.serials:,} values are numbers of five digits, such as Excel's day numbers."
    return Question(
        key=f"date:{column.name}",
        text=f'How are the dates in "{column.name}" written?',
        options=options,
        why=why,
    )


def _order_label(label: str, rejected: int) -> str:
    return f"{label}; {rejected:,} values can't be used then" if rejected else label


_ASK: Mapping[RoleKind, Callable[[ColumnProfile, Decimal | None], Question]] = {
    "recommend": _scale_question,
    "satisfaction": _satisfaction_question,
    "effort": _effort_question,
    "outcome": _outcome_question,
    "date": _date_question,
}
