from __future__ import annotations

import json
import re

import altair as alt
import pandas as pd
import pytest

from playbook.charts import ChartWithSummary, chain_chart
from widgets.chart import Chart, chart

SCHEMA = re.compile(r"https://vega\.github\.io/schema/vega-lite/v\d+(\.\d+)*\.json")


@pytest.fixture
def drawn():
    return chain_chart([0.9] * 3)


@pytest.fixture
def bundle(monkeypatch):
    """A library that is quick to make."""
    monkeypatch.setattr(chart, "vega_script", lambda: "/* vega */ window.vegaEmbed = vegaEmbed;")


def addresses(value):
    """All texts within a specification that name a place on the network."""
    if isinstance(value, dict):
        return [each for part in value.values() for each in addresses(part)]
    if isinstance(value, list):
        return [each for part in value for each in addresses(part)]
    return [value] if isinstance(value, str) and "//" in value else []


def test_picture_sentence_and_words_reach_the_page(drawn):
    state = Chart.of(drawn).get_state()
    assert state["spec"] == drawn.spec()
    assert state["title"] == drawn.title
    assert state["summary"] == drawn.summary
    assert state["summary"]


def test_specification_is_json_and_names_no_address_but_its_schema(drawn):
    spec = json.loads(json.dumps(Chart.of(drawn).spec))
    assert SCHEMA.fullmatch(spec.pop("$schema"))
    assert addresses(spec) == []
    assert '"url"' not in json.dumps(spec)


def test_another_chart_is_shown_in_its_place(drawn):
    widget = Chart.of(drawn)
    other = chain_chart([0.8, 0.7])
    widget.show(other)
    assert (widget.spec, widget.title, widget.summary) == (
        other.spec(),
        other.title,
        other.summary,
    )


def test_page_without_the_library_gets_it_as_a_buffer(drawn, open_page, bundle):
    page = open_page(Chart.of(drawn))
    page.say({"type": "library"})
    assert page.heard == [{"type": "library"}]
    (script,) = page.buffers[0]
    assert script == b"/* vega */ window.vegaEmbed = vegaEmbed;"


def test_library_is_vega_and_puts_itself_where_the_script_looks(drawn, open_page):
    page = open_page(Chart.of(drawn))
    page.say({"type": "library"})
    (script,) = page.buffers[0]
    text = script.decode()
    assert len(text) > 500_000
    assert "window.vegaEmbed=" in text
    assert not re.search(r"\bimport\s*[\"'{*]", text)
    assert text.startswith('(() => {"use strict";'), "a plain script that leaves no other name"


def test_other_messages_are_left_alone(drawn, open_page, bundle):
    page = open_page(Chart.of(drawn))
    page.say({"type": "something else"})
    assert page.heard == []


def test_what_is_selected_on_the_page_comes_back():
    brush = alt.selection_interval(name="months")
    picture = alt.Chart(pd.DataFrame({"x": [1, 2]})).mark_point().encode(x="x").add_params(brush)
    widget = Chart.of(ChartWithSummary(picture, "Two points.", "One and two."))
    seen = []
    widget.observe(lambda change: seen.append(change["new"]), names="selections")
    widget._handle_msg(
        {
            "content": {
                "data": {
                    "method": "update",
                    "state": {"selections": {"months": {"x": [1, 1.5]}}},
                    "buffer_paths": [],
                }
            },
            "buffers": [],
        }
    )
    assert seen == [{"months": {"x": [1, 1.5]}}]
    assert [each["name"] for each in widget.spec["params"]] == ["months"]
