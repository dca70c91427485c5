"""The scorecard tool."""

from widgets.scorecard.scorecard import ScorecardTool

__all__ = ["ScorecardTool"]
