from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from playbook.kernels.snapshot import NULL_IS_DEFAULT, Snapshot

OUTPUTS = {
    1: [{"output_type": "stream", "name": "stdout", "text": "hällo\n"}],
    3: [],
}


def model(module: str = "anywidget", **state: Any) -> dict[str, Any]:
    return {
        "model_name": "AnyModel",
        "model_module": module,
        "model_module_version": "~0.11.*",
        "state": state,
    }


def page(snapshot: Snapshot) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(snapshot.for_page())
    return content


@pytest.fixture
def snapshot() -> Snapshot:
    return Snapshot(OUTPUTS, {"a": model(value=1, _esm="export 1", _css="p {}")})


def test_a_snapshot_comes_back_from_its_file_as_it_was(snapshot: Snapshot, tmp_path: Path) -> None:
    snapshot.write(tmp_path / "snapshot.json")

    read = Snapshot.read(tmp_path / "snapshot.json")

    assert read == snapshot
    assert read.id == snapshot.id


def test_the_id_does_not_depend_on_the_order_in_which_widgets_are_named() -> None:
    states = {"a": model(value=1, step=2), "b": model(value=2)}
    turned = {"b": model(value=2), "a": model(step=2, value=1)}

    assert Snapshot({}, states).id == Snapshot({}, turned).id


@pytest.mark.parametrize(
    "other",
    [
        Snapshot(OUTPUTS, {"a": model(value=2, _esm="export 1", _css="p {}")}),
        Snapshot(OUTPUTS, {"b": model(value=1, _esm="export 1", _css="p {}")}),
        Snapshot(OUTPUTS, {"a": model(value=1, _esm="export 2", _css="p {}")}),
        Snapshot({**OUTPUTS, 3: [{}]}, {"a": model(value=1, _esm="export 1", _css="p {}")}),
    ],
    ids=["state", "model id", "script", "output"],
)
def test_whatever_differs_gives_another_id(snapshot: Snapshot, other: Snapshot) -> None:
    assert snapshot.id != other.id


def test_the_id_can_stand_in_an_address(snapshot: Snapshot) -> None:
    assert len(snapshot.id) == 16
    assert set(snapshot.id) <= set("0123456789abcdef")


def test_a_page_gets_each_script_and_each_style_sheet_once() -> None:
    states = {
        "a": model(_esm="one", _css="red"),
        "b": model(_esm="two", _css="red"),
        "c": model(_esm="one", _css="blue"),
        "d": model(value=1),
    }

    content = page(Snapshot({}, states))

    assert content["modules"] == ["one", "two"]
    assert content["styles"] == ["red", "blue"]
    seen = {name: each["state"] for name, each in content["states"].items()}
    assert seen == {
        "a": {"_esm": {"module": 0}, "_css": {"style": 0}},
        "b": {"_esm": {"module": 1}, "_css": {"style": 0}},
        "c": {"_esm": {"module": 0}, "_css": {"style": 1}},
        "d": {"value": 1},
    }


def test_a_page_gets_what_tells_which_model_to_make(snapshot: Snapshot) -> None:
    [state] = page(snapshot)["states"].values()

    assert {**state, "state": {}} == {**model(), "state": {}}


def test_nulls_are_left_out_of_layouts_and_kept_everywhere_else() -> None:
    states = {"l": model(NULL_IS_DEFAULT, width="1em", height=None), "w": model(value=None)}

    sent = page(Snapshot({}, states))["states"]

    assert sent["l"]["state"] == {"width": "1em"}
    assert sent["w"]["state"] == {"value": None}


def test_making_a_page_changes_nothing_of_the_snapshot(snapshot: Snapshot) -> None:
    before = snapshot.to_json()

    snapshot.for_page()

    assert snapshot.to_json() == before
    assert snapshot.states["a"]["state"]["_esm"] == "export 1"


def test_a_page_is_utf_8_without_blanks() -> None:
    sent = Snapshot({}, {"a": model(text="Zürich")}).for_page()

    assert "Zürich".encode() in sent
    assert b'":' in sent
    assert b'": ' not in sent
