"""A company's own file: what its columns mean, and what is found in it."""

from widgets.company_file.columns import ColumnsForm
from widgets.company_file.findings import Findings
from widgets.company_file.model import CompanyFile, Reading

__all__ = ["ColumnsForm", "CompanyFile", "Findings", "Reading"]
