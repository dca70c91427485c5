"""Deliverables: the documents that a learner takes to work."""

from __future__ import annotations

from playbook.deliverables.errors import IncompleteError
from playbook.deliverables.scorecard_docx import scorecard_docx
from playbook.deliverables.scorecard_xlsx import scorecard_xlsx
from playbook.deliverables.sections import Report, build_report

__all__ = ["IncompleteError", "Report", "build_report", "scorecard_docx", "scorecard_xlsx"]
