from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from playbook.instruments import (
    LAYERS,
    Gap,
    Scorecard,
    ScorecardMeasure,
    gaps,
    measure_templates,
    number_with_unit,
)


def complete(measure_id: str = "churn", **changed: Any) -> ScorecardMeasure:
    fields: dict[str, Any] = {
        "id": measure_id,
        "layer": "behaviour",
        "name": f"Measure {measure_id}",
        "definition": "Share of customers who left",
        "formula": "Customers lost / customers at the start",
        "source": "Billing",
        "owner": "Ana Pérez",
        "value": 5.0,
        "low": 4.0,
        "high": 6.0,
        "n": 400,
        "unit": "%",
        "direction": "down",
        "target": 3.0,
        "decision": "How much the save team may spend",
    }
    return ScorecardMeasure(**fields | changed)


def complete_scorecard(*more: ScorecardMeasure, **changed: Any) -> Scorecard:
    measures = [complete(layer, layer=layer) for layer in LAYERS]
    measures[0] = complete("perception", layer="perception", leads_to="finance")
    fields = {"company": "Nordlicht", "period": "2025", "prepared_by": "Ana Pérez"}
    return Scorecard(**fields | {"measures": [*measures, *more]} | changed)


def found(scorecard: Scorecard, severity: str = "missing") -> list[tuple[str | None, str | None]]:
    return [(gap.measure_id, gap.field) for gap in gaps(scorecard) if gap.severity == severity]


def with_change(**changed: Any) -> Scorecard:
    return complete_scorecard(complete("x", **changed))


def test_a_complete_scorecard_has_no_gap() -> None:
    assert gaps(complete_scorecard()) == []


def test_an_empty_scorecard_lacks_its_heading_and_its_measures_and_nothing_else() -> None:
    assert found(Scorecard()) == [
        (None, "company"),
        (None, "period"),
        (None, "prepared_by"),
        (None, "measures"),
    ]


def test_a_half_filled_row_is_a_measure_and_each_empty_field_is_a_gap() -> None:
    scorecard = complete_scorecard(ScorecardMeasure(id="half", name="Ease", value="42,5 %"))
    fields = [field for measure_id, field in found(scorecard) if measure_id == "half"]
    assert fields == [
        "definition",
        "formula",
        "source",
        "owner",
        "decision",
        "layer",
        "unit",
        "direction",
        "target",
    ]


@pytest.mark.parametrize("typed", ["TBD", "tbc", "n/a", "N/A.", "?", "xxx", "…", "-", " ", None])
@pytest.mark.parametrize("field", ["owner", "definition", "formula", "source", "decision"])
def test_a_placeholder_counts_as_missing(field: str, typed: str | None) -> None:
    assert found(with_change(**{field: typed})) == [("x", field)]


@pytest.mark.parametrize("field", ["definition", "decision"])
def test_one_word_is_no_definition_and_no_decision(field: str) -> None:
    assert found(with_change(**{field: "Churn"})) == [("x", field)]
    assert found(with_change(owner="Ana")) == []


@pytest.mark.parametrize("field", ["company", "period", "prepared_by"])
def test_a_placeholder_in_the_heading_counts_as_missing(field: str) -> None:
    assert found(complete_scorecard(**{field: "tbd"})) == [(None, field)]


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"n": None}, "n"), ({"n": 0}, "n"), ({"low": None}, "low"), ({"high": None}, "high")],
)
def test_perception_needs_n_and_interval(changed: dict[str, Any], field: str) -> None:
    assert found(with_change(layer="perception", **changed)) == [("x", field)]
    assert found(with_change(layer="finance", **changed)) == []


@pytest.mark.parametrize(
    ("direction", "target", "asked"),
    [("up", 5.0, True), ("up", 3.0, True), ("up", 7.0, False), ("down", 7.0, True)],
)
def test_a_target_equal_to_or_behind_the_value_is_a_question(
    direction: str, target: float, asked: bool
) -> None:
    scorecard = with_change(direction=direction, target=target)
    assert found(scorecard) == []
    assert found(scorecard, "check") == ([("x", "target")] if asked else [])


def test_a_target_inside_the_noise_is_a_question() -> None:
    scorecard = with_change(target=4.5)
    assert ["inside the noise" in gap.what for gap in gaps(scorecard)] == [True]
    assert found(with_change(target=4.0), "check") == []


def test_an_interval_that_does_not_hold_its_value_is_a_question() -> None:
    assert found(with_change(low=5.5, high=6.5), "check") == [("x", "low")]
    assert found(with_change(low=6.0, high=4.0), "check") == [("x", "low")]


def test_twelve_measures_are_enough_and_thirteen_too_many() -> None:
    more = [complete(f"m{number}") for number in range(9)]
    assert found(complete_scorecard(*more[:8])) == []
    assert found(complete_scorecard(*more)) == [(None, "measures")]


def test_a_layer_without_a_measure_is_a_gap() -> None:
    scorecard = Scorecard(
        company="N", period="2025", prepared_by="Ana",
        measures=[complete("a", leads_to="b"), complete("b")],
    )  # fmt: skip
    assert [gap.where.split(":")[0] for gap in gaps(scorecard)] == [
        "Perception",
        "Operation",
        "Finance",
    ]


def test_a_scorecard_without_a_link_from_lead_to_lag_has_a_gap() -> None:
    unlinked = [complete(layer, layer=layer) for layer in LAYERS]
    assert found(complete_scorecard(measures=unlinked)) == [(None, "leads_to")]


@pytest.mark.parametrize("leads_to", ["gone", "x"])
def test_a_link_leads_to_another_measure_of_the_scorecard(leads_to: str) -> None:
    assert found(with_change(leads_to=leads_to)) == [("x", "leads_to")]


def test_a_scorecard_whose_only_link_leads_to_itself_has_no_link() -> None:
    unlinked = [complete(layer, layer=layer) for layer in LAYERS[:3]]
    itself = complete("finance", layer="finance", leads_to="finance")
    assert (None, "leads_to") in found(complete_scorecard(measures=[*unlinked, itself]))


def test_a_name_that_is_there_twice_is_a_question() -> None:
    scorecard = complete_scorecard(complete("a", name="NPS®"), complete("b", name=" nps "))
    assert found(scorecard, "check") == [("b", "name")]


def test_what_is_missing_comes_before_what_is_to_be_checked() -> None:
    severities = [gap.severity for gap in gaps(with_change(owner="", target=5.0))]
    assert severities == ["missing", "check"]


def test_a_gap_names_its_place_for_a_reader() -> None:
    assert gaps(with_change(name="", owner="?"))[:2] == [
        Gap("“Measure 5”, name", "Give the measure a name.", "missing", "x", "name"),
        Gap(
            "“Measure 5”, owner",
            "Name the person who answers for this measure.",
            "missing",
            "x",
            "owner",
        ),
    ]


def test_numbers_come_in_as_typed_and_a_bad_one_says_why() -> None:
    measure = ScorecardMeasure(id="x", value="42,5 %", n="1,234", trend=[["Q1", "3,5"], ["Q2", ""]])
    assert (measure.value, measure.n) == (42.5, 1234)
    assert measure.trend == (("Q1", 3.5), ("Q2", None))
    with pytest.raises(ValidationError, match="“about 40” is not a number"):
        ScorecardMeasure(id="x", value="about 40")


def test_a_scorecard_survives_json() -> None:
    scorecard = complete_scorecard(complete("x", trend=[("2025-01", 4.0), ("2025-02", None)]))
    assert Scorecard.model_validate_json(scorecard.model_dump_json()) == scorecard
    assert Scorecard.model_validate(scorecard.model_dump(mode="json")) == scorecard


def test_two_measures_with_one_id_are_refused() -> None:
    with pytest.raises(ValidationError, match="same id"):
        complete_scorecard(complete("finance"))


def test_a_template_fills_in_the_texts_and_leaves_the_companys_own_fields_empty() -> None:
    templates = measure_templates()
    assert len(templates) >= 14
    assert {template.layer for template in templates} == set(LAYERS)
    assert len({template.key for template in templates}) == len(templates)
    for template in templates:
        measure = template.as_measure("mine")
        lacking = found(complete_scorecard(measure))
        texts_of_company = {"source", "owner", "decision", "value", "target"}
        assert {field for _, field in lacking} >= texts_of_company
        assert not {field for _, field in lacking} & {"name", "definition", "formula", "layer"}


@pytest.mark.parametrize(
    ("number", "unit", "written"),
    [
        (42.5, "%", "42.5%"),
        (-3.0, "points", "−3 points"),
        (1250.4, "£", "£1,250"),
        (-43.2, "€ per customer", "−€43.20 per customer"),
        (4.2, "1–7", "4.20 on a scale of 1–7"),
        (5.0, "", "5"),
    ],
)
def test_numbers_are_written_with_their_unit(number: float, unit: str, written: str) -> None:
    assert number_with_unit(number, unit) == written
