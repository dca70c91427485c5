from __future__ import annotations

import ipywidgets
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from tests.widgets.client.stage import Stage
from tests.widgets.client.test_showing import Counter, Parent, heard

LOST = "Connection lost. What you enter stays in this browser; trying again."


def words(page: Page) -> Locator:
    """What the learner reads about the connection."""
    return page.locator("#connection")


def open_page(stage: Stage, page: Page, *widgets: ipywidgets.Widget, snapshot: bool = True) -> None:
    """Open the page and mark it, so that a reload would be noticed."""
    page.goto(stage.show(*widgets, from_snapshot=snapshot))
    expect(page.get_by_role("button").first).to_be_visible()
    page.evaluate("globalThis.samePage = true")
    page.evaluate(
        "globalThis.renewals = 0;"
        "document.addEventListener('cco:reconnected', () => { globalThis.renewals += 1; })"
    )


def is_the_same_page(page: Page) -> bool:
    return bool(page.evaluate("globalThis.samePage === true"))


@pytest.fixture
def visit(visit: Visit) -> Visit:
    """A visitor whose connection is going to fail."""
    visit.expect_errors("WebSocket", "404", "503")
    return visit


def test_a_short_drop_is_mended_without_a_word(stage: Stage, page: Page) -> None:
    counter = Counter()
    count = heard(counter, "count")
    open_page(stage, page, counter)
    page.evaluate(
        "globalThis.said = [];"
        "new MutationObserver(() => said.push(document.querySelector('#connection').textContent))"
        ".observe(document.querySelector('#connection'), {childList: true, characterData: true})"
    )
    stage.drop()
    page.get_by_role("button", name="Counter 0").click()
    assert count() == 1
    stage.do(lambda: setattr(counter, "count", 5))
    expect(page.get_by_role("button", name="Counter 5")).to_be_visible()
    assert page.evaluate("said") == []
    assert page.evaluate("renewals") == 0


def test_a_longer_loss_is_told_and_so_is_its_end(stage: Stage, page: Page) -> None:
    page.clock.install()
    counter = Counter()
    count = heard(counter, "count")
    open_page(stage, page, counter)
    stage.refusing = True
    stage.drop()
    expect(words(page)).to_have_text(LOST)
    assert words(page).get_attribute("role") == "status"
    page.get_by_role("button", name="Counter 0").click()
    stage.refusing = False
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(words(page)).to_have_text("Connected again.")
    assert count() == 1
    page.clock.fast_forward(4_000)
    expect(words(page)).to_be_hidden()


def test_what_the_kernel_did_meanwhile_is_shown_when_the_connection_is_back(
    stage: Stage, page: Page
) -> None:
    counter, goes = Counter(), Counter(name="Goes")
    parent = Parent(Counter(name="First"))
    open_page(stage, page, counter, goes, parent)
    expect(page.get_by_role("button", name="First 0")).to_be_visible()
    stage.refusing = True
    stage.drop()

    def meanwhile() -> None:
        counter.count = 9
        goes.close()
        parent.child = f"anywidget:{Counter(name='Second').model_id}"

    stage.do(meanwhile)
    stage.refusing = False
    expect(page.get_by_role("button", name="Counter 9")).to_be_visible()
    expect(page.get_by_role("button", name="Second 0")).to_be_visible()
    expect(page.get_by_role("button", name="Goes")).to_have_count(0)
    assert is_the_same_page(page)


@pytest.mark.parametrize("how", ["gone", "died"])
def test_a_kernel_that_ended_is_replaced_without_a_reload(
    stage: Stage, page: Page, how: str
) -> None:
    counter, parent = Counter(), Parent(Counter(name="Child"))
    count = heard(counter, "count")
    open_page(stage, page, counter, parent)
    page.get_by_role("button", name="Counter 0").click()
    assert count() == 1
    if how == "gone":
        stage.do(stage.kernels.clear)
        stage.drop()
    else:
        stage.do(lambda: stage.publish("status", {"execution_state": "restarting"}))
    stage.do(lambda: setattr(counter, "count", 0))
    expect(page.get_by_role("button", name="Counter 0")).to_be_visible()
    assert count() == 0
    page.get_by_role("button", name="Counter 0").click()
    assert count() == 1
    expect(page.get_by_role("button", name="Child 0")).to_be_visible()
    assert page.evaluate("renewals") == 1
    assert is_the_same_page(page)
    assert stage.kernels != ["kernel-0"]


def test_a_full_room_is_told_until_there_is_a_place(stage: Stage, page: Page) -> None:
    open_page(stage, page, Counter())
    stage.visit_answers = [(503, {"ahead": 2}), (503, {"ahead": 1})]
    stage.end_kernel()
    expect(words(page)).to_contain_text("The room is full: 2 learners are ahead of you.")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(words(page)).to_contain_text("The room is full: one learner is ahead of you.")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(words(page)).to_have_text("Connected again.")
    assert page.evaluate("renewals") == 1


def test_a_lesson_that_has_changed_must_be_opened_again(stage: Stage, page: Page) -> None:
    open_page(stage, page, Counter())
    stage.visit_answers = [(201, {"kernelId": "kernel-9", "snapshot": "another"})]
    stage.end_kernel()
    notice = page.get_by_role("alert").filter(has_text="has changed since you opened it")
    expect(notice).to_be_visible()
    stage.new_kernel()
    notice.get_by_role("button", name="Open it again").click()
    expect(page.get_by_role("button", name="Counter 0")).to_be_visible()
    assert not is_the_same_page(page)
    assert "kernel-9" in stage.goodbyes


def test_a_page_without_a_snapshot_must_be_opened_again(stage: Stage, page: Page) -> None:
    open_page(stage, page, Counter(), snapshot=False)
    stage.end_kernel()
    expect(page.get_by_role("alert").filter(has_text="went to sleep")).to_be_visible()
    expect(words(page)).to_be_hidden()


def test_a_connection_that_only_seems_open_is_given_up(stage: Stage, page: Page) -> None:
    page.clock.install()
    counter = Counter()
    count = heard(counter, "count")
    open_page(stage, page, counter)
    stage.deaf = True
    page.get_by_role("button", name="Counter 0").click()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    stage.do(lambda: None)
    page.clock.run_for(4900)
    before = set(stage.channels)
    page.clock.run_for(200)
    stage.deaf = False
    page.get_by_role("button", name="Counter 1").click()
    assert count() >= 1
    assert stage.channels != before


def test_a_laptop_that_slept_looks_whether_its_kernel_is_there(stage: Stage, page: Page) -> None:
    page.clock.install()
    counter = Counter()
    count = heard(counter, "count")
    open_page(stage, page, counter)
    page.get_by_role("button", name="Counter 0").click()
    assert count() == 1
    page.clock.fast_forward(120_000)
    page.clock.run_for(6_000)
    stage.wait_for("kernel_info_request")
