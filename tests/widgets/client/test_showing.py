from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import anywidget
import ipywidgets
import pytest
import traitlets
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, accessibility_faults
from tests.widgets.client.stage import Stage

COUNTER = """
globalThis.evaluations = (globalThis.evaluations ?? 0) + 1;
export default { render({ model, el }) {
  const button = document.createElement("button");
  const show = () => { button.textContent = `${model.get("name")} ${model.get("count")}`; };
  button.onclick = () => { model.set("count", model.get("count") + 1); model.save_changes(); };
  model.on("change:count", show);
  show();
  el.append(button);
} };
"""
ALL_SHOWN = """() => new Promise((done) => {
  const look = (marks) => { if (marks.getEntriesByName("cco:all-shown").length) done(); };
  new PerformanceObserver(look).observe({ type: "mark", buffered: true });
})"""
SORRY = "This part could not be shown."


class Counter(anywidget.AnyWidget):
    _esm = COUNTER
    name = traitlets.Unicode("Counter").tag(sync=True)
    count = traitlets.Int(0).tag(sync=True)


class Parent(anywidget.AnyWidget):
    _esm = """export default { async render({ model, el, host }) {
      const show = async () => {
        const place = document.createElement("div");
        el.replaceChildren(place);
        const child = await host.getWidget(model.get("child"));
        await child.render({ el: place });
      };
      model.on("change:child", show);
      await show();
    } };"""
    child = traitlets.Unicode().tag(sync=True)

    def __init__(self, child: ipywidgets.Widget) -> None:
        super().__init__(child=f"anywidget:{child.model_id}")


def heard(widget: ipywidgets.Widget, trait: str = "value") -> Callable[[], Any]:
    """Wait for the browser to change a trait; gives its value."""
    changed = threading.Event()
    widget.observe(lambda _: changed.set(), trait)

    def value() -> Any:
        assert changed.wait(10), f"the browser did not change {trait}"
        changed.clear()
        return getattr(widget, trait)

    return value


@pytest.mark.parametrize("from_snapshot", [True, False], ids=["snapshot", "kernel"])
def test_a_widget_is_shown_and_works_in_both_directions(
    stage: Stage, page: Page, from_snapshot: bool
) -> None:
    counter = Counter()
    count = heard(counter, "count")
    page.goto(stage.show(counter, from_snapshot=from_snapshot))
    page.get_by_role("button", name="Counter 0").click()
    assert count() == 1
    stage.do(lambda: setattr(counter, "count", 7))
    expect(page.get_by_role("button", name="Counter 7")).to_be_visible()
    assert page.locator(".waiting").count() == 0


def test_widgets_are_shown_before_the_kernel_answers_and_entries_wait_for_it(
    stage: Stage, visit: Visit, page: Page
) -> None:
    visit.expect_errors("WebSocket")
    counter = Counter()
    count = heard(counter, "count")
    stage.refusing = True
    page.goto(stage.show(counter))
    page.get_by_role("button", name="Counter 0").click()
    expect(page.get_by_role("button", name="Counter 1")).to_be_visible()
    stage.refusing = False
    assert count() == 1


def test_widgets_with_the_same_script_share_one_module(stage: Stage, page: Page) -> None:
    counters = [Counter(name=f"Number {number}") for number in range(5)]
    page.goto(stage.show(*counters))
    expect(page.get_by_role("button", name="Number 4 0")).to_be_visible()
    assert page.evaluate("globalThis.evaluations") == 1


def test_widgets_far_down_the_page_are_shown_without_scrolling(stage: Stage, page: Page) -> None:
    tall = ipywidgets.Box(layout=ipywidgets.Layout(height="4000px"))
    page.goto(stage.show(tall, Counter()))
    expect(page.get_by_role("button", name="Counter 0")).to_be_attached()


def test_what_the_kernel_changes_before_a_widget_is_shown_is_not_lost(
    stage: Stage, page: Page
) -> None:
    hidden, parent = Counter(name="Hidden"), Parent(Counter(name="First"))
    page.goto(stage.show(parent))
    expect(page.get_by_role("button", name="First 0")).to_be_visible()
    stage.do(lambda: setattr(hidden, "count", 3))
    stage.do(lambda: setattr(parent, "child", f"anywidget:{hidden.model_id}"))
    expect(page.get_by_role("button", name="Hidden 3")).to_be_visible()


def test_a_widget_without_a_view_does_its_work(stage: Stage, page: Page) -> None:
    first, second = Counter(name="First"), Counter(name="Second")
    ipywidgets.jslink((first, "count"), (second, "count"))
    page.goto(stage.show(first, second))
    page.evaluate(ALL_SHOWN)
    page.get_by_role("button", name="First 0").click()
    expect(page.get_by_role("button", name="Second 1")).to_be_visible()


def test_a_widget_that_is_made_later_can_be_shown_in_another(stage: Stage, page: Page) -> None:
    parent = Parent(Counter(name="First"))
    page.goto(stage.show(parent))
    expect(page.get_by_role("button", name="First 0")).to_be_visible()

    def make_another() -> None:
        parent.child = f"anywidget:{Counter(name='Later').model_id}"

    stage.do(make_another)
    expect(page.get_by_role("button", name="Later 0")).to_be_visible()


class Unknown(ipywidgets.DOMWidget):
    _model_name = traitlets.Unicode("NoSuchModel").tag(sync=True)
    _model_module = traitlets.Unicode("no-such-module").tag(sync=True)


class Broken(anywidget.AnyWidget):
    _esm = "export default { render() { throw new Error('broken on purpose'); } };"


class Unreadable(anywidget.AnyWidget):
    _esm = "this is no script"


class BadBeginning(anywidget.AnyWidget):
    _esm = "export default { initialize() { throw new Error('bad beginning'); }, render() {} };"


@pytest.mark.parametrize(
    ("bad", "error"),
    [
        (Unknown, "NoSuchModel"),
        (Broken, "broken on purpose"),
        (Unreadable, "SyntaxError"),
        (BadBeginning, "bad beginning"),
    ],
)
def test_a_widget_that_fails_says_so_in_its_place_and_stops_no_other(
    stage: Stage, visit: Visit, page: Page, bad: type[ipywidgets.DOMWidget], error: str
) -> None:
    visit.expect_errors(error)
    counter = Counter()
    count = heard(counter, "count")
    page.goto(stage.show(bad(), ipywidgets.VBox([bad(), counter])))
    page.get_by_role("button", name="Counter 0").click()
    assert count() == 1
    expect(page.get_by_text(SORRY)).to_have_count(2)
    assert any(error in each for each in visit.errors)


def test_a_page_whose_states_cannot_be_had_asks_the_kernel(
    stage: Stage, visit: Visit, page: Page
) -> None:
    visit.expect_errors("404")
    page.route("**/states.json", lambda route: route.fulfill(status=404, body=""))
    page.goto(stage.show(Counter()))
    expect(page.get_by_role("button", name="Counter 0")).to_be_visible()


def test_binary_traits_come_through_in_both_directions(stage: Stage, page: Page) -> None:
    class Bytes(anywidget.AnyWidget):
        _esm = """export default { render({ model, el }) {
          const { buffer, byteOffset, byteLength } = model.get("value");
          el.textContent = `got ${new Uint8Array(buffer, byteOffset, byteLength).join()}`;
          model.send({ type: "bytes" }, undefined, [new Uint8Array([4, 5])]);
        } };"""
        value = traitlets.Bytes(b"\x01\x02\x03").tag(sync=True)

    widget = Bytes()
    came = threading.Event()
    buffers: list[bytes] = []

    def take(_: Any, content: Any, sent: list[memoryview]) -> None:
        buffers.extend(bytes(each) for each in sent)
        came.set()

    widget.on_msg(take)
    page.goto(stage.show(widget))
    expect(page.get_by_text("got 1,2,3")).to_be_visible()
    assert came.wait(10)
    assert buffers == [b"\x04\x05"]


def test_a_page_without_widgets_opens_no_channel(stage: Stage, page: Page) -> None:
    page.goto(stage.show(from_snapshot=False))
    expect(page.locator("#saved")).to_be_visible()
    assert page.evaluate("performance.getEntriesByName('cco:connected').length") == 0


def test_the_goodbye_names_the_kernel(stage: Stage, page: Page) -> None:
    page.goto(stage.show(Counter()))
    expect(page.get_by_role("button", name="Counter 0")).to_be_visible()
    said = threading.Event()
    stage.on_goodbye = said.set
    page.goto("about:blank")
    assert said.wait(10)
    assert stage.goodbyes == ["kernel-0"]


def test_what_the_page_shows_is_accessible(stage: Stage, page: Page) -> None:
    page.goto(stage.show(Counter(), ipywidgets.VBox([Counter(), Counter()])))
    expect(page.get_by_role("button", name="Counter 0")).to_have_count(3)
    faults = [each for each in accessibility_faults(page) if "landmark" not in each]
    assert [each for each in faults if "cco" in each or "widget" in each] == []
