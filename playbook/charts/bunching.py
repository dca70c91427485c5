"""Charts of signs to look into: scores around a threshold, and a team's ratings beside others'."""

from __future__ import annotations

import altair as alt
import pandas as pd

from playbook.charts.axes import axis_title, upright_axis
from playbook.charts.chart import ChartWithSummary, Layers
from playbook.measures.pay.bunching import Bunching
from playbook.measures.pay.gaming import Heaping
from playbook.measures.reading import scale_text
from playbook.measures.wording import number_text, places_for
from playbook.tokens import token

HEIGHT = 240
TOP = 1.18


def bunching_chart(
    found: Bunching, *, title: str | None = None, x_title: str = "Score"
) -> ChartWithSummary:
    """Scores counted in steps of one width around the threshold, the two next to it in full colour.

    Without `title` one is made from the counts.
    """
    places = places_for("", found.threshold, found.width)
    at = number_text(found.threshold, places)
    frame = pd.DataFrame(found.bins, columns=["from", "to", "count"])
    middle = len(frame) // 2
    frame["near"] = [place in (middle - 1, middle) for place in range(len(frame))]
    edges = [float(start) for start in frame["from"]] + [float(frame["to"].iloc[-1])]
    span = alt.Scale(domain=[edges[0], edges[-1]], nice=False)
    x = alt.X(
        "from:Q",
        axis=alt.Axis(
            title=axis_title(f"{x_title} (steps of {number_text(found.width, places)})"),
            values=edges,
            labelOverlap="greedy",
            format="~g",
        ),
        scale=span,
    )
    y = alt.Y(
        "count:Q",
        axis=upright_axis("Scores (number)", tickMinStep=1),
        scale=alt.Scale(domain=[0, TOP * max(1, int(frame["count"].max()))], nice=False),
    )
    base = alt.Chart(frame).encode(x=x, y=y, tooltip=["from", "to", "count"])
    near = base.transform_filter("datum.near")
    labels = alt.Chart(
        frame[frame["near"]].assign(centre=lambda two: (two["from"] + two["to"]) / 2)
    )
    threshold = alt.Chart(pd.DataFrame([{"from": found.threshold}]))
    layers: list[Layers] = [
        base.transform_filter("!datum.near")
        .mark_bar(color=token("seq-2"), stroke=token("paper-raised"))
        .encode(x2="to:Q", y2=alt.datum(0)),
        near.mark_bar(stroke=token("paper-raised")).encode(x2="to:Q", y2=alt.datum(0)),
        labels.mark_text(baseline="bottom", dy=-4, fontWeight="bold").encode(
            x=alt.X("centre:Q", scale=span), y=y, text="count:Q"
        ),
        threshold.mark_rule(color=token("warn"), strokeWidth=1.5, strokeDash=[5, 4]).encode(x=x),
        threshold.mark_text(
            text=f"threshold {at}", baseline="bottom", dy=-2, color=token("warn")
        ).encode(x=x, y=alt.value(0)),
    ]
    return ChartWithSummary(
        chart=alt.LayerChart(layer=layers, height=HEIGHT),
        title=title
        or f"{found.above:,} of {found.n:,} scores just reach the threshold of {at}, "
        f"{found.below:,} just miss it.",
        summary=f"Scores around the threshold {at}. {found.sentence()}",
    )


def heaping_chart(
    found: Heaping, *, team: str | None = None, title: str | None = None
) -> ChartWithSummary:
    """Ratings of one team in % as bars, those of all other teams as marks beside them.

    Without `team` the first row of the result, the clearest sign. Raises ValueError for a team that
    is not shown in the result, or where there are none to compare.
    """
    rows = {row.team: row for row in found.signals.rows}
    name = team if team is not None else next(iter(rows), None)
    if name is None or name not in rows:
        raise ValueError(f"There is no team {name!r} to draw. There are: {', '.join(rows)}.")
    row = rows[name]
    own = found.counts[name]
    others = [
        sum(counts[place] for other, counts in found.counts.items() if other != name)
        for place in range(len(own))
    ]
    ratings = range(found.scale[0], found.scale[1] + 1)
    frame = pd.DataFrame(
        {
            "rating": list(ratings),
            "own": [100 * count / sum(own) for count in own],
            "others": [100 * count / sum(others) for count in others],
            "in_box": [found.box[0] <= rating <= found.box[1] for rating in ratings],
        }
    )
    x = alt.X("rating:O", title="Rating", axis=alt.Axis(labelAngle=0))
    top = TOP * float(frame[["own", "others"]].max().max())
    scale = alt.Scale(domain=[0, top], nice=False)
    y = alt.Y("own:Q", axis=upright_axis("Answers (%)"), scale=scale)
    base = alt.Chart(frame).encode(x=x, tooltip=["rating", "own", "others"])
    peak = frame.iloc[[others.index(max(others))]]
    layers: list[Layers] = [
        base.transform_filter("!datum.in_box").mark_bar(color=token("seq-2")).encode(y=y),
        base.transform_filter("datum.in_box").mark_bar().encode(y=y),
        base.mark_line(color=token("warn"), strokeDash=[4, 3], strokeWidth=1.5).encode(
            y=alt.Y("others:Q", scale=scale)
        ),
        base.mark_point(color=token("warn"), shape="diamond", size=60).encode(
            y=alt.Y("others:Q", scale=scale)
        ),
        alt.Chart(peak)
        .mark_text(text="all others", align="right", dx=-10, dy=-6, color=token("warn"))
        .encode(x=x, y=alt.Y("others:Q", scale=scale)),
    ]
    box = str(found.box[0]) if found.box[0] == found.box[1] else scale_text(found.box)
    mine, theirs = (number_text(one.value or 0.0, 1) for one in (row.share, row.reference))
    return ChartWithSummary(
        chart=alt.LayerChart(layer=layers, height=HEIGHT),
        title=title
        or f"{name}: {mine}% of {row.share.n:,} answers are {box}, against {theirs}% of "
        f"{row.reference.n:,} elsewhere.",
        summary=f"Ratings of {name} beside those of all other teams. {row.sentence()}. "
        "A signal to look into at most.",
    )
