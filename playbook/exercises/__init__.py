"""Exercises that answer back: generated numbers, graded answers, named misconceptions."""

from playbook.exercises import measure_your_impact  # noqa: F401  registers its generators
from playbook.exercises.errors import ExerciseError
from playbook.exercises.exercise import Choice, Exercise, Feedback, Question, Summary
from playbook.exercises.grading import Grade
from playbook.exercises.quiz import DONT_KNOW, Answered, Quiz, QuizResult, draw_ahead
from playbook.exercises.registry import generate, generator_names, seed_of
from playbook.exercises.variant import Series, Variant

__all__ = [
    "DONT_KNOW",
    "Answered",
    "Choice",
    "Exercise",
    "ExerciseError",
    "Feedback",
    "Grade",
    "Question",
    "Quiz",
    "QuizResult",
    "Series",
    "Summary",
    "Variant",
    "draw_ahead",
    "generate",
    "generator_names",
    "seed_of",
]
