from __future__ import annotations

import json
import re
from typing import Any

import pytest
import websocket

from tests.server.conftest import OpenLesson, Visitor, wait_until
from tests.server.wire import connect, message, packed, reply_to
from tests.serving import Served

pytestmark = pytest.mark.xdist_group("kernels")


@pytest.fixture(scope="module")
def owner(served: Served) -> Visitor:
    return Visitor(served)


@pytest.fixture(scope="module")
def lesson(owner: Visitor) -> OpenLesson:
    """One lesson for all tests that leave its kernel running."""
    return owner.open_lesson()


def execution(file: object) -> dict[str, Any]:
    return message(
        "execute_request",
        {
            "code": f"open({str(file)!r}, 'w').close()",
            "silent": False,
            "store_history": False,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": True,
        },
    )


def test_the_page_of_a_lesson_never_holds_the_learner_s_id(
    owner: Visitor, lesson: OpenLesson
) -> None:
    assert len(owner.learner_id) == 32
    assert owner.learner_id not in lesson.answer.text
    assert "CCO_LEARNER" not in lesson.answer.text
    assert owner.learner_id not in str(lesson.answer.headers)


def test_a_lesson_comes_whole_with_what_its_cells_gave(lesson: OpenLesson) -> None:
    page = lesson.answer.text

    assert lesson.answer.status == 200
    assert "data-went-wrong" not in page
    assert '<div class="printed">first</div>' in page
    assert page.count("application/vnd.jupyter.widget-view+json") == 1
    assert page.rstrip().endswith("</html>")


def test_the_policy_of_a_lesson_s_page_allows_no_host_no_inline_script_and_no_eval(
    lesson: OpenLesson,
) -> None:
    policy = dict(
        part.strip().split(" ", 1)
        for part in lesson.answer.headers["Content-Security-Policy"].split(";")
    )

    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["connect-src"] == "'self'"
    assert policy["script-src"] == "'self' blob:"
    sources = {
        source for name, part in policy.items() if name != "style-src" for source in part.split()
    }
    assert sources <= {"'self'", "'none'", "data:", "blob:"}


def test_a_lesson_s_page_holds_no_script_of_its_own_but_data(lesson: OpenLesson) -> None:
    scripts = re.findall(r"<script\b([^>]*)>([^<]*)<", lesson.answer.text)

    assert scripts
    for attributes, content in scripts:
        if re.search(r'type="application/[a-z.+-]*json"', attributes):
            json.loads(content)
        else:
            assert 'src="/static/' in attributes
            assert not content.strip()
    assert not re.search(r"<[^>]+\son[a-z]+\s*=", lesson.answer.text)


def test_the_own_learner_s_cookie_opens_the_kernel_s_channel(
    owner: Visitor, lesson: OpenLesson
) -> None:
    channel = connect(owner, lesson.kernel_id)

    reply = reply_to(channel, message("kernel_info_request", {}))
    channel.close()

    assert reply["content"]["status"] == "ok"


def test_nobody_else_s_cookie_opens_the_channel(
    owner: Visitor, lesson: OpenLesson, other: Visitor
) -> None:
    plain = f"cco_learner={owner.learner_id}"
    for cookie in (other.cookie, "", owner.forged_cookie, plain):
        with pytest.raises(websocket.WebSocketBadStatusException) as refused:
            connect(owner, lesson.kernel_id, cookie)
        assert refused.value.status_code == 403


def test_another_site_can_t_open_the_channel_from_the_learner_s_browser(
    owner: Visitor, lesson: OpenLesson
) -> None:
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        connect(owner, lesson.kernel_id, origin="http://elsewhere.example")

    assert refused.value.status_code == 403


def test_the_kernel_s_state_is_told_to_its_own_learner_alone(
    owner: Visitor, lesson: OpenLesson, other: Visitor
) -> None:
    address = f"/api/kernels/{lesson.kernel_id}"

    own = owner.get(address)

    assert own.status == 200
    assert json.loads(own.content)["id"] == lesson.kernel_id
    assert owner.learner_id not in own.text
    assert other.get(address).status == 403
    assert owner.server.get(address).status == 403


@pytest.mark.parametrize("method", ["DELETE", "POST", "PUT", "PATCH"])
@pytest.mark.parametrize("ending", ["", "/restart", "/interrupt"])
def test_nobody_can_end_or_restart_a_kernel_through_jupyter_s_addresses(
    owner: Visitor, lesson: OpenLesson, other: Visitor, method: str, ending: str
) -> None:
    address = f"/api/kernels/{lesson.kernel_id}{ending}"
    for visitor in (owner, other):
        asked = f"{address}?_xsrf={visitor.token()}"
        assert visitor.get(address, method).status in (403, 404, 405)
        assert visitor.get(asked, method).status in (403, 404, 405)

    assert owner.get(f"/api/kernels/{lesson.kernel_id}").status == 200


def test_code_sent_on_the_own_channel_is_not_run(
    owner: Visitor, lesson: OpenLesson, tmp_path
) -> None:
    written = tmp_path / "written by the kernel"
    channel = connect(owner, lesson.kernel_id)
    question = message("kernel_info_request", {})
    for each in (execution(written), {**execution(written), "channel": "control"}, question):
        channel.send_binary(packed(each))

    received = b""
    while not (
        b"kernel_info_reply" in received and question["header"]["msg_id"].encode() in received
    ):
        received += channel.recv()
    channel.close()

    assert b"execute_" not in received
    assert not written.exists()


def test_the_end_of_a_visit_needs_a_token_and_the_own_learner(
    owner: Visitor, lesson: OpenLesson, other: Visitor
) -> None:
    address = f"/visits/{lesson.kernel_id}/end"

    assert owner.get(address, "POST").status == 403
    assert other.post(address).status == 403
    assert owner.get(f"/api/kernels/{lesson.kernel_id}").status == 200


def test_saying_goodbye_ends_the_kernel(owner: Visitor, lesson: OpenLesson, served: Served) -> None:
    """Runs last: until then, the others use the lesson."""
    before = set(served.kernels())

    assert owner.post(f"/visits/{lesson.kernel_id}/end").status == 204

    wait_until(lambda: owner.get(f"/api/kernels/{lesson.kernel_id}").status == 403)
    assert len(before - set(served.kernels())) == 1
    assert served.templates()
