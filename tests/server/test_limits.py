from __future__ import annotations

import pytest

from playbook.server import limits as limits_module
from playbook.server.limits import (
    CHANNEL_OPENS,
    CHANNELS_A_LEARNER,
    MESSAGE_BYTES,
    MESSAGES,
    OPENS_OF_LEARNER,
    Buckets,
    Limits,
    Rate,
    TooManyError,
    neighbourhood,
    opens_of_address,
)
from tests.server.test_room import Clock

CLASSROOM = "203.0.113.7"


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_bucket_gives_its_burst_at_once_and_then_its_rate(clock: Clock) -> None:
    buckets = Buckets(Rate(burst=3, a_second=2), clock)
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 0.5]

    clock.now += 0.5
    assert [buckets.take("a") for _ in range(2)] == [0, 0.5]

    clock.now += 1000
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 0.5]


def test_what_is_refused_is_not_taken_and_others_have_buckets_of_their_own(clock: Clock) -> None:
    buckets = Buckets(Rate(burst=10, a_second=1), clock)

    assert buckets.take("a", 12) == 2
    assert buckets.take("a", 10) == 0
    assert buckets.take("b", 10) == 0


def test_only_so_many_keys_are_remembered(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits_module, "KEYS_REMEMBERED", 2)
    buckets = Buckets(Rate(burst=1, a_second=1), clock)
    for key in ("a", "b", "c"):
        buckets.take(key)

    assert buckets.take("c") > 0
    assert buckets.take("a") == 0


def test_a_bucket_that_is_full_again_is_not_remembered(clock: Clock) -> None:
    buckets = Buckets(Rate(burst=4, a_second=2), clock)
    for key in ("a", "b", "c"):
        buckets.take(key)
        clock.now += 1
    assert list(buckets._levels) == ["b", "c"]

    assert [buckets.take("a", 4), buckets.take("b", 4)] == [0, 0]
    assert list(buckets._levels) == ["c", "a", "b"]


@pytest.mark.parametrize("places", [1, 50, 500, 2000])
def test_a_whole_room_behind_one_address_opens_its_lessons_at_once(
    places: int, clock: Clock
) -> None:
    limits = Limits(places, clock)

    for learner in range(places):
        for _ in range(3):
            limits.opening(f"learner {learner}", CLASSROOM)


def test_a_hostile_address_is_refused_and_told_when_to_come_again(clock: Clock) -> None:
    limits = Limits(50, clock)
    for number in range(int(opens_of_address(50).burst)):
        limits.opening(f"learner {number}", "198.51.100.1")

    with pytest.raises(TooManyError) as refused:
        limits.opening("another", "198.51.100.1")

    assert refused.value.status_code == 429
    assert refused.value.after == 1
    limits.opening("somebody else", CLASSROOM)


def test_a_learner_who_opens_lessons_without_pause_is_refused_and_the_room_is_not(
    clock: Clock,
) -> None:
    limits = Limits(50, clock)
    for _ in range(int(OPENS_OF_LEARNER.burst)):
        limits.opening("hasty", CLASSROOM)

    with pytest.raises(TooManyError):
        limits.opening("hasty", CLASSROOM)
    limits.opening("calm", CLASSROOM)
    clock.now += 1
    limits.opening("hasty", CLASSROOM)


def test_channels_are_counted_by_learner_and_given_back(clock: Clock) -> None:
    limits = Limits(50, clock)
    for _ in range(CHANNELS_A_LEARNER):
        limits.channel_opened("ada")
    with pytest.raises(TooManyError):
        limits.channel_opened("ada")
    limits.channel_opened("ben")

    limits.channel_closed("ada")

    limits.channel_opened("ada")


def test_a_page_that_opens_its_channel_again_and_again_is_refused(clock: Clock) -> None:
    limits = Limits(50, clock)
    for _ in range(int(CHANNEL_OPENS.burst)):
        limits.channel_opened("ada")
        limits.channel_closed("ada")

    with pytest.raises(TooManyError):
        limits.channel_opened("ada")
    clock.now += 1
    limits.channel_opened("ada")


def test_the_largest_file_passes_without_a_pause(clock: Clock) -> None:
    limits = Limits(50, clock)

    assert all(limits.message("ada", 1_001_000) for _ in range(200))


def test_a_flood_of_messages_or_of_bytes_is_noticed(clock: Clock) -> None:
    limits = Limits(50, clock)

    assert all(limits.message("ada", 100) for _ in range(int(MESSAGES.burst)))
    assert not limits.message("ada", 100)
    large = int(MESSAGE_BYTES.burst / 100)
    assert all(limits.message("ben", large) for _ in range(100))
    assert not limits.message("ben", large)


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::/64"),
        ("", ""),
        ("a socket", "a socket"),
    ],
)
def test_an_address_of_ipv6_counts_with_its_whole_network(address: str, counted: str) -> None:
    assert neighbourhood(address) == counted
