"""A room of one place, with a second visitor before the door, and a crowd that means harm."""

from __future__ import annotations

import http.client
import json
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.server.conftest import LESSON, Visitor, changed, kernel_of, small_lesson, wait_until
from tests.serving import Answer, Served

pytestmark = pytest.mark.xdist_group("kernels")

HOSTILE = "127.0.0.2"


def room_of(places: int, folder: Path, *more: str) -> Served:
    """A server with so many places and a lesson that opens quickly."""
    lesson = small_lesson(folder / "notebooks", "print('first')")
    return Served(folder / "data", [*changed(lesson, *more), "--learners", str(places)])


@pytest.fixture(scope="module")
def small_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    hasty = "from playbook.server import room; room.TURN_SECONDS = 3; channels.GRACE_SECONDS = 0"
    with room_of(1, tmp_path_factory.mktemp("room"), hasty) as server:
        yield server


def turn(visitor: Visitor) -> dict[str, object]:
    return json.loads(visitor.get("/room").content)


def come_in(visitor: Visitor) -> Answer:
    """Open the lesson as soon as there is a place."""
    wait_until(lambda: turn(visitor)["open"])
    answer = visitor.get(LESSON)
    assert answer.status == 200
    return answer


def leave(visitor: Visitor, page: str) -> None:
    """Say goodbye, as the page does."""
    assert visitor.post(f"/visits/{kernel_of(page)}/end").status == 204


def test_a_full_room_says_so_and_lets_in_by_turn(small_room: Served) -> None:
    inside, second, third = (Visitor(small_room) for _ in range(3))
    page = come_in(inside)

    full, later = second.get(LESSON), third.get(LESSON)

    assert full.status == later.status == 503
    assert "All places are taken" in full.text
    assert "You are next." in full.text
    assert "One person is before you." in later.text
    assert 0 < int(full.headers["Retry-After"]) < 15
    assert "no-store" in full.headers["Cache-Control"]
    assert f'href="{LESSON}"' in full.text
    assert turn(second) == {"open": False, "ahead": 0}
    assert turn(third) == {"open": False, "ahead": 1}
    assert turn(inside) == {"open": True, "ahead": 0}
    again = inside.get(LESSON)
    assert again.status == 200

    leave(inside, page.text)
    leave(inside, again.text)
    wait_until(lambda: turn(second)["open"])

    assert turn(third) == {"open": False, "ahead": 1}
    assert third.get(LESSON).status == 503
    opened = second.get(LESSON)
    assert opened.status == 200
    assert turn(third) == {"open": False, "ahead": 0}
    leave(second, opened.text)
    wait_until(lambda: turn(third)["open"])


def test_the_page_that_waits_runs_one_script_of_the_server_and_no_other(
    small_room: Served,
) -> None:
    inside, waiting = Visitor(small_room), Visitor(small_room)
    page = come_in(inside)

    full = waiting.get(LESSON)

    policy = full.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "connect-src 'self'" in policy
    assert "unsafe" not in policy
    assert full.text.count("<script") == 1
    leave(inside, page.text)


def test_a_learner_who_opens_a_fifth_lesson_loses_the_first(small_room: Served) -> None:
    visitor = Visitor(small_room)
    leave(visitor, come_in(visitor).text)
    kernels = [kernel_of(visitor.get(LESSON).text) for _ in range(5)]

    wait_until(lambda: visitor.get(f"/api/kernels/{kernels[0]}").status == 403)

    assert all(visitor.get(f"/api/kernels/{kernel}").status == 200 for kernel in kernels[1:])


def asked_from(server: Served, source: str, path: str, cookie: str = "") -> tuple[int, float]:
    """The status of an answer, and how long it took."""
    connection = http.client.HTTPConnection(
        "127.0.0.1", server.port, timeout=60, source_address=(source, 0)
    )
    begun = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status, time.perf_counter() - begun


def test_a_thousand_opens_from_one_address_leave_another_learner_s_pages_quick(
    tmp_path: Path,
) -> None:
    with room_of(3, tmp_path) as server, ThreadPoolExecutor(20) as crowd:
        calm = Visitor(server)
        opened = calm.get(LESSON)
        assert opened.status == 200

        attack = [crowd.submit(asked_from, server, HOSTILE, LESSON) for _ in range(1000)]
        taken = []
        while not all(each.done() for each in attack):
            status, seconds = asked_from(server, "127.0.0.1", "/record", calm.cookie)
            assert status == 200
            taken.append(seconds)
        answers = Counter(each.result()[0] for each in attack)

        assert answers[200] == 2
        assert answers[429] >= 100
        assert set(answers) == {200, 429, 503}
        assert statistics.median(taken) < 0.25
        assert calm.get(LESSON).status == 200
        assert json.loads(server.get("/healthz").content)["inside"] == 3
        assert "Traceback" not in server.log.read_text()


def test_fifty_learners_behind_one_address_open_the_lesson_at_once(tmp_path: Path) -> None:
    """Nobody is refused; what the lesson costs is another test's matter."""
    quick = "lesson.LessonPage.send_text_first = lesson.LessonPage.send_whole = quick"
    cheap = "async def quick(self, *arguments): self.finish('the lesson')"
    with room_of(50, tmp_path, cheap, quick) as server, ThreadPoolExecutor(50) as classroom:
        visitors = list(classroom.map(lambda _: Visitor(server), range(50)))

        opened = list(classroom.map(lambda each: each.get(LESSON).status, visitors))

    assert opened == [200] * 50
