"""The fields of the scorecard's forms."""

from __future__ import annotations

from playbook.instruments import LAYER_TITLES, LAYERS
from widgets.form import Field

ABOUT = (
    Field("company", "Company", required=True, example="Quillmere Broadband", max_length=120),
    Field("period", "Period", required=True, example="Third quarter of 2026", max_length=60),
    Field("prepared_by", "Prepared by", required=True, help="Your role is enough.", max_length=80),
)

MEASURE = (
    Field("name", "Name", required=True, max_length=120),
    Field(
        "layer",
        "Layer",
        kind="choice",
        options=tuple((layer, LAYER_TITLES[layer]) for layer in LAYERS),
        required=True,
    ),
    Field(
        "definition",
        "Definition",
        kind="long",
        help="What is counted, and for whom, in one sentence.",
        required=True,
    ),
    Field("formula", "Formula", kind="long", help="How the number is worked out.", required=True),
    Field("source", "Source", help="The system or file it comes from.", required=True),
    Field("owner", "Owner", help="The person who answers for it.", required=True),
    Field("value", "Value now", kind="number", required=True),
    Field("unit", "Unit", example="%, points, £, days", required=True, max_length=20),
    Field("n", "n", kind="number", help="Answers or cases behind the value."),
    Field("low", "95 % interval from", kind="number"),
    Field("high", "95 % interval to", kind="number"),
    Field(
        "direction",
        "Good is",
        kind="choice",
        options=(("up", "up"), ("down", "down")),
        required=True,
    ),
    Field("target", "Target", kind="number", required=True),
    Field(
        "decision",
        "Decision that it informs",
        kind="long",
        help="What will you do differently when it moves?",
        required=True,
    ),
    Field(
        "leads_to",
        "Leads to",
        kind="choice",
        help="The later measure that this one should move.",
    ),
)
