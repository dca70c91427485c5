"""Charts of teams with a sign to look into: their shares, and their scores beside behaviour."""

from __future__ import annotations

from playbook.charts.chart import ChartWithSummary
from playbook.charts.difference import NO_DIFFERENCE, change_text
from playbook.charts.interval import IntervalRow, interval_rows
from playbook.charts.paired_rows import PairedRow, paired_rows
from playbook.charts.rows import checked_rows
from playbook.measures.pay.score_and_behaviour import ScoreAndBehaviour, ScoresAndBehaviour
from playbook.measures.pay.team_signals import TeamRow, TeamSignals
from playbook.measures.wording import listed, number_text

LOOK = "look into"
MOST_NAMED = 3


def team_signals_chart(result: TeamSignals, *, title: str | None = None) -> ChartWithSummary:
    """One row a team, the clearest sign first: its share with interval, and its reference's share.

    A team to look into says so in its note. Raises ValueError for more than 60 teams.
    """
    checked_rows(len(result.rows), "teams")
    confidence = max((row.share.confidence for row in result.rows), default=0.95)
    return ChartWithSummary(
        chart=paired_rows(
            [
                PairedRow(
                    row.team,
                    _note(row),
                    row.reference.value,
                    row.share.value,
                    row.share.low,
                    row.share.high,
                )
                for row in result.rows
            ],
            hollow=result.against,
            filled=f"the team, {100 * confidence:g}% interval",
            x_title=f"{result.what} (%)",
        ),
        title=title or _title(result),
        summary=f"{result.sentence()} All: {'; '.join(row.sentence() for row in result.rows)}.",
    )


def score_and_behaviour_chart(
    result: ScoresAndBehaviour, *, title: str | None = None
) -> ChartWithSummary:
    """One row a team: the change of its score with interval, that of its repeat contacts as text.

    A team to look into is a diamond in the warning colour, and its note says so. Raises ValueError
    for more than 60 teams.
    """
    checked_rows(len(result.rows), "teams")
    unit = next((f", {row.score.unit}" for row in result.rows if row.score.unit), "")
    return ChartWithSummary(
        chart=interval_rows(
            [
                IntervalRow(
                    row.team,
                    _changes(row),
                    row.score.difference,
                    row.score.low,
                    row.score.high,
                    row.flagged,
                )
                for row in result.rows
            ],
            x_title=f"Change of the score (after minus before{unit})",
            reference=NO_DIFFERENCE,
        ),
        title=title or _change_title(result),
        summary=f"{result.sentence()} All: {'; '.join(row.sentence() for row in result.rows)}.",
    )


def _note(row: TeamRow) -> str:
    own, other = (number_text(one.value or 0.0, 1) for one in (row.share, row.reference))
    sign = f"; {LOOK}" if row.flagged else ""
    return f"{own}% against {other}%, n = {row.share.n:,}{sign}"


def _title(result: TeamSignals) -> str:
    if not result.rows:
        return f"{result.what}: no teams can be compared."
    if not result.flagged:
        return f"{result.what}: none of {len(result.rows)} teams stands out beyond chance."
    names = [row.team for row in result.flagged]
    if len(names) <= MOST_NAMED:
        who = f"{listed(names)} {'stands' if len(names) == 1 else 'stand'} out"
    else:
        who = f"{len(names)} of {len(result.rows)} teams stand out"
    return f"{result.what}: {who} beyond chance, a signal to look into."


def _changes(row: ScoreAndBehaviour) -> str:
    sign = f"; {LOOK}" if row.flagged else ""
    return f"score {change_text(row.score)}, repeats {change_text(row.repeats)} points{sign}"


def _change_title(result: ScoresAndBehaviour) -> str:
    if not result.rows:
        return "Score against repeat contacts: no team is known."
    count = len(result.flagged)
    if not count:
        return "In no team did the score rise beyond chance without a visible fall of repeats."
    return (
        f"In {count} of {len(result.rows)} teams the score rose beyond chance and no fall of "
        "repeat contacts is visible: a signal to look into."
    )
