"""A question with one answer out of several."""

from widgets.choice.choice import ChoiceQuestion

__all__ = ["ChoiceQuestion"]
