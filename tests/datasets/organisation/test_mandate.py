from __future__ import annotations

from typing import Any

import pytest

from playbook.samples import load

EXPECTED = {"quillmere": True, "ordanvale": False, "ellermoor": False}


def test_gap_index_and_figurehead_flag_are_the_planted_ones(
    company: str, truth: dict[str, Any]
) -> None:
    planted = truth["decision_rights"]
    rights, facts = load(company, "decision_rights"), load(company, "mandate_facts")
    gap = (rights["accountability"] - rights["authority"]).clip(lower=0)
    index = (
        100 * (rights["weight"] * gap).sum() / (rights["weight"] * rights["accountability"]).sum()
    )
    assert 12 <= len(rights) == planted["rows"] <= 16
    assert index == pytest.approx(planted["gap_index"], abs=0.1)
    noes = int((~facts["answer"]).sum())
    assert noes == planted["facts_answered_no"]
    figurehead = noes + int(index >= 50) >= 2
    assert figurehead == planted["figurehead"] == EXPECTED[company]
    weighted = (rights["weight"] * gap).set_axis(rights["outcome_id"])
    assert sorted(weighted.nlargest(3).index) == sorted(planted["largest_gaps"])
    surplus = rights.loc[rights["authority"] > rights["accountability"], "outcome_id"]
    assert list(surplus) == planted["surplus"]


def test_advisory_office_is_not_punished_for_small_authority() -> None:
    rights = load("ordanvale", "decision_rights")
    assert rights["authority"].mean() < 2
    assert (rights["accountability"] - rights["authority"]).max() <= 1


def test_strong_office_has_a_surplus_to_check() -> None:
    rights = load("ellermoor", "decision_rights")
    surplus = (rights["authority"] - rights["accountability"]).clip(lower=0)
    assert surplus.sum() >= 6
