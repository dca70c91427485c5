"""A lesson and its frame."""

from widgets.lesson.frame import LessonFrame
from widgets.lesson.lesson import Lesson

__all__ = ["Lesson", "LessonFrame"]
