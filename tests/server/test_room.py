from __future__ import annotations

import pytest

from playbook.server import room as room_module
from playbook.server.room import KERNELS_A_LEARNER, TURN_SECONDS, Admission, Room


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def full(clock: Clock) -> Room:
    """Two places, both taken."""
    room = Room(2, clock)
    for learner in ("ada", "ben"):
        assert room.admit(learner, f"{learner}-1").admitted
    return room


def test_a_learner_takes_one_place_however_many_lessons_are_open(clock: Clock) -> None:
    room = Room(2, clock)
    for number in range(KERNELS_A_LEARNER):
        assert room.admit("ada", f"ada-{number}") == Admission(True)

    assert (room.inside, room.kernels) == (1, KERNELS_A_LEARNER)
    assert room.admit("ben", "ben-1").admitted
    assert not room.admit("cem", "cem-1").admitted


def test_a_learner_inside_gets_more_kernels_even_when_the_room_is_full(full: Room) -> None:
    full.admit("cem", "cem-1")

    assert full.admit("ada", "ada-2") == Admission(True)


def test_the_place_is_given_back_with_the_last_kernel(full: Room) -> None:
    full.admit("ada", "ada-2")
    full.leave("ada-1")
    assert not full.admit("cem", "cem-1").admitted

    full.leave("ada-2")

    assert full.admit("cem", "cem-2").admitted


def test_an_unknown_kernel_or_one_that_left_before_changes_nothing(full: Room) -> None:
    full.leave("nobody's")
    full.leave("ada-1")
    full.leave("ada-1")

    assert full.inside == 1


def test_who_waits_is_told_how_many_are_ahead(full: Room) -> None:
    assert [full.admit(each, each) for each in ("cem", "dia", "eli")] == [
        Admission(False, 0),
        Admission(False, 1),
        Admission(False, 2),
    ]
    assert full.waiting == 3
    assert full.kernels == 2


def test_a_place_goes_to_the_first_in_line_and_not_to_who_comes_just_then(full: Room) -> None:
    full.admit("cem", "cem-1")
    full.admit("dia", "dia-1")
    full.leave("ada-1")

    assert full.ask("new") == Admission(False, 2)
    assert full.ask("dia") == Admission(False, 1)
    assert full.ask("cem") == Admission(True, 0)
    assert full.admit("cem", "cem-2").admitted
    assert full.ask("dia") == Admission(False, 0)


def test_two_places_let_the_first_two_of_the_line_in_in_any_order(full: Room) -> None:
    for learner in ("cem", "dia", "eli"):
        full.admit(learner, learner)
    full.leave("ada-1")
    full.leave("ben-1")

    assert not full.admit("eli", "eli-2").admitted
    assert full.admit("dia", "dia-2").admitted
    assert full.admit("cem", "cem-2").admitted
    assert not full.admit("eli", "eli-3").admitted


def test_asking_keeps_the_turn_and_silence_loses_it(full: Room, clock: Clock) -> None:
    full.admit("cem", "cem-1")
    full.admit("dia", "dia-1")
    clock.now += TURN_SECONDS - 1
    full.ask("dia")
    clock.now += 2

    assert full.ask("dia") == Admission(False, 0)
    assert full.ask("cem") == Admission(False, 1)


def test_a_place_kept_for_someone_who_went_goes_to_the_next(full: Room, clock: Clock) -> None:
    full.admit("cem", "cem-1")
    full.leave("ada-1")
    assert not full.ask("dia").admitted
    clock.now += TURN_SECONDS - 1
    assert not full.ask("dia").admitted
    clock.now += 2

    assert full.admit("dia", "dia-1").admitted


def test_asking_whether_there_is_room_takes_no_place(clock: Clock) -> None:
    room = Room(1, clock)

    assert room.ask("ada").admitted
    assert room.ask("ben").admitted
    assert (room.inside, room.waiting) == (0, 0)


def test_the_fifth_kernel_makes_the_oldest_overdue(clock: Clock) -> None:
    room = Room(1, clock)
    for number in range(KERNELS_A_LEARNER):
        room.admit("ada", f"ada-{number}")
    assert room.overdue("ada") == ()

    room.admit("ada", "ada-last")

    assert room.overdue("ada") == ("ada-0",)
    room.leave("ada-0")
    assert room.overdue("ada") == ()
    assert room.overdue("nobody") == ()


def test_a_line_that_is_too_long_keeps_no_more_turns(
    full: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room_module, "LONGEST_LINE", 2)
    for learner in ("cem", "dia", "eli"):
        full.admit(learner, learner)

    assert full.waiting == 2
    assert full.ask("eli") == Admission(False, 2)


def test_the_time_in_line_is_measured(
    full: Room, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    times: list[float] = []
    monkeypatch.setattr(room_module.metrics, "waited", times.append)
    full.admit("cem", "cem-1")
    for _ in range(3):
        clock.now += 10
        full.ask("cem")
    full.leave("ada-1")
    full.admit("cem", "cem-2")
    full.admit("cem", "cem-3")

    assert times == [30.0]
