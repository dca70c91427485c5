"""Any measure of the kit on a file of one's own, in memory or out of core, to the same digits."""

from playbook.analysis.analyse import Analysis, analyse
from playbook.analysis.catalogue import MEASURES
from playbook.analysis.errors import AnalysisError

__all__ = ["MEASURES", "Analysis", "AnalysisError", "analyse"]
