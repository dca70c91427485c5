"""The chart of silence: after how long without a purchase a customer is more likely gone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import altair as alt
import numpy as np
import pandas as pd

from playbook.charts.axes import axis_title, upright_axis
from playbook.charts.chart import ChartWithSummary
from playbook.measures.errors import MeasureError
from playbook.measures.lifetime.bg_nbd import BetaGeometricNBD
from playbook.measures.wording import number_text
from playbook.tokens import token

HEIGHT = 260
STEPS = 120
LABEL_HEIGHT = 16
WIDTHS = (1.5, 2.5, 4.0, 5.5)


def silence_chart(
    model: BetaGeometricNBD,
    *,
    active: float,
    silence: float,
    frequencies: Sequence[int] = (1, 3, 10),
    title: str | None = None,
) -> ChartWithSummary:
    """Chance to be a customer still, as silence lasts: one line a number of repeat purchases.

    The customers made their repeat purchases within `active`, and then none for up to `silence`,
    both in the model's unit. The thicker the line, the more purchases. Raises MeasureError for
    times that are not above 0, and unless there are 1 to 4 different frequencies of 1 or more:
    without a repeat purchase the model has no doubt about anybody.
    """
    often = sorted(set(frequencies))
    if not (active > 0 and silence > 0):
        raise MeasureError(
            "The time of purchases and that of silence are not both above 0.",
            f"Give both in {model.unit}s.",
        )
    if not 1 <= len(often) <= len(WIDTHS) or often[0] < 1:
        raise MeasureError(
            f"The frequencies {often} are not 1 to {len(WIDTHS)} numbers of 1 or more.",
            "Choose a few numbers of repeat purchases, such as 1, 3 and 10.",
        )
    times = np.linspace(0, silence, STEPS + 1)
    lines = {
        count: 100
        * model.p_alive(np.full(len(times), count), np.full(len(times), active), active + times)
        for count in often
    }
    frame = pd.concat(
        pd.DataFrame({"silence": times, "alive": line, "repeats": count})
        for count, line in lines.items()
    )
    x = alt.X(
        "silence:Q",
        title=axis_title(f"Silence since the last purchase ({model.unit}s)"),
        scale=alt.Scale(domain=[0, silence], nice=False),
    )
    y = alt.Y(
        "alive:Q",
        axis=upright_axis("Chance to be a customer still (%), by how often they bought again"),
        scale=alt.Scale(domain=[0, 100], nice=False),
    )
    labels = pd.DataFrame(
        {
            "silence": silence,
            "alive": _apart([float(line[-1]) for line in lines.values()]),
            "text": [_name(count) for count in often],
        }
    )
    layers = [
        *(
            alt.Chart(frame)
            .transform_filter(f"datum.repeats == {count}")
            .mark_line(strokeWidth=width)
            .encode(x=x, y=y, tooltip=["repeats", "silence", "alive"])
            for count, width in zip(often, WIDTHS, strict=False)
        ),
        alt.Chart(pd.DataFrame([{"alive": 50}]))
        .mark_rule(strokeDash=[5, 4], color=token("line-strong"))
        .encode(y=y),
        alt.Chart(labels)
        .mark_text(align="left", dx=6, fontWeight="bold")
        .encode(x=x, y=y, text="text:N"),
    ]
    halves = {count: _half(times, line) for count, line in lines.items()}
    return ChartWithSummary(
        chart=alt.LayerChart(layer=layers, height=HEIGHT),
        title=title or _title(model, active, silence, halves),
        summary=_summary(model, active, silence, lines, halves),
    )


def _half(times: np.ndarray, line: np.ndarray) -> float | None:
    """Silence at which the chance falls to 50%, None where it does not within the times."""
    if line[0] <= 50 or line[-1] > 50:
        return None
    return float(np.interp(-50.0, -line, times))


def _apart(ends: list[float]) -> list[float]:
    """The heights of labels in %, kept a line of text apart, in the order of the ends."""
    room = 100 * LABEL_HEIGHT / HEIGHT
    order = np.argsort(ends)
    placed = list(ends)
    for below, above in pairwise(order):
        placed[above] = max(placed[above], placed[below] + room)
    return placed


def _name(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"


def _title(
    model: BetaGeometricNBD, active: float, silence: float, halves: dict[int, float | None]
) -> str:
    most = max(halves)
    half = halves[most]
    who = f"A customer who bought again {_name(most)} in {model.span(active)}"
    if half is None:
        return f"{who} is not more likely gone than not after {model.span(silence)} of silence."
    return f"{who} is more likely gone than not after {model.span(half)} of silence."


def _summary(
    model: BetaGeometricNBD,
    active: float,
    silence: float,
    lines: dict[int, np.ndarray],
    halves: dict[int, float | None],
) -> str:
    parts = []
    for count, line in lines.items():
        half = halves[count]
        falls = "50% is not crossed" if half is None else f"50% is reached after {model.span(half)}"
        parts.append(
            f"bought again {_name(count)}: {number_text(float(line[0]), 1)}% right after the last "
            f"purchase, {number_text(float(line[-1]), 1)}% after {model.span(silence)} of silence, "
            f"{falls}"
        )
    return (
        f"Chance to be a customer still, by silence, of customers whose repeat purchases lie "
        f"within {model.span(active)}: {'; '.join(parts)}. {model.sentence()}"
    )
