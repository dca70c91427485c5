"""A few questions, answered together."""

from widgets.quiz.quiz import SUBMITTED, Quiz

__all__ = ["SUBMITTED", "Quiz"]
