"""A question whose answer is a number."""

from widgets.numeric.numeric import NumericQuestion

__all__ = ["NumericQuestion"]
