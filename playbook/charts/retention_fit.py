"""The retention chart: a cohort as it shrank, the model fitted to it, and where it would go."""

from __future__ import annotations

import altair as alt
import pandas as pd

from playbook.charts.axes import axis_title, upright_axis
from playbook.charts.chart import ChartWithSummary, Layers
from playbook.measures.errors import MeasureError
from playbook.measures.lifetime.contractual import ShiftedBetaGeometric
from playbook.measures.wording import number_text
from playbook.tokens import token

HEIGHT = 260
LABEL_RISE = 12


def retention_fit_chart(
    model: ShiftedBetaGeometric, *, periods: int | None = None, title: str | None = None
) -> ChartWithSummary:
    """Share of a cohort still there after each renewal: counted as dots, the model as a line.

    Beyond the last count the line is dashed on a shaded ground marked as projection, with the
    interval of the model's parameters. `periods` is the last renewal drawn, by default twice as
    many as were counted. Raises MeasureError for a model without counts.
    """
    last = len(model.observed) - 1
    if last < 1:
        raise MeasureError(
            "The model has no counts to draw.", "Fit it to the counts of a cohort with fit_sbg."
        )
    end = max(last, 2 * last if periods is None else periods)
    frame = _frame(model, end)
    x = alt.X(
        "period:Q",
        title=axis_title(f"Renewals ({model.unit} since the first payment)"),
        scale=alt.Scale(domain=[0, end], nice=False),
        axis=alt.Axis(tickMinStep=1, format="d"),
    )
    y = _y("model")
    whole = alt.Chart(frame).encode(
        x=x, y=y, tooltip=["period", "observed", "model", "low", "high"]
    )
    counted = whole.transform_filter(f"datum.period <= {last}")
    layers: list[Layers] = []
    if end > last:
        ahead = whole.transform_filter(f"datum.period >= {last}")
        ground: alt.Chart = alt.Chart(pd.DataFrame([{"period": last, "end": end}])).mark_rect(
            opacity=0.45
        )
        layers = [
            ground.encode(x=x, x2="end:Q", y=alt.value(0), y2=alt.value("height")),
            *_interval(model, ahead),
            ahead.mark_line(strokeDash=[5, 4]),
            alt.Chart(pd.DataFrame([{"period": end, "text": "projection"}]))
            .mark_text(align="right", baseline="top", dx=-6, dy=6, color=token("ink-soft"))
            .encode(x=x, y=alt.value(0), text="text:N"),
            _end_label(frame, x),
        ]
    layers += [
        counted.mark_line(),
        counted.mark_point(color=token("ink"), size=55).encode(y=_y("observed")),
        _last_label(frame, last, x),
    ]
    return ChartWithSummary(
        chart=alt.LayerChart(layer=layers, height=HEIGHT),
        title=title or _title(model, end),
        summary=_summary(model, frame, last, end),
    )


def _y(column: str) -> alt.Y:
    return alt.Y(
        f"{column}:Q",
        axis=upright_axis("Customers of the cohort still there (%)"),
        scale=alt.Scale(domain=[0, 100], nice=False),
    )


def _frame(model: ShiftedBetaGeometric, end: int) -> pd.DataFrame:
    shares = [model.survival(period) for period in range(end + 1)]
    counts = [100 * count / model.observed[0] for count in model.observed]
    return pd.DataFrame(
        {
            "period": range(end + 1),
            "observed": [*counts, *[None] * (end + 1 - len(counts))],
            "model": [share.value for share in shares],
            "low": [share.low for share in shares],
            "high": [share.high for share in shares],
        }
    ).astype({"observed": float, "low": float, "high": float})


def _interval(model: ShiftedBetaGeometric, ahead: alt.Chart) -> list[Layers]:
    if model.covariance is None:
        return []
    band: alt.Chart = ahead.mark_area(opacity=0.35, color=token("seq-3"))
    return [band.encode(y=_y("low"), y2="high:Q")]


def _end_label(frame: pd.DataFrame, x: alt.X) -> Layers:
    row = frame.iloc[-1]
    above = row["model"] if pd.isna(row["high"]) else row["high"]
    text = f"{number_text(row['model'], 0)}%"
    mark = alt.Chart(pd.DataFrame([{"period": row["period"], "high": above, "text": text}]))
    label: alt.Chart = mark.mark_text(align="right", dx=-2, dy=-LABEL_RISE, fontWeight="bold")
    return label.encode(x=x, y=_y("high"), text="text:N")


def _last_label(frame: pd.DataFrame, last: int, x: alt.X) -> Layers:
    row = frame.iloc[last]
    text = f"{number_text(row['observed'], 0)}% counted"
    mark = alt.Chart(pd.DataFrame([{"period": last, "observed": row["observed"], "text": text}]))
    label: alt.Chart = mark.mark_text(
        align="right", baseline="top", dx=-4, dy=LABEL_RISE, fontWeight="bold"
    ).encode(x=x, y=_y("observed"), text="text:N")
    return label


def _title(model: ShiftedBetaGeometric, end: int) -> str:
    last = len(model.observed) - 1
    counted = f"{number_text(100 * model.observed[last] / model.observed[0], 1)}%"
    if end == last:
        return f"After {last} renewals {counted} of the cohort are still there."
    ahead = number_text(model.survival(end).value or 0.0, 1)
    return (
        f"After {last} renewals {counted} of the cohort are still there; the model projects "
        f"{ahead}% after {end}."
    )


def _summary(model: ShiftedBetaGeometric, frame: pd.DataFrame, last: int, end: int) -> str:
    pairs = "; ".join(
        f"{int(row['period'])}: {number_text(row['observed'], 1)} and "
        f"{number_text(row['model'], 1)}"
        for _, row in frame.iloc[1 : last + 1].iterrows()
    )
    ahead = f" Projection: {model.survival(end).sentence()}" if end > last else ""
    return (
        f"Customers still there in % after each renewal, counted and by the model: {pairs}."
        f"{ahead} {model.sentence()}"
    )
