"""What is taught: the course, its paths, and each lesson's question bank."""

from playbook.curriculum.errors import CurriculumError
from playbook.curriculum.load import bank, course, question_bank
from playbook.curriculum.questions import Item, Misconception, Option, QuestionBank, Stage
from playbook.curriculum.review import due
from playbook.curriculum.schema import (
    SECTION_TITLES,
    Agenda,
    AgendaItem,
    Area,
    BlueprintArea,
    Checklist,
    Course,
    LearningPath,
    Lesson,
    Section,
    Step,
)

__all__ = [
    "SECTION_TITLES",
    "Agenda",
    "AgendaItem",
    "Area",
    "BlueprintArea",
    "Checklist",
    "Course",
    "CurriculumError",
    "Item",
    "LearningPath",
    "Lesson",
    "Misconception",
    "Option",
    "QuestionBank",
    "Section",
    "Stage",
    "Step",
    "bank",
    "course",
    "due",
    "question_bank",
]
