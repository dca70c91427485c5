from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from playbook.curriculum import Course, CurriculumError, QuestionBank, bank, course
from playbook.curriculum.load import HERE, load_bank, load_course, read_yaml, validated


@pytest.fixture
def data() -> Any:
    return {**read_yaml(HERE / "course.yaml"), **read_yaml(HERE / "paths.yaml")}


@pytest.fixture
def questions() -> Any:
    return read_yaml(HERE / "question_bank" / "measure-your-impact.yaml")


def complaint(model: type, data: Any) -> str:
    with pytest.raises(CurriculumError) as caught:
        validated(model, data, "some.yaml")
    return caught.value.reason


def test_an_unknown_field_is_refused_by_file_and_field(data: Any) -> None:
    data["lessons"][3]["colour"] = "red"
    reason = complaint(Course, data)
    assert reason.startswith("some.yaml, lessons › 4 (five-empowerments) › colour: ")
    assert "not permitted" in reason


def test_minutes_written_as_text_are_refused(data: Any) -> None:
    data["lessons"][6]["timing"]["the-case"] = "5"
    assert "lessons › 7 (measure-your-impact) › timing › the-case" in complaint(Course, data)


def test_each_wrong_field_gets_its_own_line(data: Any) -> None:
    del data["lessons"][0]["promise"]
    data["paths"][0]["steps"][0]["lesson"] = "Start Here"
    assert len(complaint(Course, data).splitlines()) == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d["lessons"][1].update(prerequisites=["flying"]), "no lesson is called flying"),
        (lambda d: d["lessons"][1].update(slug="start-here"), "lesson slug used twice: start-here"),
        (lambda d: d["lessons"][1].update(blueprint="magic"), "unknown blueprint area"),
        (
            lambda d: d["lessons"][2].update(prerequisites=["five-empowerments"]),
            "prerequisites go round in a circle: five-empowerments, operating-model",
        ),
        (lambda d: d["lessons"].pop(6), "they run from 1 to 10"),
        (lambda d: d["blueprint"][0].update(weight=21), "don't add up to 100"),
        (lambda d: d["paths"][0]["steps"][0].update(minutes=5), "names a lesson and nothing more"),
        (lambda d: d["paths"][0]["steps"][0].update(lesson="x"), "no lesson is called x"),
        (lambda d: d["lessons"][4].update(number=None), "a must-do has a number"),
        (lambda d: d["lessons"][4]["timing"].pop("the-case"), "missing in timing for: the-case"),
    ],
)
def test_a_course_that_does_not_hang_together_is_refused(data: Any, change: Any, said: str) -> None:
    data = copy.deepcopy(data)
    change(data)
    assert said in complaint(Course, data)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda o: o[0].pop("misconception"), "lacks misconception or feedback"),
        (lambda o: o[0].pop("feedback"), "lacks misconception or feedback"),
        (lambda o: o[0].update(misconception="sloth"), "unknown misconception 'sloth'"),
        (lambda o: o[1].update(misconception="only-the-worst-step"), "can't have a misconception"),
        (lambda o: o[1].update(key="a"), "two options have the same key"),
        (lambda o: (o.pop(), o.pop()), "at least three options"),
        (
            lambda o: (o[0].pop("misconception"), o[0].update(correct=True)),
            "more than one option is marked correct",
        ),
    ],
)
def test_a_question_without_its_reasons_is_refused(questions: Any, change: Any, said: str) -> None:
    change(questions["items"][0]["options"])
    assert said in complaint(QuestionBank, questions)


def test_a_misconception_that_no_item_looks_for_is_refused(questions: Any) -> None:
    spare = {"id": "spare", "name": "Spare", "why": "None.", "look_at": "Nothing."}
    questions["misconceptions"].append(spare)
    assert "no item looks for: spare" in complaint(QuestionBank, questions)


def test_a_field_given_twice_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "twice.yaml"
    file.write_text("lesson: one\nitems: []\nlesson: two\n", encoding="utf-8")
    with pytest.raises(CurriculumError, match=r"twice\.yaml, line 3: the field 'lesson' is given"):
        load_bank(file)


def test_broken_yaml_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text("lesson: one\nitems: [\n", encoding="utf-8")
    with pytest.raises(CurriculumError, match=r"broken\.yaml, line \d"):
        load_bank(file)


def test_a_missing_bank_says_where_it_should_be() -> None:
    with pytest.raises(CurriculumError, match=r"no-such-lesson\.yaml is missing\. Put it into"):
        bank("no-such-lesson")


def test_files_that_hold_no_fields_are_refused(tmp_path: Path) -> None:
    for name in ("course.yaml", "paths.yaml"):
        (tmp_path / name).write_text(yaml.safe_dump([1, 2]), encoding="utf-8")
    with pytest.raises(CurriculumError, match="named fields"):
        load_course(tmp_path)


def test_the_course_is_read_once() -> None:
    assert course() is course()
