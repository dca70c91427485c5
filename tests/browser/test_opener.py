"""A page of somebody else that opens one of ours gets no hold of its window."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.conftest import Visit
from tests.serving import Served, free_port

POLICY = "cross-origin-opener-policy"


def test_who_opens_a_page_from_elsewhere_loses_its_window(
    served: Served, visitor: Callable[..., Visit]
) -> None:
    page = visitor().page()
    elsewhere = f"http://127.0.0.1:{free_port()}/"
    page.route(elsewhere, lambda route: route.fulfill(content_type="text/html", body="<p>Hello"))
    page.goto(elsewhere)
    with page.expect_popup() as popup:
        page.evaluate("address => { window.opened = window.open(address) }", served.url)
    popup.value.get_by_role("link", name="My record").wait_for()

    assert page.evaluate("window.opened.closed")
    assert popup.value.evaluate("window.opener") is None


def test_what_the_visitor_asks_for_costs_no_new_process(
    served: Served, visitor: Callable[..., Visit]
) -> None:
    page = visitor().page()
    home = page.goto(served.url)
    assert home is not None
    assert POLICY not in home.headers
    with page.expect_navigation() as record:
        page.get_by_role("link", name="My record").click()
    assert POLICY not in record.value.headers
