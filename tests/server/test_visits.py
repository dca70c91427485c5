"""Visits from their beginning to their end, without a server and without kernels."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from playbook.kernels.template_process import NoSnapshotError
from playbook.server import visits as visits_module
from playbook.server.bindings import KernelBindings
from playbook.server.room import KERNELS_A_LEARNER, Room
from playbook.server.visits import RoomFullError, Visit, Visits

NOTEBOOK = "must_dos/lesson.ipynb"
PATIENCE_SECONDS = 10


class Kernels:
    """Stands in for the server's kernels: notes what is asked of them."""

    def __init__(self) -> None:
        self.bindings = KernelBindings()
        self.on_removed: Callable[[str], None] = lambda kernel_id: None
        self.running: dict[str, Any] = {}
        self.asked: list[dict[str, Any]] = []
        self.ended: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.trouble: list[Exception] = []

    def __contains__(self, kernel_id: str) -> bool:
        return kernel_id in self.running

    async def start_kernel(self, **asked: Any) -> str:
        self.asked.append(asked)
        await self.gate.wait()
        if self.trouble:
            raise self.trouble.pop()
        process = SimpleNamespace(on_end=lambda listener: setattr(process, "listener", listener))
        manager = SimpleNamespace(provisioner=SimpleNamespace(process=process))
        self.running[asked["kernel_id"]] = manager
        return str(asked["kernel_id"])

    def get_kernel(self, kernel_id: str) -> Any:
        return self.running[kernel_id]

    async def shutdown_kernel(self, kernel_id: str, now: bool) -> None:
        await asyncio.sleep(0)
        del self.running[kernel_id]
        self.ended.append(kernel_id)
        self.on_removed(kernel_id)


class Channel:
    """Stands in for a page's websocket."""

    def __init__(self) -> None:
        self.closed: list[int] = []

    def close(self, code: int, reason: str) -> None:
        self.closed.append(code)


class Stage:
    """A room of two places, with visits to it; its loop runs in `do` alone."""

    def __init__(self) -> None:
        self._runner = asyncio.Runner()
        self.template = object()
        self._numbers = itertools.count()

        async def build() -> None:
            self.room = Room(2, asyncio.get_running_loop().time)
            self.kernels = Kernels()
            self.visits = Visits(self.kernels, self.room)  # type: ignore[arg-type]

        self.do(build())

    def do(self, work: Any) -> Any:
        return self._runner.run(asyncio.wait_for(work, PATIENCE_SECONDS))

    def begin(self, learner: str = "ada", template: object | None = None) -> Visit:
        async def come_in() -> Visit:
            chosen: Any = template or self.template
            return self.visits.begin(learner, NOTEBOOK, chosen, {"learner_id": learner})

        return self.do(come_in())

    def begin_ordinary(self, learner: str = "ada") -> Visit:
        async def come_in() -> Visit:
            return self.visits.begin(learner, NOTEBOOK, None, {})

        return self.do(come_in())

    def connect(self, visit: Visit) -> Channel:
        channel = Channel()

        async def come() -> None:
            await self.visits.kernel(visit.kernel_id)
            self.visits.connected(visit.kernel_id, channel)  # type: ignore[arg-type]

        self.do(come())
        return channel

    def leave(self, visit: Visit, channel: Channel) -> None:
        async def go() -> None:
            self.visits.disconnected(visit.kernel_id, channel)  # type: ignore[arg-type]

        self.do(go())

    def kernel(self, visit: Visit) -> Any:
        return self.do(self.visits.kernel(visit.kernel_id))

    def wait_for_end(self, visit: Visit) -> None:
        async def gone() -> None:
            while visit.kernel_id in self.visits:
                await asyncio.sleep(0.005)

        self.do(gone())

    def let_pass(self, seconds: float) -> None:
        """Let time pass in which something should not happen."""
        self.do(asyncio.sleep(seconds))

    def end(self) -> None:
        self._runner.close()


@pytest.fixture
def stage() -> Iterator[Stage]:
    made = Stage()
    yield made
    made.end()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Times so short that a test can wait for them."""
    monkeypatch.setattr(visits_module, "UNSEEN_SECONDS", 0.03)
    monkeypatch.setattr(visits_module, "LEFT_SECONDS", 0.03)


def test_a_visit_has_its_place_at_once_and_its_kernel_with_its_channel(stage: Stage) -> None:
    visit = stage.begin()

    assert stage.kernels.asked == []
    assert stage.kernels.bindings.belongs(visit.kernel_id, "ada")
    assert stage.room.inside == 1

    stage.connect(visit)
    assert visit.kernel_id in stage.kernels


def test_only_the_kernel_s_environment_and_its_hook_know_the_learner(stage: Stage) -> None:
    visit = stage.begin()
    stage.kernel(visit)

    [asked] = stage.kernels.asked
    assert asked == {
        "kernel_name": "python3",
        "kernel_id": visit.kernel_id,
        "path": "must_dos",
        "template": stage.template,
        "environment": {"CCO_LEARNER": "ada"},
        "visitor": {"learner_id": "ada"},
    }
    assert "ada" not in visit.kernel_id


def test_an_ordinary_kernel_starts_when_it_is_asked_for(stage: Stage) -> None:
    visit = stage.begin_ordinary()
    assert stage.kernels.asked == []

    assert stage.kernel(visit) is stage.kernels.running[visit.kernel_id]
    assert len(stage.kernels.asked) == 1


def test_who_asks_twice_gets_one_kernel(stage: Stage) -> None:
    visit = stage.begin()

    assert stage.kernel(visit) is stage.kernel(visit)
    assert len(stage.kernels.asked) == 1


@pytest.mark.usefixtures("impatient")
def test_a_visit_whose_page_never_connects_ends(stage: Stage) -> None:
    visit = stage.begin()

    stage.wait_for_end(visit)

    assert stage.kernels.asked == []
    assert stage.room.inside == 0
    assert not stage.kernels.bindings.belongs(visit.kernel_id, "ada")


@pytest.mark.usefixtures("impatient")
def test_a_visit_whose_page_has_connected_stays(stage: Stage) -> None:
    visit = stage.begin()
    stage.connect(visit)

    stage.let_pass(0.1)

    assert visit.kernel_id in stage.visits
    assert stage.kernels.ended == []


@pytest.mark.usefixtures("impatient")
def test_a_page_that_was_waiting_for_the_template_must_connect_too(stage: Stage) -> None:
    visit = stage.begin_ordinary()
    visit.template = stage.template  # type: ignore[assignment]  # it is there now
    stage.kernel(visit)

    stage.wait_for_end(visit)

    assert stage.room.inside == 0


@pytest.mark.usefixtures("impatient")
def test_an_ordinary_kernel_may_take_its_time(stage: Stage) -> None:
    visit = stage.begin_ordinary()
    stage.kernel(visit)
    stage.leave(visit, stage.connect(visit))

    stage.let_pass(0.1)

    assert visit.kernel_id in stage.visits


@pytest.mark.usefixtures("impatient")
def test_a_visit_that_was_left_ends(stage: Stage) -> None:
    visit = stage.begin()
    channel = stage.connect(visit)

    stage.leave(visit, channel)
    stage.wait_for_end(visit)

    assert stage.kernels.ended == [visit.kernel_id]
    assert channel.closed == []


def test_a_page_that_comes_back_in_time_finds_its_kernel(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visits_module, "LEFT_SECONDS", 0.05)
    visit = stage.begin()
    stage.leave(visit, stage.connect(visit))

    stage.connect(visit)
    stage.let_pass(0.15)

    assert visit.kernel_id in stage.visits


@pytest.mark.usefixtures("impatient")
def test_as_long_as_one_channel_is_open_a_visit_is_not_left(stage: Stage) -> None:
    visit = stage.begin()
    first, second = stage.connect(visit), stage.connect(visit)

    stage.leave(visit, first)
    stage.let_pass(0.1)
    assert visit.kernel_id in stage.visits

    stage.leave(visit, second)
    stage.wait_for_end(visit)


def test_forgetting_a_visit_closes_its_channels_and_gives_the_place_back(stage: Stage) -> None:
    visit = stage.begin()
    channels = [stage.connect(visit), stage.connect(visit)]

    async def forget() -> None:
        stage.visits.forget(visit.kernel_id)
        stage.visits.forget(visit.kernel_id)
        stage.visits.forget("nobody's")

    stage.do(forget())

    assert [each.closed for each in channels] == [[1001], [1001]]
    assert visit.kernel_id not in stage.visits
    assert stage.room.inside == 0
    assert not stage.kernels.bindings.belongs(visit.kernel_id, "ada")


def test_a_kernel_that_jupyter_takes_away_ends_its_visit(stage: Stage) -> None:
    """As it does with one that was idle for too long."""
    visit = stage.begin()
    channel = stage.connect(visit)

    stage.do(stage.kernels.shutdown_kernel(visit.kernel_id, now=True))

    assert channel.closed == [1001]
    assert stage.room.inside == 0


def test_a_kernel_whose_process_ends_takes_its_visit_along(stage: Stage) -> None:
    visit = stage.begin()
    channel = stage.connect(visit)

    async def process_ends() -> None:
        stage.kernels.running[visit.kernel_id].provisioner.process.listener()

    stage.do(process_ends())
    stage.wait_for_end(visit)

    assert channel.closed == [1001]
    assert stage.kernels.running == {}


def test_a_learner_s_oldest_kernel_gives_way_to_the_newest(stage: Stage) -> None:
    visits = [stage.begin() for _ in range(KERNELS_A_LEARNER)]
    oldest = stage.connect(visits[0])

    newest = stage.begin()
    stage.wait_for_end(visits[0])

    assert oldest.closed == [1001]
    assert newest.kernel_id in stage.visits
    assert all(each.kernel_id in stage.visits for each in visits[1:])
    assert stage.room.inside == 1


def test_a_full_room_says_how_many_wait_and_starts_nothing(stage: Stage) -> None:
    for learner in ("ada", "ben"):
        stage.begin(learner)

    for ahead, learner in enumerate(("cem", "dia")):
        with pytest.raises(RoomFullError) as full:
            stage.begin(learner)
        assert full.value.ahead == ahead

    assert stage.kernels.asked == []
    assert stage.kernels.bindings.of("cem") == []


def test_a_place_that_becomes_free_goes_to_who_waits(stage: Stage) -> None:
    leaving, _ = stage.begin("ada"), stage.begin("ben")
    with pytest.raises(RoomFullError):
        stage.begin("cem")

    stage.do(stage.visits.end(leaving.kernel_id))

    assert stage.begin("cem").kernel_id in stage.visits


def test_a_start_that_failed_is_tried_again_by_whoever_asks_next(stage: Stage) -> None:
    stage.kernels.trouble.append(NoSnapshotError("its template has ended"))
    visit = stage.begin()

    with pytest.raises(NoSnapshotError):
        stage.kernel(visit)
    assert stage.kernel(visit) is stage.kernels.running[visit.kernel_id]
    assert len(stage.kernels.asked) == 2


def test_what_kept_a_kernel_from_starting_is_told_to_who_waits_for_it(stage: Stage) -> None:
    visit = stage.begin_ordinary()
    stage.kernels.trouble.append(NoSnapshotError("its template has ended"))

    with pytest.raises(NoSnapshotError, match="its template has ended"):
        stage.kernel(visit)


def test_a_visit_that_has_ended_has_no_kernel(stage: Stage) -> None:
    visit = stage.begin()
    stage.do(stage.visits.end(visit.kernel_id))

    with pytest.raises(KeyError):
        stage.kernel(visit)


def test_a_visit_that_ends_while_its_kernel_starts_leaves_no_kernel(stage: Stage) -> None:
    stage.kernels.gate.clear()
    visit = stage.begin()

    async def end_meanwhile() -> None:
        starting = asyncio.ensure_future(stage.visits.kernel(visit.kernel_id))
        await asyncio.sleep(0)
        ending = asyncio.ensure_future(stage.visits.end(visit.kernel_id))
        await asyncio.sleep(0.01)
        assert not ending.done()
        stage.kernels.gate.set()
        await asyncio.gather(starting, ending)

    stage.do(end_meanwhile())

    assert stage.kernels.running == {}
    assert stage.kernels.ended == [visit.kernel_id]
    assert visit.kernel_id not in stage.visits


def test_who_gives_up_waiting_for_a_kernel_does_not_keep_it_from_starting(stage: Stage) -> None:
    stage.kernels.gate.clear()
    visit = stage.begin_ordinary()

    async def give_up() -> None:
        waiting = asyncio.ensure_future(stage.visits.kernel(visit.kernel_id))
        await asyncio.sleep(0.01)
        waiting.cancel()
        stage.kernels.gate.set()
        await stage.visits.kernel(visit.kernel_id)

    stage.do(give_up())

    assert len(stage.kernels.asked) == 1


def test_an_end_waits_for_entries_that_are_on_their_way(stage: Stage) -> None:
    visit = stage.begin()

    async def end_with_grace() -> None:
        stage.visits.end_soon(visit.kernel_id, grace=0.05)
        await asyncio.sleep(0.01)
        assert visit.kernel_id in stage.visits

    stage.do(end_with_grace())
    stage.wait_for_end(visit)
