from __future__ import annotations

from typing import Any

from playbook.kernels.snapshot import Snapshot
from playbook.server.hints import hints

CHART = {"spec": {"$schema": "https://vega.github.io/schema/vega-lite/v6.json"}}


def model(module: str, name: str, **state: Any) -> dict[str, Any]:
    return {"model_module": module, "model_name": name, "state": state}


def view(model_id: str) -> list[dict[str, Any]]:
    data = {"application/vnd.jupyter.widget-view+json": {"model_id": model_id}}
    return [{"output_type": "display_data", "data": data, "metadata": {}}]


def test_a_lesson_of_boxes_and_own_widgets_needs_nothing_more() -> None:
    states = {
        "a": model("@jupyter-widgets/controls", "VBoxModel", children=["IPY_MODEL_b"]),
        "b": model("anywidget", "AnyModel"),
    }

    assert hints(Snapshot({0: view("a")}, states), [0]) == []


def test_the_lazy_part_is_named_where_a_control_is_used() -> None:
    states = {"a": model("@jupyter-widgets/controls", "IntSliderModel")}

    assert hints(Snapshot({5: view("a")}, states), [0]) == ["controls.js", "controls.css"]


def test_the_chart_library_is_named_for_a_chart_that_is_seen_first_however_deep_it_lies() -> None:
    states = {
        "a": model("@jupyter-widgets/controls", "VBoxModel", children=["IPY_MODEL_b"]),
        "b": model("@jupyter-widgets/controls", "VBoxModel", children=["IPY_MODEL_c"]),
        "c": model("anywidget", "AnyModel", **CHART),
    }
    snapshot = Snapshot({1: view("a")}, states)

    assert hints(snapshot, [0, 1]) == ["vega.js"]
    assert hints(snapshot, [0]) == []
