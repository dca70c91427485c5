from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from playbook.kernels.capture import WIDGET_VIEW, CannotCarryError, Capture


@pytest.fixture
def capture() -> Capture:
    made = Capture()
    made.begin_cell()
    return made


@pytest.fixture
def output() -> Iterator[Any]:
    """An Output widget."""
    ipywidgets = pytest.importorskip("ipywidgets")
    made = ipywidgets.Output()
    yield made
    made.close()


def shown(text: str, **data: Any) -> dict[str, Any]:
    return {"data": {"text/plain": text, **data}, "metadata": {}, "transient": {}}


def says(capture: Capture, widget: Any, msg_id: str) -> None:
    """What an Output widget sends when its block begins, and with an empty id when it ends."""
    content = {"comm_id": widget.model_id, "data": {"state": {"msg_id": msg_id}}}
    capture.send(None, "comm_msg", content)


def texts(outputs: Any) -> list[str]:
    return [each["text"] for each in outputs]


def test_what_is_printed_in_a_row_is_one_output(capture: Capture) -> None:
    for text in ("one", "\n", "two\n"):
        capture.printed("stdout", text)

    assert capture.outputs == [{"output_type": "stream", "name": "stdout", "text": "one\ntwo\n"}]


def test_stdout_and_stderr_stay_apart_in_their_order(capture: Capture) -> None:
    for name, text in (("stdout", "a"), ("stderr", "b"), ("stdout", "c"), ("stdout", "d")):
        capture.printed(name, text)

    assert [(each["name"], each["text"]) for each in capture.outputs] == [
        ("stdout", "a"),
        ("stderr", "b"),
        ("stdout", "cd"),
    ]


def test_something_shown_in_between_parts_what_is_printed(capture: Capture) -> None:
    capture.printed("stdout", "a")
    capture.send(None, "display_data", shown("x"))
    capture.printed("stdout", "b")

    assert [each["output_type"] for each in capture.outputs] == ["stream", "display_data", "stream"]


def test_each_cell_begins_without_outputs_and_keeps_its_own(capture: Capture) -> None:
    capture.printed("stdout", "first")
    first = capture.outputs
    capture.begin_cell()
    capture.printed("stdout", "second")

    assert texts(first) == ["first"]
    assert texts(capture.outputs) == ["second"]


def test_messages_are_taken_whole_or_in_parts(capture: Capture) -> None:
    whole = {"header": {"msg_type": "display_data"}, "content": shown("x"), "metadata": {}}

    capture.send(None, whole)
    capture.send(None, "display_data", shown("x"), parent={}, metadata=None)

    assert capture.outputs[0] == capture.outputs[1]
    assert capture.outputs[0]["data"] == {"text/plain": "x"}


@pytest.mark.parametrize("kind", ["status", "execute_input", "comm_open", "comm_close"])
def test_what_is_no_output_is_not_kept(capture: Capture, kind: str) -> None:
    capture.send(None, kind, {"execution_state": "idle", "comm_id": "a", "data": {}})

    assert capture.outputs == []


def test_clearing_the_output_clears_this_cell_s(capture: Capture) -> None:
    capture.printed("stdout", "gone")
    capture.send(None, "clear_output", {"wait": False})
    capture.printed("stdout", "stays")

    assert texts(capture.outputs) == ["stays"]


def test_clearing_can_wait_for_what_comes_next(capture: Capture) -> None:
    capture.printed("stdout", "gone")
    capture.send(None, "clear_output", {"wait": True})
    assert texts(capture.outputs) == ["gone"]
    capture.printed("stdout", "stays")
    capture.printed("stdout", " too")

    assert texts(capture.outputs) == ["stays too"]


def test_waiting_to_clear_ends_with_the_cell(capture: Capture) -> None:
    capture.send(None, "clear_output", {"wait": True})
    capture.begin_cell()
    capture.printed("stdout", "first")
    capture.send(None, "display_data", shown("second"))

    assert len(capture.outputs) == 2


def test_updating_a_display_is_refused_in_words(capture: Capture) -> None:
    with pytest.raises(CannotCarryError, match="update_display"):
        capture.send(None, "update_display_data", shown("later"))


def test_the_view_of_a_widget_is_kept_without_its_text(capture: Capture) -> None:
    view = {"model_id": "abc", "version_major": 2, "version_minor": 0}
    content = shown("<Slider object at 0x7f00>", **{WIDGET_VIEW: view})

    capture.send(None, "display_data", content)

    [output] = capture.outputs
    assert output["data"] == {WIDGET_VIEW: view}


def test_what_is_printed_within_an_output_widget_goes_there(capture: Capture, output: Any) -> None:
    capture.printed("stdout", "before")
    says(capture, output, "cell-1")
    capture.printed("stdout", "with")
    capture.printed("stdout", "in")
    says(capture, output, "")
    capture.printed("stdout", " after")

    assert texts(output.outputs) == ["within"]
    assert texts(capture.outputs) == ["before after"]


def test_of_nested_output_widgets_the_innermost_takes_what_comes(
    capture: Capture, output: Any
) -> None:
    inner = type(output)()
    says(capture, output, "cell-1")
    capture.printed("stdout", "outer ")
    says(capture, inner, "cell-1")
    capture.printed("stdout", "inner")
    says(capture, inner, "")
    capture.printed("stdout", "again")
    says(capture, output, "")
    inner_texts = texts(inner.outputs)
    inner.close()

    assert inner_texts == ["inner"]
    assert texts(output.outputs) == ["outer again"]
    assert capture.outputs == []


def test_clearing_within_an_output_widget_leaves_the_cell_alone(
    capture: Capture, output: Any
) -> None:
    capture.printed("stdout", "cell")
    says(capture, output, "cell-1")
    capture.printed("stdout", "widget")
    capture.send(None, "clear_output", {"wait": False})
    says(capture, output, "")

    assert output.outputs == ()
    assert texts(capture.outputs) == ["cell"]


def test_an_output_widget_waits_to_be_cleared_on_its_own(capture: Capture, output: Any) -> None:
    says(capture, output, "cell-1")
    capture.printed("stdout", "gone")
    capture.send(None, "clear_output", {"wait": True})
    says(capture, output, "")
    capture.printed("stdout", "cell")
    capture.printed("stdout", " too")
    says(capture, output, "cell-1")
    capture.printed("stdout", "stays")
    says(capture, output, "")

    assert texts(output.outputs) == ["stays"]
    assert texts(capture.outputs) == ["cell too"]


def test_a_widget_s_ordinary_news_open_no_output(capture: Capture, output: Any) -> None:
    capture.send(None, "comm_msg", {"comm_id": output.model_id, "data": {"state": {"value": 3}}})
    capture.send(None, "comm_msg", {"comm_id": output.model_id, "data": {"method": "custom"}})
    capture.printed("stdout", "cell")

    assert output.outputs == ()
    assert texts(capture.outputs) == ["cell"]


def test_an_output_widget_that_is_left_open_does_not_take_the_next_cell_s(
    capture: Capture, output: Any
) -> None:
    says(capture, output, "cell-1")
    capture.begin_cell()
    capture.printed("stdout", "next")

    assert texts(capture.outputs) == ["next"]
