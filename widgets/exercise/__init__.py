"""An exercise that answers back."""

from widgets.exercise.exercise import ExercisePanel

__all__ = ["ExercisePanel"]
