"""The best guess of the columns' roles, and what the file tells about each role."""

from __future__ import annotations

import dataclasses
import re
from typing import Literal

from playbook.intake import words
from playbook.intake.columns import ColumnProfile
from playbook.intake.dates import DateEvidence
from playbook.intake.errors import IntakeError
from playbook.intake.exports import ANSWER_IDS, Export, bare_name, export_named
from playbook.intake.limits import EXPECTED_REPEATS, MAX_GROUPS
from playbook.intake.numbers import MISSING_MARKS, Decimal
from playbook.intake.plan import Plan
from playbook.intake.profiling import Profile
from playbook.intake.roles import DateOrder, Role, RoleKind
from playbook.intake.scores import (
    RECOMMEND_SCALE,
    all_labelled,
    mostly_on_scale,
    ratings,
    recommend_is_certain,
    seen_scale,
)
from playbook.intake.words import spoken, stated_scale

MOSTLY = 0.9
HALF = 0.5
MIN_A_GROUP = 2


def suggest(profile: Profile) -> Plan:
    """The best guess of every column's role, from the export's names, words and values.

    What the file can't tell is left open in the roles and asked by `questions`.
    """
    export = export_named(profile.layout.export)
    plan = Plan(
        sha256=profile.sha256,
        layout=profile.layout,
        roles={column.name: Role("ignore") for column in profile.columns},
        decimal=profile.decimal,
        repeats="all",
        answered=(),
        notes=profile.notes,
    )
    for name, kind in suggest_kinds(profile, export).items():
        hint = export.roles.get(bare_name(name)) if export else None
        if hint is not None and hint.kind == kind and hint != Role(kind):
            plan = plan.with_role(name, hint)
        else:
            plan = assign(profile, plan, name, kind)
    return plan


def assign(profile: Profile, plan: Plan, column: str, kind: RoleKind) -> Plan:
    """The plan with another role for one column, completed from what the profile tells.

    Raises IntakeError if there is no such column or it can't play that role.
    """
    if column not in plan.roles:
        raise IntakeError(
            f'There is no column "{column}".', f"Choose one of: {', '.join(plan.roles)}."
        )
    role = complete_role(profile.column(column), kind, profile.decimal)
    keys = {f"{prefix}:{column}" for prefix in ("date", "effort", "scale", "outcome")}
    answered = tuple(key for key in plan.answered if key not in keys)
    roles = dict(plan.roles)
    if kind == "id":
        for other in plan.columns("id"):
            roles[other] = Role("ignore")
        answered = tuple(key for key in answered if key != "repeats")
    roles[column] = role
    plan = dataclasses.replace(plan, roles=roles, answered=answered)
    if kind == "id" or not plan.columns("id"):
        return dataclasses.replace(plan, repeats=_repeats(profile, plan))
    return plan


def _repeats(profile: Profile, plan: Plan) -> Literal["last", "all"] | None:
    ids = plan.columns("id")
    if not ids:
        return "all"
    column = profile.column(ids[0])
    if column.imprecise:
        return "all"
    repeats = column.filled - column.distinct
    few = repeats <= max(EXPECTED_REPEATS * column.filled, 1)
    if not repeats or bare_name(column.name) in ANSWER_IDS:
        return "last"
    return "last" if few and profile.layout.has_names else None


def complete_role(column: ColumnProfile, kind: RoleKind, decimal: Decimal | None) -> Role:
    """A role of this kind with what the column itself tells.

    Fields that it can't tell stay None. Raises IntakeError if the column can't play the role.
    """
    mark: Decimal = decimal or "."
    if kind == "recommend":
        return _recommend(column, mark)
    if kind == "satisfaction":
        return _satisfaction(column, mark)
    if kind == "effort":
        return _effort(column, mark)
    if kind == "outcome":
        return _outcome(column)
    if kind == "date":
        return _date(column)
    if kind in ("amount", "weight") and not column.numbers:
        raise _unfit(column, kind, "it holds no numbers")
    if kind == "group" and not (column.complete and column.distinct <= MAX_GROUPS):
        raise _unfit(column, kind, f"it has more than {MAX_GROUPS} different values")
    if kind == "id" and column.imprecise:
        why = (
            f"{column.imprecise:,} ids were rounded by a spreadsheet (such as 1.23E+17), so "
            "repeats can't be told and none were dropped; export the ids as text"
        )
        return Role("id", why=why)
    return Role(kind)


def _unfit(column: ColumnProfile, kind: RoleKind, because: str) -> IntakeError:
    return IntakeError(
        f'"{column.name}" can\'t be read as "{kind}": {because}.', "Choose another column or role."
    )


def _text(column: ColumnProfile) -> str:
    return f"{spoken(column.name)} {column.question}"


def _recommend(column: ColumnProfile, decimal: Decimal) -> Role:
    found = ratings(column, decimal)
    if not mostly_on_scale(found, RECOMMEND_SCALE):
        raise _unfit(column, "recommend", "most of its values are no whole numbers from 0 to 10")
    labelled = all_labelled(column)
    stated = stated_scale(_text(column))
    if stated is not None:
        known = stated == RECOMMEND_SCALE
        why = "read as 0 to 10, because the column's header says so" if known else ""
    else:
        known, why = recommend_is_certain(found)
    if not known:
        return Role("recommend", labelled=labelled)
    return Role("recommend", scale=RECOMMEND_SCALE, labelled=labelled, why=_labels(why, labelled))


def _labels(why: str, labelled: bool) -> str:
    return f'{why}; "10 - text" is read by its number' if labelled else why


def _satisfaction(column: ColumnProfile, decimal: Decimal) -> Role:
    found = ratings(column, decimal)
    if not mostly_on_scale(found, RECOMMEND_SCALE):
        raise _unfit(column, "satisfaction", "most of its values are no ratings up to 10")
    labelled = all_labelled(column)
    scale, why = stated_scale(_text(column)), "the column's header says so"
    if scale is None:
        scale, why = seen_scale(found), "both ends occur and nothing outside"
    if scale is None:
        return Role("satisfaction", labelled=labelled)
    why = f"scale {scale[0]} to {scale[1]}, because {why}"
    return Role("satisfaction", scale=scale, labelled=labelled, why=_labels(why, labelled))


def _effort(column: ColumnProfile, decimal: Decimal) -> Role:
    if not mostly_on_scale(ratings(column, decimal), (1, 7)):
        raise _unfit(column, "effort", "most of its values are no whole numbers from 1 to 7")
    labelled = all_labelled(column)
    why = "direction known from the column's header"
    if words.EFFORT_CES1.search(_text(column)):
        return Role("effort", version="ces1", labelled=labelled, why=why)
    if words.EFFORT_CES2.search(_text(column)):
        return Role("effort", version="ces2", labelled=labelled, why=why)
    return Role("effort", labelled=labelled)


def outcome_values(column: ColumnProfile) -> list[str]:
    """The values of a column that are no missing marks, most frequent first."""
    return [value for value, _ in column.values if value.casefold() not in MISSING_MARKS]


def _outcome(column: ColumnProfile) -> Role:
    values = outcome_values(column)
    if not column.complete or not 2 <= len(values) <= MAX_GROUPS:
        raise _unfit(column, "outcome", f"it needs 2 to {MAX_GROUPS} different values")
    if len(values) == 2 and words.LEFT.search(_text(column)):
        yes = [value for value in values if value.casefold() in words.YES]
        no = [value for value in values if value.casefold() in words.NO]
        if len(yes) == len(no) == 1:
            why = "known from the column's header and values"
            return Role("outcome", event=yes[0], other=no[0], why=why)
    return Role("outcome")


def _date(column: ColumnProfile) -> Role:
    dates = column.dates
    if dates is None:
        raise _unfit(column, "date", "no value is written like a date")
    order, why = date_order(dates, _text(column))
    if dates.zones and order:
        why += f"; {dates.zones:,} times carry a time zone and are kept as written"
    if dates.short_years and order:
        why += "; years of two digits are read as 1970 to 2069"
    return Role("date", order=order, why=why)


def date_order(dates: DateEvidence, header: str) -> tuple[DateOrder | None, str]:
    """The order in which a column's dates are written and how it was known; None if it isn't."""
    if dates.slashed:
        return _slashed_order(dates, header)
    if dates.written:
        return "year first", "year first, as written"
    if dates.compact:
        return "compact", f"yyyymmdd, because all {dates.compact:,} values are dates that way"
    if dates.epochs:
        unit: DateOrder = "epoch seconds" if dates.epoch_unit == "seconds" else "epoch milliseconds"
        return unit, f"{dates.epoch_unit} since 1 January 1970 (UTC), from the size of the numbers"
    return None, ""


def _slashed_order(dates: DateEvidence, header: str) -> tuple[DateOrder | None, str]:
    by_day, by_month = dates.only_day_first, dates.only_month_first
    if by_day and not by_month:
        return "day first", f"day first, because {_over_12(by_day, 'first')}"
    if by_month and not by_day:
        return "month first", f"month first, because {_over_12(by_month, 'second')}"
    if by_day and by_month:
        return None, ""
    if words.DAY_FIRST_HINT.search(header):
        return "day first", "day first, because the column's header says so"
    if words.MONTH_FIRST_HINT.search(header):
        return "month first", "month first, because the column's header says so"
    if not dates.either:
        return "day first", "day first, which here gives the same dates as month first"
    return None, ""


def _over_12(count: int, part: str) -> str:
    return f"{count:,} {'value has' if count == 1 else 'values have'} a {part} part over 12"


def suggest_kinds(profile: Profile, export: Export | None) -> dict[str, RoleKind]:
    """The kind of every column that is worth a role other than "ignore"."""
    kinds: dict[str, RoleKind] = {}
    for column in profile.columns:
        kind = _kind(profile, column, export)
        if kind is not None and _fits(column, kind, profile.decimal):
            kinds[column.name] = kind
    for single, best in (("id", _best_id), ("date", _best_date)):
        candidates = [profile.column(name) for name, kind in kinds.items() if kind == single]
        chosen = best(candidates, export)
        for candidate in candidates:
            if candidate is not chosen:
                del kinds[candidate.name]
    return kinds


def _fits(column: ColumnProfile, kind: RoleKind, decimal: Decimal | None) -> bool:
    try:
        complete_role(column, kind, decimal)
    except IntakeError:
        return False
    return True


def _kind(profile: Profile, column: ColumnProfile, export: Export | None) -> RoleKind | None:
    if column.kind == "blank":
        return None
    hint = export.roles.get(bare_name(column.name)) if export else None
    if hint is not None:
        return hint.kind
    if export and bare_name(column.name) in ("score", "response"):
        return _survey_kind(profile)
    name, text = spoken(column.name), _text(column)
    decimal = profile.decimal
    if words.NOT_RECOMMEND.search(name):
        return "group" if _fits(column, "group", decimal) else None
    for kind, pattern in _PERCEPTIONS:
        if pattern.search(text) and _fits(column, kind, decimal):
            return kind
    if column.kind == "dates" or (_date_share(column) >= HALF and words.DATE.search(name)):
        return "date"
    if words.OUTCOME.search(name) and len(outcome_values(column)) == 2 and column.complete:
        return "outcome"
    if words.WEIGHT.search(name) and column.kind in ("numbers", "whole numbers"):
        return "weight"
    if _may_be_id(profile, column, name):
        return "id"
    return _group_or_amount(column, name)


_PERCEPTIONS: tuple[tuple[RoleKind, re.Pattern[str]], ...] = (
    ("recommend", words.RECOMMEND),
    ("effort", words.EFFORT),
    ("satisfaction", words.SATISFACTION),
)


def _survey_kind(profile: Profile) -> RoleKind | None:
    """The kind of a score whose survey type stands in a column of its own."""
    for column in profile.columns:
        if bare_name(column.name) == "surveytype" and column.complete:
            types = " ".join(value.casefold() for value, _ in column.values)
            named = [kind for kind, pattern in _PERCEPTIONS if pattern.search(types)]
            return named[0] if len(named) == 1 else None
    return None


def _date_share(column: ColumnProfile) -> float:
    dates = column.dates
    if dates is None or not column.filled:
        return 0.0
    return (dates.written + dates.compact + dates.serials + dates.epochs) / column.filled


def _may_be_id(profile: Profile, column: ColumnProfile, name: str) -> bool:
    if not profile.layout.has_names:
        return column.name == profile.columns[0].name and column.leading_zeros > 0
    if bare_name(column.name) in ANSWER_IDS:
        return True
    many = column.distinct > MAX_GROUPS or column.distinct > HALF * column.filled
    return bool(words.ID.search(name)) and many and column.filled >= MOSTLY * profile.rows


def _group_or_amount(column: ColumnProfile, name: str) -> RoleKind | None:
    if words.PERSONAL.search(name) or column.distinct < MIN_A_GROUP:
        return None
    broken = column.numbers == column.filled and column.whole < column.numbers
    if column.kind in ("text", "two values") and not broken:
        repeated = column.filled >= MIN_A_GROUP * column.distinct
        return "group" if repeated and column.distinct <= MAX_GROUPS else None
    is_number = broken or column.kind in ("numbers", "whole numbers")
    if is_number and not column.leading_zeros and not words.ID_LIKE.search(name):
        return "amount"
    return None


def _best_id(candidates: list[ColumnProfile], export: Export | None) -> ColumnProfile | None:
    def rank(column: ColumnProfile) -> tuple[bool, bool, bool]:
        bare = bare_name(column.name)
        hinted = export is not None and bare in export.roles
        return (
            not (hinted or bare in ANSWER_IDS),
            column.distinct != column.filled,
            words.BEST_ID.search(spoken(column.name)) is None,
        )

    return min(candidates, key=rank, default=None)


def _best_date(candidates: list[ColumnProfile], export: Export | None) -> ColumnProfile | None:
    order = list(export.roles) if export else []

    def rank(column: ColumnProfile) -> tuple[int, bool]:
        bare = bare_name(column.name)
        place = order.index(bare) if bare in order else len(order)
        return place, words.BEST_DATE.search(spoken(column.name)) is None

    return min(candidates, key=rank, default=None)
