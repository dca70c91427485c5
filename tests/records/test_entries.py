from __future__ import annotations

import json
import math
import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playbook.records import RecordsError, new_learner_id
from playbook.records.entries import MAX_VALUE_BYTES

LESSON = "measure-your-impact"


def values_of(history):
    return [value for _, value in history]


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Kündigungen – 顧客 🙂 \u0000 \u2028",
        0,
        -3,
        2**70,
        0.1,
        True,
        False,
        [],
        [None, {"a": [1, "x"]}],
        {"b": 1, "a": {"": None}},
    ],
    ids=repr,
)
def test_what_is_kept_comes_back_the_same(learner, value):
    learner.keep(LESSON, "key", "part", value)

    found = learner.kept(LESSON)["key"]["part"]

    assert found == value
    assert json.dumps(found) == json.dumps(value)  # also types and the order of keys


def test_keys_parts_and_lessons_stand_side_by_side(learner):
    learner.keep(LESSON, "quiz", "a", 1)
    learner.keep(LESSON, "quiz", "b", 2)
    learner.keep(LESSON, "größe", "a", 3)
    learner.keep("other-lesson", "quiz", "a", 4)

    assert learner.kept(LESSON) == {"quiz": {"a": 1, "b": 2}, "größe": {"a": 3}}
    assert learner.all_kept() == {
        LESSON: learner.kept(LESSON),
        "other-lesson": {"quiz": {"a": 4}},
    }
    assert learner.kept("unknown") == {}


def test_one_learner_sees_nothing_of_another(learner, other):
    learner.keep(LESSON, "key", "part", "mine")

    assert other.kept(LESSON) == other.all_kept() == {}
    assert other.history(LESSON, "key", "part") == []
    assert other.kept_at(LESSON) is None
    assert other.undo(LESSON, "key", "part") is None
    assert learner.kept(LESSON) == {"key": {"part": "mine"}}


def test_none_deletes_and_the_history_keeps_the_earlier_value(learner):
    learner.keep(LESSON, "key", "part", "first")
    learner.keep(LESSON, "key", "part", None)

    assert learner.kept(LESSON) == {}
    assert values_of(learner.history(LESSON, "key", "part")) == ["first", None]


def test_the_same_value_again_changes_nothing(learner):
    first = learner.keep(LESSON, "key", "part", [1, 2])

    assert learner.keep(LESSON, "key", "part", [1, 2]) == first == learner.kept_at(LESSON)
    assert len(learner.history(LESSON, "key", "part")) == 1


def test_one_and_true_are_not_the_same_value(learner):
    learner.keep(LESSON, "key", "part", 1)
    learner.keep(LESSON, "key", "part", True)

    assert learner.kept(LESSON)["key"]["part"] is True


def test_deleting_what_is_not_there_leaves_no_trace(learner):
    learner.keep(LESSON, "key", "part", None)

    assert learner.history(LESSON, "key", "part") == []
    assert learner.kept_at(LESSON) is None


def test_times_are_aware_in_utc_and_of_now(learner):
    before = datetime.now(UTC)
    at = learner.keep(LESSON, "key", "part", 1)

    assert before <= at <= datetime.now(UTC)
    assert at.utcoffset() == timedelta(0)
    [(in_history, _)] = learner.history(LESSON, "key", "part")
    assert in_history == at == learner.kept_at(LESSON)
    assert in_history.utcoffset() == timedelta(0)


def test_every_change_shows_in_the_time_of_the_lesson_and_of_no_other(learner):
    seen = {learner.kept_at(LESSON)}
    for change in (
        lambda: learner.keep(LESSON, "key", "part", 1),
        lambda: learner.keep(LESSON, "key", "part", 2),
        lambda: learner.undo(LESSON, "key", "part"),
        lambda: learner.keep(LESSON, "key", "part", None),
    ):
        change()
        seen.add(learner.kept_at(LESSON))

    assert len(seen) == 5
    assert learner.kept_at("other-lesson") is None


def test_undo_brings_back_the_value_before_and_can_itself_be_undone(learner):
    learner.keep(LESSON, "key", "part", "a")
    learner.keep(LESSON, "key", "part", "b")

    assert learner.undo(LESSON, "key", "part") == "a"
    assert learner.kept(LESSON) == {"key": {"part": "a"}}
    assert learner.undo(LESSON, "key", "part") == "b"
    assert values_of(learner.history(LESSON, "key", "part")) == ["a", "b", "a", "b"]


def test_undo_of_the_first_value_leaves_the_entry_empty(learner):
    learner.keep(LESSON, "key", "part", "a")

    assert learner.undo(LESSON, "key", "part") is None
    assert learner.kept(LESSON) == {}


def test_undo_of_a_deletion_brings_the_value_back(learner):
    learner.keep(LESSON, "key", "part", "a")
    learner.keep(LESSON, "key", "part", None)

    assert learner.undo(LESSON, "key", "part") == "a"
    assert learner.kept(LESSON) == {"key": {"part": "a"}}


def deep():
    value = []
    for _ in range(100_000):
        value = [value]
    return value


def circular():
    value = []
    value.append(value)
    return value


@pytest.mark.parametrize(
    "value",
    [
        math.nan,
        [math.inf],
        {"a": {1, 2}},
        b"bytes",
        {1: "not a text key"},
        (1, 2),
        datetime(2026, 1, 1, tzinfo=UTC),
        "\ud800",
        10**5000,
        deep(),
        circular(),
    ],
    ids=["nan", "inf", "set", "bytes", "key", "tuple", "date", "half", "huge", "deep", "circular"],
)
def test_what_json_does_not_have_is_refused_and_nothing_changes(learner, value):
    learner.keep(LESSON, "key", "part", "before")

    with pytest.raises(RecordsError, match="can't be kept"):
        learner.keep(LESSON, "key", "part", value)

    assert learner.kept(LESSON) == {"key": {"part": "before"}}


def test_a_value_over_one_megabyte_is_refused_and_one_of_it_kept(learner):
    largest = "x" * (MAX_VALUE_BYTES - 2)  # two quotation marks make it full
    learner.keep(LESSON, "key", "part", largest)

    with pytest.raises(RecordsError, match="1,000,001 bytes; at most 1,000,000"):
        learner.keep(LESSON, "key", "part", largest + "x")
    with pytest.raises(RecordsError, match="at most"):
        learner.keep(LESSON, "key", "part", "é" * (MAX_VALUE_BYTES // 2))

    assert learner.kept(LESSON)["key"]["part"] == largest


json_values = st.recursive(
    st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
steps = st.tuples(
    st.sampled_from(["one", "two"]),
    st.sampled_from(["a", "b"]),
    st.one_of(st.just("undo"), st.none(), st.sampled_from([1, True, "x"]), json_values),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(steps, max_size=12))
def test_the_database_agrees_with_a_dictionary_after_any_steps(records, sequence):
    learner = records.learner(new_learner_id())
    histories: dict[tuple[str, str], list[object]] = {}
    for key, part, value in sequence:
        history = histories.setdefault((key, part), [])
        now = history[-1] if history else None
        if value == "undo":
            after = history[-2] if len(history) > 1 else None
            assert learner.undo(LESSON, key, part) == after
        else:
            after = value
            learner.keep(LESSON, key, part, value)
        if json.dumps(after) != json.dumps(now):
            history.append(after)

    expected: dict[str, dict[str, object]] = {}
    for (key, part), history in histories.items():
        assert values_of(learner.history(LESSON, key, part)) == history
        if history and history[-1] is not None:
            expected.setdefault(key, {})[part] = history[-1]
    assert learner.kept(LESSON) == expected


def test_keeping_is_quick(learner, record_property, url):
    took = []
    for number in range(60):
        start = time.perf_counter()
        learner.keep(LESSON, f"key {number % 10}", "part", {"number": number})
        took.append((time.perf_counter() - start) * 1000)
    took.sort()
    median, p95 = took[30], took[57]

    record_property("keep_p50_ms", round(median, 1))
    record_property("keep_p95_ms", round(p95, 1))
    print(f"{url.split(':')[0]}: keep() p50 {median:.1f} ms, p95 {p95:.1f} ms")
    assert median < 250


def test_who_keeps_learns_whether_somebody_else_changed_the_lesson(learner):
    first, undisturbed = learner.keep_knowing(None, LESSON, "key", "part", 1)
    assert undisturbed
    second, undisturbed = learner.keep_knowing(first, LESSON, "key", "part", 2)
    assert undisturbed
    learner.keep("other-lesson", "key", "part", 3)
    assert learner.keep_knowing(second, LESSON, "key", "part", 2) == (second, True)
    learner.keep(LESSON, "key", "elsewhere", 4)
    third, undisturbed = learner.keep_knowing(second, LESSON, "key", "part", 5)
    assert not undisturbed
    assert third == learner.kept_at(LESSON)
