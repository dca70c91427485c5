from __future__ import annotations

import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from playbook.curriculum import SECTION_TITLES, Lesson, course
from playbook.curriculum.load import HERE


def test_course_has_ten_must_dos_the_role_and_three_focus_areas() -> None:
    assert [lesson.number for lesson in course().must_dos] == list(range(1, 11))
    assert [lesson.slug for lesson in course().of_kind("focus-area")] == [
        "culture",
        "systems",
        "advocacy",
    ]
    assert len(course().of_kind("role")) == 3
    assert [lesson.slug for lesson in course().of_kind("start")] == ["start-here"]


def test_only_must_do_three_has_a_notebook_so_far() -> None:
    available = [lesson for lesson in course().lessons if lesson.available]
    assert [lesson.slug for lesson in available] == ["measure-your-impact"]
    assert available[0].notebook == "must_dos/03_measure_your_impact.ipynb"
    assert available[0].number == 3


def test_prerequisites_exist_and_have_no_cycle() -> None:
    order = TopologicalSorter({each.slug: each.prerequisites for each in course().lessons})
    assert set(order.static_order()) == {each.slug for each in course().lessons}


def test_no_path_teaches_a_lesson_before_its_prerequisite() -> None:
    for path in course().paths:
        for at, slug in enumerate(path.lessons):
            later = set(path.lessons[at:])
            assert not later & set(course().lesson(slug).prerequisites), (path.slug, slug)


def test_minutes_are_sums_over_sections_and_steps() -> None:
    for lesson in course().lessons:
        assert lesson.minutes == sum(section.minutes for section in lesson.sections)
    student = course().path("student")
    assert course().minutes_of(student) == sum(map(course().minutes_of, student.steps))


@pytest.mark.parametrize("lesson", course().must_dos, ids=lambda lesson: lesson.slug)
def test_a_must_do_has_all_eight_sections_in_order(lesson: Lesson) -> None:
    assert [section.slug for section in lesson.sections] == list(SECTION_TITLES)
    assert "●" in [lesson.mark(focus) for focus in ("culture", "systems", "advocacy")]


def test_every_focus_area_is_primary_for_some_must_do() -> None:
    for focus in ("culture", "systems", "advocacy"):
        assert any(lesson.mark(focus) == "●" for lesson in course().must_dos)


def test_the_short_session_takes_ninety_minutes_and_the_day_ends_at_five() -> None:
    short, day = course().path("facilitator").agendas
    assert short.minutes == 90
    assert short.starts() == ("0", "5", "15", "25", "50", "65", "80")
    assert day.starts()[0] == "09:00"
    assert day.minutes == 8 * 60


def test_there_is_a_path_for_each_kind_of_reader() -> None:
    assert [path.slug for path in course().paths] == ["new-cco", "facilitator", "student"]


def test_an_unknown_lesson_is_answered_with_the_known_ones() -> None:
    with pytest.raises(KeyError, match="measure-your-impact"):
        course().lesson("measure-everything")


MARKS = ("NPS", "Net Promoter Score", "Emotional Signature", "Naive to Natural", "ADKAR", "CCXP")


@pytest.mark.parametrize("path", sorted(HERE.rglob("*.yaml")), ids=lambda path: path.name)
def test_registered_marks_carry_their_sign_at_first_use(path: Path) -> None:
    text = "\n".join(
        line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()[:1] != "#"
    )
    text = re.sub(r"\s+", " ", text)
    assert "NPS Score" not in text
    for mark in MARKS:
        first = re.search(rf"\b{mark}\b", text)
        assert first is None or text[first.end()] == "®", mark


@pytest.mark.parametrize("path", sorted(HERE.rglob("*.yaml")), ids=lambda path: path.name)
def test_texts_stay_calm(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "!" not in text
    assert "TODO" not in text
    assert not re.search(r"\bWrong\b", text)
