"""The questions of "Keep it" come back with other questions and new numbers when they are due."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from playbook.curriculum import bank
from widgets.lesson.review import Review

FIRST = date(2026, 3, 2)


@pytest.fixture
def reviewed(open_page):
    """Give the review as it is opened on a day, on one and the same record."""
    kept: dict[str, object] = {}

    def keep(part, value):
        if value is None:
            kept.pop(part, None)
        else:
            kept[part] = value
        return datetime.now(UTC)

    def on(day):
        review = Review(key="review", items=bank("measure-your-impact"), today=lambda: day)
        review.learner_seed = "a learner"
        review.attach(kept, keep)
        return review, open_page(review)

    on.kept = kept
    return on


def answer(review, page):
    for question in review.questions:
        page.enter(question["id"], review.dont_know)
    page.enter("submitted", True)


def prompts(review):
    return [question["prompt"] for question in review.questions]


def test_day_of_an_answered_set_is_kept(reviewed):
    answer(*reviewed(FIRST))
    assert reviewed.kept["dates"] == ["2026-03-02"]


def test_answered_set_stays_until_the_next_one_is_due(reviewed):
    first, page = reviewed(FIRST)
    answer(first, page)
    for days in (0, 1, 6):
        again, _ = reviewed(FIRST + timedelta(days=days))
        assert again.result is not None
        assert prompts(again) == prompts(first)


def test_due_set_asks_other_questions_or_numbers(reviewed):
    first, page = reviewed(FIRST)
    answer(first, page)
    second, page = reviewed(FIRST + timedelta(days=7))
    assert second.result is None
    assert second.answers == {}
    assert not set(prompts(first)) & set(prompts(second))
    answer(second, page)
    third, _ = reviewed(FIRST + timedelta(days=30))
    assert third.result is None
    assert not set(prompts(second)) & set(prompts(third))


def test_answering_again_on_the_same_day_counts_once(reviewed):
    review, page = reviewed(FIRST)
    answer(review, page)
    page.enter("submitted", None)
    answer(review, page)
    assert reviewed.kept["dates"] == ["2026-03-02"]


def test_half_answered_set_is_still_there_days_later(reviewed):
    review, page = reviewed(FIRST)
    name = review.questions[0]["id"]
    page.enter(name, review.dont_know)
    later, _ = reviewed(FIRST + timedelta(days=40))
    assert later.answers == {name: review.dont_know}
