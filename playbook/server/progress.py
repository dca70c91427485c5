"""How far a learner has come: read from the record alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from playbook.curriculum import Lesson, Section, course, due
from playbook.records import Learner


@dataclass(frozen=True)
class LessonProgress:
    """A lesson that the learner has opened."""

    lesson: Lesson
    section: Section
    sections_done: frozenset[str]
    minutes_left: int
    visited_at: str
    review_due: date | None

    @property
    def finished(self) -> bool:
        """All sections are done."""
        return len(self.sections_done) == len(self.lesson.sections)


@dataclass(frozen=True)
class Progress:
    """All lessons that a learner has opened, the last visited first."""

    lessons: tuple[LessonProgress, ...]
    today: date

    @property
    def latest(self) -> LessonProgress | None:
        """Where the learner left, unless that lesson is finished."""
        return next((each for each in self.lessons if not each.finished), None)

    @property
    def to_review(self) -> tuple[LessonProgress, ...]:
        """Lessons whose questions have come back."""
        return tuple(
            each for each in self.lessons if each.review_due and each.review_due <= self.today
        )

    def of(self, slug: str) -> LessonProgress | None:
        """Progress in one lesson; None where it was never opened."""
        return next((each for each in self.lessons if each.lesson.slug == slug), None)


def learner_progress(learner: Learner, today: date) -> Progress:
    """Read a learner's progress from what is kept."""
    opened = [
        lesson_progress(lesson, kept[lesson.slug], today)
        for kept in [learner.all_kept()]
        for lesson in course().lessons
        if lesson.notebook and lesson.slug in kept
    ]
    return Progress(tuple(sorted(opened, key=lambda each: each.visited_at, reverse=True)), today)


def lesson_progress(lesson: Lesson, kept: dict[str, dict[str, Any]], today: date) -> LessonProgress:
    """Read the progress in one lesson from what is kept of it."""
    place = kept.get("lesson", {})
    done = frozenset(place.get("done", [])) & {section.slug for section in lesson.sections}
    here = next(
        (each for each in lesson.sections if each.slug == place.get("section")),
        lesson.sections[0],
    )
    reviewed = [date.fromisoformat(day) for day in kept.get("review", {}).get("dates") or []]
    return LessonProgress(
        lesson=lesson,
        section=here,
        sections_done=done,
        minutes_left=sum(each.minutes for each in lesson.sections if each.slug not in done),
        visited_at=place.get("visited_at", ""),
        review_due=due(reviewed, today),
    )
