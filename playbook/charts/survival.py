"""The survival chart: the share still there over time, with its band and the numbers behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import altair as alt
import pandas as pd

from playbook.charts.axes import upright_axis
from playbook.charts.chart import ChartWithSummary, Layers
from playbook.charts.survival_steps import band_of, marks_of, moved_apart, steps_of
from playbook.measures.retention.follow_up_caveats import FEW
from playbook.measures.retention.survival import Survival
from playbook.measures.wording import lasting, number_text
from playbook.tokens import token

HEIGHT = 260
MOST_GROUPS = 6
LINE = 17
BELOW_AXIS = 66
LABEL_ROOM = 16
SHORT = 8


def survival_chart(
    curves: Survival | Sequence[Survival], *, title: str | None = None
) -> ChartWithSummary:
    """Steps with their interval as a band, one or up to six groups, and how many were followed.

    All curves share a unit. Under the axis stand the customers followed at each of its marks. The
    title, where not given, is made from the curves. At a curve's end stands its name, or a letter
    where a name is long. A long curve is drawn in 400 steps. Raises
    ValueError for no curve that is available, more than six, or different units.
    """
    groups = [curves] if isinstance(curves, Survival) else list(curves)
    shown = [curve for curve in groups if curve.available]
    if not shown or len(shown) > MOST_GROUPS or len({curve.unit for curve in shown}) > 1:
        raise ValueError(
            f"A survival chart takes one to {MOST_GROUPS} groups with customers in one unit of "
            f"time, not {len(shown)} in {len({curve.unit for curve in shown})} units."
        )
    end = max(curve.times[-1] for curve in shown) or 1.0
    marks = marks_of(end, shown[0].unit)
    colours = [token("accent")]
    if len(shown) > 1:
        colours = [token(f"cat-{place + 1}") for place in range(len(shown))]
    x = alt.X(
        "time:Q",
        scale=alt.Scale(domain=[0, end], nice=False),
        axis=alt.Axis(title=f"{shown[0].unit.capitalize()} since joining", values=marks),
    )
    layers: list[Layers] = [_half()]
    for curve, colour in zip(shown, colours, strict=True):
        layers += _curve(curve, colour, x)
    labels = _labels(shown)
    if len(shown) > 1:
        layers.append(_ends(shown, labels, x))
    layers += _followed(shown, labels, colours, marks, x)
    return ChartWithSummary(
        chart=alt.LayerChart(layer=layers, height=HEIGHT),
        title=title or _title(shown, marks),
        summary=_summary(groups, marks),
    )


def _y(column: str) -> alt.Y:
    return alt.Y(
        f"{column}:Q",
        scale=alt.Scale(domain=[0, 100], nice=False),
        axis=upright_axis("Still there (%)", values=[0, 25, 50, 75, 100]),
    )


def _half() -> Layers:
    half: alt.Chart = alt.Chart(pd.DataFrame([{"share": 50}])).mark_rule(
        strokeDash=[5, 4], color=token("line-strong")
    )
    line: alt.Chart = half.encode(y=_y("share"))
    return line


def _curve(curve: Survival, colour: str, x: alt.X) -> Iterable[Layers]:
    steps = steps_of(curve)
    band = alt.Chart(pd.DataFrame(band_of(steps), columns=["time", "low", "high"]))
    line = alt.Chart(pd.DataFrame(steps).astype({"low": float, "high": float}))
    yield band.mark_area(interpolate="step-after", color=colour, opacity=0.16).encode(
        x=x, y=_y("low"), y2="high:Q"
    )
    yield line.mark_line(interpolate="step-after", color=colour).encode(x=x, y=_y("share"))
    yield line.mark_point(opacity=0, size=90).encode(
        x=x,
        y=_y("share"),
        tooltip=[
            alt.Tooltip("name:N", title="Group"),
            alt.Tooltip("time:Q", title=curve.unit.capitalize()),
            alt.Tooltip("share:Q", title="Still there (%)", format=".1f"),
            alt.Tooltip("low:Q", title="From", format=".1f"),
            alt.Tooltip("high:Q", title="To", format=".1f"),
            alt.Tooltip("followed:Q", title="Followed", format=","),
        ],
    )
    if curve.median is not None:
        middle = pd.DataFrame([{"time": curve.median, "share": 50}])
        yield alt.Chart(middle).mark_point(size=80, color=colour).encode(x=x, y=_y("share"))


def _ends(curves: Sequence[Survival], labels: Sequence[str], x: alt.X) -> Layers:
    """A label right of each curve's end, moved apart where curves end close by."""
    frame = pd.DataFrame(
        {
            "time": [curve.times[-1] for curve in curves],
            "end": [100 * curve.survival[-1] for curve in curves],
            "label": labels,
        }
    ).sort_values("end", ascending=False)
    frame["share"] = moved_apart(frame["end"].tolist(), 100 * LABEL_ROOM / HEIGHT)
    text: alt.Chart = alt.Chart(frame).mark_text(align="left", dx=6, fontWeight="bold")
    labelled: alt.Chart = text.encode(x=x, y=_y("share"), text="label:N")
    return labelled


def _labels(curves: Sequence[Survival]) -> list[str]:
    """The groups' names where all are short, else letters that the lines under the axis explain."""
    names = [curve.name for curve in curves]
    return names if max(map(len, names)) <= SHORT else list("ABCDEF"[: len(names)])


def _followed(
    curves: Sequence[Survival],
    labels: Sequence[str],
    colours: Sequence[str],
    marks: Sequence[float],
    x: alt.X,
) -> Iterable[Layers]:
    """How many were followed at each mark of the axis, under it: a head and a line a group."""
    top = HEIGHT + BELOW_AXIS
    yield _head("Customers followed", 0, top)
    for curve, label, colour in zip(curves, labels, colours, strict=True):
        if len(curves) > 1:
            top += LINE + 6
            swatch = alt.Chart(pd.DataFrame([{}])).mark_rule(color=colour, strokeWidth=3)
            yield swatch.encode(x=alt.value(0), x2=alt.value(14), y=alt.value(top))
            yield _head(curve.name if label == curve.name else f"{label}: {curve.name}", 20, top)
        top += LINE
        numbers = [
            {"time": mark, "text": number_text(curve.followed_at(mark), 0)} for mark in marks
        ]
        text = alt.Chart(pd.DataFrame(numbers)).mark_text(baseline="middle")
        yield text.encode(x=x, y=alt.value(top), text="text:N")


def _head(text: str, left: int, top: int) -> Layers:
    head: alt.Chart = alt.Chart(pd.DataFrame([{"text": text}])).mark_text(
        align="left", baseline="middle", color=token("ink-soft")
    )
    placed: alt.Chart = head.encode(x=alt.value(left), y=alt.value(top), text="text:N")
    return placed


def _title(curves: Sequence[Survival], marks: Sequence[float]) -> str:
    if len(curves) == 1:
        curve = curves[0]
        if curve.median is not None:
            return f"{curve.name}: half have left after {lasting(curve.median, curve.unit)}."
        end = curve.times[-1]
        share = number_text(100 * curve.survival[-1], 1)
        return f"{curve.name}: {share}% are still there after {lasting(end, curve.unit)}."
    compared = [
        mark for mark in marks[1:] if min(curve.followed_at(mark) for curve in curves) >= FEW
    ]
    mark = max(compared, default=marks[-1])
    known = [(value, curve.name) for curve in curves if (value := curve.at(mark).value) is not None]
    if len(known) < 2:
        return "Time until customers leave, by group."
    known.sort(key=lambda share: share[0], reverse=True)
    (most, first), (least, last) = known[0], known[-1]
    return (
        f"After {lasting(mark, curves[0].unit)} {number_text(most, 1)}% of {first} and "
        f"{number_text(least, 1)}% of {last} are still there."
    )


def _summary(curves: Sequence[Survival], marks: Sequence[float]) -> str:
    parts = []
    for curve in curves:
        parts.append(replace(curve, warnings=()).sentence())
        shares = [
            f"{number_text(share, 1)}% after {lasting(mark, curve.unit)} "
            f"({curve.followed_at(mark):,} followed)"
            for mark in marks[1:]
            if (share := curve.at(mark).value) is not None
        ]
        if shares:
            parts.append(f"Still there: {'; '.join(shares)}.")
    shared = set.intersection(*(set(curve.warnings) for curve in curves))
    parts += [warning for warning in curves[0].warnings if warning in shared]
    parts += [
        f"{curve.name}: {warning}"
        for curve in curves
        for warning in curve.warnings
        if warning not in shared
    ]
    return " ".join(parts)
