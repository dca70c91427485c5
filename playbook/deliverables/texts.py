"""The fixed texts of the scorecard document."""

from __future__ import annotations

from playbook.instruments.scorecard import MOST_MEASURES

TITLE = "Customer experience scorecard"
GUIDE = (
    f"At most {MOST_MEASURES} measures in four layers: what customers say, what they do, what the "
    "company does for them and what it is worth. Each value stands with its n, the number of "
    "answers or cases behind it, and its 95% interval: values inside that range fit the data as "
    "well as the one printed, so a move within it is no news. A measure that leads to another is "
    "expected to move first; that is a claim to be tested, not a proof."
)
GLOSSARY = (
    ("n", "The number of answers or cases that the value is computed from."),
    (
        "95% interval",
        "The range that shows how exact a value is. With the same method on many samples, 95 in "
        "100 such ranges hold the true value.",
    ),
    (
        "Control chart",
        "A line of values in time with a centre line and limits computed from a baseline (XmR "
        "chart). A point outside the limits, or eight in a row on one side of the centre, is a "
        "signal; other ups and downs are not told from noise.",
    ),
    (
        "Leading and lagging",
        "A leading measure is expected to move before the lagging measure that it leads to.",
    ),
    (
        "Net Promoter Score®",
        "The share of answers 9 and 10 minus the share of answers 0 to 6 to a likelihood-to-"
        "recommend question from 0 to 10, times 100. It runs from −100 to 100 points.",
    ),
    (
        "Data-quality receipt",
        "What was read from a file, what was left out and why. Its number ties a value to the "
        "file that it was computed from.",
    ),
)
TRADEMARKS = (
    "Net Promoter®, Net Promoter System®, Net Promoter Score® and NPS® are registered trademarks "
    "of Bain & Company, Inc., NICE Systems, Inc. (formerly Satmetrix Systems, Inc.) and Fred "
    "Reichheld."
)
