"""What a visitor gets of a lesson that has run: a page, the widgets' states, and kernels."""

from __future__ import annotations

import http.client
import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import websocket

from tests.server.conftest import (
    LESSON,
    WIDGET,
    Visitor,
    changed,
    small_lesson,
    visit_of,
    wait_until,
)
from tests.server.wire import answers, connect, message, packed, reply_to
from tests.serving import Served

pytestmark = pytest.mark.xdist_group("kernels")

VISITS = f"{LESSON}/visits"


@pytest.fixture(scope="module")
def ready(served: Served) -> Served:
    """The server of all tests, when its lesson has a snapshot."""
    return served.prepared()


def states_of_all(channel: websocket.WebSocket) -> dict[str, Any]:
    """Every widget as its kernel has it, asked for as a page does."""
    opening = {"comm_id": "all", "target_name": "jupyter.widget.control", "data": {}}
    asking = {"comm_id": "all", "data": {"method": "request_states"}}
    channel.send_binary(packed({**message("comm_open", opening), "metadata": {"version": "1.0.0"}}))
    channel.send_binary(packed(message("comm_msg", asking)))
    for each in answers(channel):
        data = each["content"].get("data", {})
        if data.get("method") == "update_states":
            states: dict[str, Any] = data["states"]
            return states
    raise AssertionError("the channel was closed")


def kernel_processes(server: Served, work: Any) -> tuple[Any, set[int]]:
    """What some work gives, and the kernels that it has started."""
    before = set(server.kernels())
    result = work()
    return result, set(server.kernels()) - before


def test_an_open_page_gets_a_new_kernel_of_the_same_snapshot(ready: Served) -> None:
    visitor = Visitor(ready)
    page = visit_of(visitor.open_lesson().answer.text)

    answer = visitor.post(VISITS)

    assert answer.status == 201
    content = json.loads(answer.content)
    assert set(content) == {"kernelId", "snapshot"}
    assert content["snapshot"] == page["snapshot"]
    assert content["kernelId"] != page["kernelId"]
    channel = connect(visitor, content["kernelId"])
    assert reply_to(channel, message("kernel_info_request", {}))["content"]["status"] == "ok"
    channel.close()


def test_a_new_kernel_is_the_visitor_s_alone(ready: Served, other: Visitor) -> None:
    visitor = Visitor(ready)
    kernel = json.loads(visitor.post(VISITS).content)["kernelId"]

    assert visitor.get(f"/api/kernels/{kernel}").status == 200
    assert other.get(f"/api/kernels/{kernel}").status == 403


def test_without_a_token_nobody_gets_a_kernel(ready: Served) -> None:
    visitor = Visitor(ready)

    answer, started = kernel_processes(ready, lambda: visitor.get(VISITS, "POST"))

    assert answer.status == 403
    assert not started


@pytest.mark.parametrize("slug", ["know-your-value", "no-such-lesson"])
def test_a_lesson_that_can_t_be_opened_has_no_visits(ready: Served, slug: str) -> None:
    assert Visitor(ready).post(f"/lessons/{slug}/visits").status == 404


def test_a_new_channel_is_served_while_the_old_one_has_not_been_closed(ready: Served) -> None:
    """As after a lost connection that only the page has noticed."""
    visitor = Visitor(ready)
    opened = visitor.open_lesson()
    channels = []
    for session in ("same", "same", "another"):
        channel = connect(visitor, opened.kernel_id, session=session)
        channels.append(channel)
        answer = reply_to(channel, message("kernel_info_request", {}))
        assert answer["content"]["status"] == "ok"


def test_a_page_whose_kernel_was_killed_goes_on_with_a_new_one(ready: Served) -> None:
    visitor = Visitor(ready)
    visitor.token()
    opened, [process] = kernel_processes(ready, lambda: with_channel(visitor))
    page, channel = opened
    before = states_of_all(channel)

    os.kill(process, signal.SIGKILL)

    list(answers(channel))  # comes to an end: the page is told
    wait_until(lambda: visitor.get(f"/api/kernels/{page['kernelId']}").status == 403)
    again = json.loads(visitor.post(VISITS).content)
    assert again["snapshot"] == page["snapshot"]
    assert states_of_all(connect(visitor, again["kernelId"])) == before


def with_channel(visitor: Visitor) -> tuple[dict[str, Any], websocket.WebSocket]:
    """Open the lesson, and its channel."""
    page: dict[str, Any] = visit_of(visitor.open_lesson().answer.text)
    channel = connect(visitor, page["kernelId"])
    reply_to(channel, message("kernel_info_request", {}))
    return page, channel


def test_the_page_shows_what_the_cells_gave_and_the_kernel_knows_the_same_widgets(
    ready: Served,
) -> None:
    visitor = Visitor(ready)
    page, channel = with_channel(visitor)
    text = visitor.open_lesson().answer.text
    states = json.loads(visitor.get(str(page["states"])).content)["states"]

    assert '<div class="printed">first</div>' in text
    [slider] = [model for model, each in states.items() if each["model_name"] == "IntSliderModel"]
    assert f'"model_id": "{slider}"' in text
    assert states[slider]["state"]["value"] == 7
    assert set(states_of_all(channel)) == set(states)


def test_a_page_holds_nothing_of_another_visitor(ready: Served) -> None:
    visitors = [Visitor(ready) for _ in range(2)]
    for each in visitors:
        each.record.keep("measure-your-impact", "form", "what", f"secret of {each.learner_id}")
    pages = [each.open_lesson().answer.text for each in visitors]

    for own, its, foreign, theirs in (
        (visitors[0], pages[0], visitors[1], pages[1]),
        (visitors[1], pages[1], visitors[0], pages[0]),
    ):
        assert own.record.public_tag in its
        for value in (
            foreign.record.public_tag,
            foreign.learner_id,
            own.learner_id,
            str(visit_of(theirs)["kernelId"]),
            foreign.cookie.partition("_xsrf=")[2].partition(";")[0] or foreign.token(),
            "secret of",
            "@@",
        ):
            assert value not in its


def test_the_states_are_for_ever_the_same_and_nobody_s_own(ready: Served) -> None:
    visitors = [Visitor(ready) for _ in range(2)]
    pages = [visit_of(each.open_lesson().answer.text) for each in visitors]
    address = str(pages[0]["states"])

    first, second = (each.get(address) for each in visitors)

    assert pages[0]["states"] == pages[1]["states"]
    assert str(pages[0]["snapshot"]) in address
    assert first.status == 200
    assert first.content == second.content
    assert first.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in first.headers
    for each in visitors:
        assert each.learner_id not in first.text
        assert each.record.public_tag not in first.text


@pytest.mark.parametrize(
    "name", ["measure-your-impact-0000000000000000.json", "records.sqlite", "..%2Fcookie_secret"]
)
def test_there_are_no_states_of_another_name(ready: Served, name: str) -> None:
    assert Visitor(ready).get(f"/snapshots/{name}").status == 404


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[Served]:
    """A server with one place, whose lesson takes its time before it is ready."""
    gate = tmp_path / "go on"
    wait = f"import os, time\nwhile not os.path.exists({str(gate)!r}):\n    time.sleep(0.02)"
    lesson = small_lesson(tmp_path / "notebooks", wait, "print('at last')", WIDGET)
    command = [*changed(lesson), "--learners", "1"]
    with Served(tmp_path / "data", command) as server:
        yield server


def test_a_page_that_is_asked_for_too_early_gets_its_text_first(
    slow: Served, tmp_path: Path
) -> None:
    visitor = Visitor(slow)
    reading = open_and_read(visitor, "A small lesson.")
    early = next(reading)
    assert "at last" not in early

    (tmp_path / "go on").touch()
    page = "".join([early, *reading])

    assert visit_of(page)["states"] is None
    assert page.rstrip().endswith("</html>")
    assert '<div class="printed">at last</div>' in page
    channel = connect(visitor, str(visit_of(page)["kernelId"]))
    models = states_of_all(channel)
    [slider] = [key for key, each in models.items() if each["model_name"] == "IntSliderModel"]
    assert f'"model_id": "{slider}"' in page

    late = visitor.open_lesson().answer.text
    assert visit_of(late)["states"] is not None
    assert f'"model_id": "{slider}"' in late
    full(slow)


def open_and_read(visitor: Visitor, words: str) -> Iterator[str]:
    """Ask for the lesson; give its page up to where these words have come, then the rest."""
    connection = http.client.HTTPConnection("127.0.0.1", visitor.server.port, timeout=60)
    connection.request("GET", LESSON, headers={"Cookie": visitor.cookie})
    response = connection.getresponse()
    early = b""
    while words.encode() not in early:
        early += response.read1(65_536)
    yield early.decode()
    yield response.read().decode()
    connection.close()


def full(server: Served) -> None:
    """The room's one place is taken: an open page of somebody else is told so."""
    answer = Visitor(server).post(VISITS)

    assert answer.status == 503
    assert json.loads(answer.content) == {"ahead": 0}


NO_FORK = """
from playbook.kernels.template_process import NoSnapshotError, TemplateProcess
async def fail(self, wanted):
    raise NoSnapshotError("its fork failed: no memory")
TemplateProcess.fork = fail
"""


def test_where_no_kernel_can_be_forked_an_ordinary_one_serves_a_page_that_waits(
    tmp_path: Path,
) -> None:
    lesson = small_lesson(tmp_path / "notebooks", "print('as ever')", WIDGET)
    with Served(tmp_path / "data", changed(lesson, NO_FORK)) as server:
        visitor = Visitor(server)
        opened = visitor.open_lesson()

        assert visit_of(opened.answer.text)["snapshot"] is None
        assert '<div class="printed">as ever</div>' in opened.answer.text
        assert "could not be started" not in opened.answer.text
        states = states_of_all(connect(visitor, opened.kernel_id))
        assert "IntSliderModel" in {each["model_name"] for each in states.values()}
        assert "its fork failed: no memory" in server.log.read_text()
