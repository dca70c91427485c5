"""The league chart: groups as observed and shrunken, and where each may truly rank."""

from __future__ import annotations

from playbook.charts.chart import ChartWithSummary
from playbook.charts.paired_rows import PairedRow, paired_rows
from playbook.measures.comparing.league import MOSTLY_NOISE, LeagueRow, LeagueTable
from playbook.measures.wording import number_text, places_for


def league_chart(league: LeagueTable, *, title: str | None = None) -> ChartWithSummary:
    """One row a group, best first: the observed value, the shrunken one and its interval.

    The note gives the rank the group may truly have, and n; the dashed line is the overall mean.
    Without `title` one is made that says how much of the ranking is noise.
    """
    chart = paired_rows(
        [
            PairedRow(row.label, _note(row), row.raw, row.shrunken, row.low, row.high)
            for row in league.rows
        ],
        hollow="observed",
        filled=f"shrunken, {100 * league.confidence:g}% interval",
        x_title=f"{league.name} ({league.unit})" if league.unit else league.name,
        line=(f"overall {_text(league, league.overall)}", league.overall),
    )
    rows = "; ".join(
        f"{row.rank}. {row.label} observed {_text(league, row.raw)}, shrunken "
        f"{_text(league, row.shrunken)} ({_text(league, row.low)} to {_text(league, row.high)}), "
        f"rank {_ranks(row)}, n = {row.n:,}"
        for row in league.rows
    )
    return ChartWithSummary(
        chart=chart,
        title=title or _title(league),
        summary=f"{league.sentence()} Overall {_text(league, league.overall)}. {rows}.",
    )


def _title(league: LeagueTable) -> str:
    noise = f"{100 * league.noise:.0f}%"
    first, last = league.rows[0], league.rows[-1]
    if league.noise >= MOSTLY_NOISE:
        return f"Most of this ranking is noise: chance makes {noise} of the variance."
    return (
        f"{first.label} leads and {last.label} is last; chance makes {noise} of the variance "
        "between groups."
    )


def _note(row: LeagueRow) -> str:
    return f"rank {_ranks(row)}, n = {row.n:,}"


def _ranks(row: LeagueRow) -> str:
    return f"{row.rank_low}" if row.rank_low == row.rank_high else f"{row.rank_low}–{row.rank_high}"


def _text(league: LeagueTable, number: float) -> str:
    percent = "%" if league.unit == "%" else ""
    places = places_for(league.unit, league.overall, *(row.raw for row in league.rows))
    return f"{number_text(number, places)}{percent}"
