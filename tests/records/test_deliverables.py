from __future__ import annotations

from playbook.records.deliverables import KEPT_OF_EACH_KIND

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_a_document_comes_back_byte_for_byte(learner):
    content = bytes(range(256)) * 10
    made = learner.add_deliverable("lesson", "scorecard", "Übersicht.xlsx", XLSX, content, 3)

    found = learner.deliverable(made)

    assert found.content == content
    assert (found.id, found.lesson, found.kind) == (made, "lesson", "scorecard")
    assert (found.filename, found.media_type) == ("Übersicht.xlsx", XLSX)
    assert (found.size, found.gaps) == (2560, 3)
    assert found.made_at.tzinfo is not None


def test_a_document_is_its_learners_own(learner, other):
    made = learner.add_deliverable("lesson", "scorecard", "a.xlsx", XLSX, b"mine", 0)

    assert other.deliverable(made) is None
    assert other.deliverables() == []
    assert learner.deliverable("unknown") is None


def test_the_list_is_newest_first_and_without_content(learner):
    ids = [
        learner.add_deliverable("lesson", "scorecard", f"{n}.xlsx", XLSX, b"abc", n)
        for n in range(3)
    ]

    listed = learner.deliverables()

    assert [made.id for made in listed] == ids[::-1]
    assert [made.size for made in listed] == [3, 3, 3]
    assert all(made.content is None for made in listed)


def test_the_newest_twenty_of_each_kind_and_lesson_stay(learner, other):
    theirs = other.add_deliverable("lesson", "scorecard", "a.xlsx", XLSX, b"x", 0)
    elsewhere = learner.add_deliverable("other", "scorecard", "a.xlsx", XLSX, b"x", 0)
    another = learner.add_deliverable("lesson", "charter", "a.xlsx", XLSX, b"x", 0)
    ids = [
        learner.add_deliverable("lesson", "scorecard", "a.xlsx", XLSX, b"x", 0)
        for _ in range(KEPT_OF_EACH_KIND + 3)
    ]

    stayed = [made.id for made in learner.deliverables()]

    assert stayed == [*ids[:2:-1], another, elsewhere]
    assert other.deliverable(theirs) is not None


def test_a_file_name_loses_its_folders(learner):
    made = learner.add_deliverable("lesson", "scorecard", "../../x/y.docx", XLSX, b"x", 0)

    assert learner.deliverable(made).filename == "y.docx"
