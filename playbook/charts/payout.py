"""The payout chart: what each score pays, and what sampling alone would pay."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from playbook.charts.axes import axis_title, upright_axis
from playbook.charts.chart import ChartWithSummary, Layers
from playbook.measures.business.money import rate_text
from playbook.measures.pay.noise_pay import NoisePay
from playbook.measures.pay.payout import PayoutCurve
from playbook.measures.wording import number_text, places_for, with_unit
from playbook.tokens import token

HEIGHT = 260
ROOM = 0.3
HILL = 0.3
STEPS = 40


def payout_chart(
    curve: PayoutCurve,
    noise: NoisePay | None = None,
    *,
    title: str | None = None,
    x_title: str = "Score",
) -> ChartWithSummary:
    """Payout in % of target by score, threshold, target and maximum marked on the axis.

    With `noise` a hill at the bottom shows which scores sampling alone gives around the true one
    (its height has no scale), and a dashed line the payout that they come to on average. Without
    `title` one is made from the numbers.
    """
    low, high = _span(curve, noise)
    if noise is not None:
        x_title += f"; hill: scores that {noise.n:,} answers give"
    x = alt.X(
        "score:Q",
        scale=alt.Scale(domain=[low, high], nice=False, zero=False),
        axis=alt.Axis(
            title=axis_title(x_title),
            values=[curve.threshold, curve.target, curve.maximum],
            labelOverlap="greedy",
        ),
    )
    top = 100 * float(curve.payouts([high])[0])
    y = alt.Y(
        "payout:Q",
        scale=alt.Scale(domain=[0, 1.15 * top], nice=False),
        axis=upright_axis("Payout (% of the target bonus)"),
    )
    layers: list[Layers] = [] if noise is None else _hill(noise, x, y, top)
    layers += _curve(curve, low, high, x, y)
    if noise is not None:
        layers += _expected(noise, x, y)
    return ChartWithSummary(
        chart=alt.LayerChart(layer=layers, height=HEIGHT),
        title=title or _title(curve, noise),
        summary=_summary(curve, noise),
    )


def _span(curve: PayoutCurve, noise: NoisePay | None) -> tuple[float, float]:
    room = ROOM * (curve.maximum - curve.threshold)
    ends = [curve.threshold - room, curve.maximum + room]
    if noise is not None:
        ends += [noise.scores[place] for place in _likely(noise)]
    return min(ends), max(ends)


def _likely(noise: NoisePay) -> list[int]:
    """Places of the scores worth drawing: those with a hundredth of the highest chance or more."""
    least = max(noise.chances) / 100
    return [place for place, chance in enumerate(noise.chances) if chance >= least]


def _hill(noise: NoisePay, x: alt.X, y: alt.Y, top: float) -> list[Layers]:
    places = _likely(noise)
    hill = pd.DataFrame(
        {
            "score": [noise.scores[place] for place in places],
            "payout": [HILL * top * noise.chances[place] / max(noise.chances) for place in places],
        }
    )
    return [
        alt.Chart(hill)
        .mark_area(color=token("warn-soft"), line={"color": token("warn"), "strokeWidth": 1})
        .encode(x=x, y=y),
    ]


def _curve(curve: PayoutCurve, low: float, high: float, x: alt.X, y: alt.Y) -> list[Layers]:
    paid_from = np.unique(
        [curve.threshold, curve.target, curve.maximum, *np.linspace(curve.threshold, high, STEPS)]
    )
    below = pd.DataFrame({"score": [low, curve.threshold], "payout": [0.0, 0.0]})
    paid = pd.DataFrame({"score": paid_from, "payout": 100 * curve.payouts(paid_from)})
    jump = pd.DataFrame(
        [{"score": curve.threshold, "payout": 0.0, "end": 100 * curve.at_threshold}]
    )
    corners = pd.DataFrame(
        {
            "score": [curve.threshold, curve.target, curve.maximum],
            "payout": [100 * curve.at_threshold, 100.0, 100 * curve.at_maximum],
        }
    )
    corners["text"] = [f"{number_text(value, 0)}%" for value in corners["payout"]]
    from_0 = curve.at_threshold == 0
    marks = alt.Chart(corners).encode(x=x, y=y, tooltip=["score", "payout"])
    return [
        alt.Chart(jump)
        .mark_rule(strokeDash=[3, 3], color=token("accent"))
        .encode(x=x, y=y, y2="end:Q"),
        alt.Chart(below).mark_line().encode(x=x, y=y),
        alt.Chart(paid).mark_line().encode(x=x, y=y),
        marks.mark_point(),
        marks.transform_filter(f"datum.score > {curve.threshold}")
        .mark_text(align="right", dx=-8, dy=-8, fontWeight="bold")
        .encode(text="text:N"),
        marks.transform_filter(f"datum.score == {curve.threshold}")
        .mark_text(
            align="right" if from_0 else "left",
            dx=-8 if from_0 else 8,
            dy=-8 if from_0 else 14,
            fontWeight="bold",
        )
        .encode(text="text:N"),
    ]


def _expected(noise: NoisePay, x: alt.X, y: alt.Y) -> list[Layers]:
    line = alt.Chart(pd.DataFrame([{"payout": 100 * noise.expected}])).encode(y=y)
    return [
        line.mark_rule(color=token("warn"), strokeDash=[5, 4], strokeWidth=1.5),
        line.mark_text(
            text=f"luck pays {rate_text(noise.expected)}",
            align="right",
            baseline="bottom",
            dx=-4,
            dy=-4,
            color=token("warn"),
            fontWeight="bold",
        ).encode(x=alt.value("width")),
    ]


def _title(curve: PayoutCurve, noise: NoisePay | None) -> str:
    if noise is None:
        return (
            f"Nothing below {number_text(curve.threshold, 1)}, {rate_text(curve.at_threshold)} of "
            f"target there, {rate_text(curve.at_maximum)} at {number_text(curve.maximum, 1)}."
        )
    true = with_unit(noise.true_score, noise.unit, places_for(noise.unit, noise.true_score))
    return (
        f"With an unchanged true score of {true}, sampling alone pays {rate_text(noise.expected)} "
        f"of target on average, where the true score would pay {rate_text(noise.at_true_score)}."
    )


def _summary(curve: PayoutCurve, noise: NoisePay | None) -> str:
    shape = (
        f"Payout curve: 0% below {number_text(curve.threshold, 1)}, "
        f"{rate_text(curve.at_threshold)} at {number_text(curve.threshold, 1)}, 100% at "
        f"{number_text(curve.target, 1)}, {rate_text(curve.at_maximum)} at "
        f"{number_text(curve.maximum, 1)}, {'capped' if curve.capped else 'without a cap'}."
    )
    faults = "".join(f" {fault}" for fault in curve.faults)
    return shape + faults + ("" if noise is None else f" {noise.sentence()}")
