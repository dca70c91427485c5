"""What the small page shows, for all who serve it: one chart of up to 200 points, one question."""

from __future__ import annotations

import math

import altair as alt
import pandas as pd

TITLE = "A small page"
PROMPT = "What is two and two?"
OPTIONS = ["3", "4", "5"]
FEWEST, FIRST, MOST = 10, 50, 200

POINTS = pd.DataFrame(
    {"x": range(MOST), "y": [math.sin(x / 15) + (x * 7919 % 100) / 250 for x in range(MOST)]}
)


def chart(points: int) -> alt.Chart:
    """Draw the first points; the description says how many, also to who can't see the chart."""
    return (
        alt.Chart(POINTS.head(points))
        .mark_line()
        .encode(x="x", y="y")
        .properties(width=350, height=200, description=f"{points} points")
    )


def feedback(answer: str | None) -> str:
    """What the page says to an answer."""
    return "That is right." if answer == "4" else "Not quite. Count on your fingers."
