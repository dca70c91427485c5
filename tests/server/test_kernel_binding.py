from __future__ import annotations

import json
import uuid

import pytest
import websocket

from tests.server.conftest import OpenLesson, Visitor, wait_until
from tests.serving import Served

pytestmark = pytest.mark.xdist_group("kernels")
BINARY_PROTOCOL = "v1.kernel.websocket.jupyter.org"


@pytest.fixture(scope="module")
def owner(served: Served) -> Visitor:
    return Visitor(served)


@pytest.fixture(scope="module")
def lesson(owner: Visitor) -> OpenLesson:
    """One lesson for all tests that leave its kernel running."""
    return owner.open_lesson()


def connect(
    visitor: Visitor, kernel_id: str, cookie: str | None = None, **options: object
) -> websocket.WebSocket:
    cookie = visitor.cookie if cookie is None else cookie
    return websocket.create_connection(
        f"ws://127.0.0.1:{visitor.server.port}/api/kernels/{kernel_id}/channels",
        cookie=cookie,
        timeout=30,
        **options,
    )


def message(kind: str, content: dict[str, object]) -> dict[str, object]:
    header = {
        "msg_id": uuid.uuid4().hex,
        "msg_type": kind,
        "session": "a-session",
        "username": "",
        "version": "5.3",
        "date": "2026-01-01T00:00:00Z",
    }
    return {
        "header": header,
        "parent_header": {},
        "metadata": {},
        "content": content,
        "channel": "shell",
        "buffers": [],
    }


def packed(asked: dict[str, object]) -> bytes:
    """The same message in the binary protocol."""
    parts = [
        str(asked["channel"]).encode(),
        *(
            json.dumps(asked[part]).encode()
            for part in ("header", "parent_header", "metadata", "content")
        ),
    ]
    place = 8 * (len(parts) + 2)
    offsets = [place]
    for part in parts:
        place += len(part)
        offsets.append(place)
    numbers = [len(offsets), *offsets]
    return b"".join(number.to_bytes(8, "little") for number in numbers) + b"".join(parts)


def execution(file: object) -> dict[str, object]:
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
    assert page.count("application/vnd.voila.cell-output+json") > 10
    assert page.rstrip().endswith("</html>")


def test_the_policy_of_a_lesson_s_page_names_no_host_and_allows_only_marked_scripts(
    lesson: OpenLesson,
) -> None:
    policy = dict(
        part.strip().split(" ", 1)
        for part in lesson.answer.headers["Content-Security-Policy"].split(";")
    )

    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["connect-src"] == "'self'"
    assert "unsafe-inline" not in policy["script-src"]
    allowed = {"'self'", "'none'", "'unsafe-inline'", "'unsafe-eval'", "data:", "blob:"}
    sources = {source for part in policy.values() for source in part.split()}
    [nonce] = sources - allowed
    assert nonce.startswith("'nonce-")
    assert lesson.answer.text.count(nonce.strip("'").removeprefix("nonce-")) >= 2


def test_the_own_learner_s_cookie_opens_the_kernel_s_channel(
    owner: Visitor, lesson: OpenLesson
) -> None:
    channel = connect(owner, lesson.kernel_id)
    channel.send(json.dumps(message("kernel_info_request", {})))

    answers = iter(lambda: json.loads(channel.recv()), None)
    reply = next(each for each in answers if each["msg_type"] == "kernel_info_reply")
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


@pytest.mark.parametrize("protocol", [None, BINARY_PROTOCOL])
def test_code_sent_on_the_own_channel_is_not_run(
    owner: Visitor, lesson: OpenLesson, tmp_path, protocol: str | None
) -> None:
    written = tmp_path / "written by the kernel"
    channel = connect(owner, lesson.kernel_id, subprotocols=[protocol] if protocol else None)
    question = message("kernel_info_request", {})
    asked = [execution(written), {**execution(written), "channel": "control"}, question]
    for each in asked:
        if protocol:
            channel.send_binary(packed(each))
        else:
            channel.send(json.dumps(each))

    received = b""
    while not (
        b"kernel_info_reply" in received and question["header"]["msg_id"].encode() in received
    ):
        piece = channel.recv()
        received += piece if isinstance(piece, bytes) else piece.encode()
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
