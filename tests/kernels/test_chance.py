from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from playbook.kernels.chance import Chance


@pytest.fixture(autouse=True)
def generators_left_as_they_were() -> Iterator[None]:
    states: Any = random.getstate(), np.random.get_state()
    yield
    random.setstate(states[0])
    np.random.set_state(states[1])


@pytest.fixture
def chance() -> Chance:
    return Chance()


def as_python_does_after_a_fork() -> None:
    random.seed()


def test_what_a_notebook_seeded_goes_on_from_its_seed(chance: Chance) -> None:
    with chance.watched():
        random.seed(7)
        random.random()
    as_python_does_after_a_fork()

    chance.after_fork()

    expected = random.Random(7)
    expected.random()
    assert random.random() == expected.random()


def test_what_it_did_not_seed_is_everyone_s_own(chance: Chance) -> None:
    with chance.watched():
        random.random()
    as_python_does_after_a_fork()
    state = random.getstate()

    chance.after_fork()

    assert random.getstate() == state


@pytest.mark.parametrize("seed", [lambda: random.seed(), lambda: random.seed(None)])
def test_a_seed_of_nothing_is_none(chance: Chance, seed: Any) -> None:
    with chance.watched():
        seed()
    as_python_does_after_a_fork()
    state = random.getstate()

    chance.after_fork()

    assert random.getstate() == state


@pytest.mark.parametrize("seed", [lambda: random.seed(0), lambda: random.seed(a=0)])
def test_a_seed_of_zero_is_one_however_it_is_given(chance: Chance, seed: Any) -> None:
    with chance.watched():
        seed()
    as_python_does_after_a_fork()

    chance.after_fork()

    assert random.random() == random.Random(0).random()


def test_drawing_from_numpy_without_a_seed_is_noticed(chance: Chance) -> None:
    with chance.watched():
        np.random.normal()

    assert chance.shared


def test_the_second_of_a_pair_that_numpy_has_at_hand_is_drawn_too(chance: Chance) -> None:
    np.random.seed(1)
    np.random.normal()  # as in a rehearsal

    with chance.watched():
        np.random.normal()

    assert chance.shared


def test_drawing_from_numpy_with_a_seed_is_well(chance: Chance) -> None:
    with chance.watched():
        np.random.seed(3)
        drawn = np.random.normal()

    assert not chance.shared
    assert drawn == np.random.RandomState(3).normal()


def test_generators_of_one_s_own_are_well(chance: Chance) -> None:
    with chance.watched():
        np.random.default_rng(3).normal()
        random.Random(3).random()

    assert not chance.shared


def test_a_seed_for_python_does_not_stand_in_for_numpy_s(chance: Chance) -> None:
    with chance.watched():
        random.seed(3)
        np.random.normal()

    assert chance.shared


def test_the_functions_are_put_back_also_when_the_notebook_fails(chance: Chance) -> None:
    before = random.seed, np.random.seed
    noting = ()

    def failing_notebook() -> None:
        nonlocal noting
        with chance.watched():
            noting = random.seed, np.random.seed
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing_notebook()

    assert noting != before
    assert (random.seed, np.random.seed) == before
