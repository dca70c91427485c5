"""The chart of many tests at once: each p-value by itself, and judged together with the others."""

from __future__ import annotations

from playbook.charts.chart import ChartWithSummary
from playbook.charts.paired_rows import PairedRow, paired_rows
from playbook.measures.comparing.multiplicity import Screened, Screening
from playbook.measures.wording import listed, p_text

MOST = 20
MOST_NAMED = 3
TICKS = (0.001, 0.01, 0.1, 1.0)


def screening_chart(
    result: Screening, *, title: str | None = None, most: int = MOST
) -> ChartWithSummary:
    """One row a test, smallest p-value first: by itself, and adjusted for all tests.

    The scale is logarithmic and p-values below 0.001 lie at its end; the dashed line is the level.
    At most `most` tests are drawn, the summary says how many there are. Raises ValueError where
    there is no test.
    """
    if not result.tests:
        raise ValueError("There is no test to draw.")
    ordered = sorted(result.tests, key=lambda test: test.p)
    drawn = ordered[:most]
    beyond = "" if len(drawn) == result.n else f"; the {len(drawn)} smallest of {result.n:,}"
    return ChartWithSummary(
        chart=paired_rows(
            [
                PairedRow(one.label, _note(one), max(one.p, TICKS[0]), max(one.adjusted, TICKS[0]))
                for one in drawn
            ],
            hollow="by itself",
            filled="judged together",
            x_title=f"p-value (0.001 stands for 0.001 or less{beyond})",
            line=(f"level {result.alpha:g}", result.alpha),
            log_ticks=TICKS,
        ),
        title=title or _title(result),
        summary=f"{result.sentence()} By itself and adjusted: "
        + "; ".join(f"{one.label} {p_text(one.p)}, {p_text(one.adjusted)}" for one in drawn)
        + ".",
    )


def _note(one: Screened) -> str:
    before, after = (p_text(p).removeprefix("p ").removeprefix("= ") for p in (one.p, one.adjusted))
    return f"p {before} → {after}{', stands' if one.stands else ''}"


def _title(result: Screening) -> str:
    tests = "1 test" if result.n == 1 else f"{result.n:,} tests"
    lie = "lies" if result.below_alpha == 1 else "lie"
    found = f"Of {tests} {result.below_alpha:,} {lie} below {100 * result.alpha:g}% one by one"
    standing = result.standing
    if not standing:
        return f"{found}; judged together, none stands."
    named = f": {listed(standing)}" if len(standing) <= MOST_NAMED else ""
    stand = "stands" if len(standing) == 1 else "stand"
    return f"{found}; judged together, {len(standing):,} {stand}{named}."
