"""A company's own files: from an export to a clean table and a data-quality receipt."""

from playbook.intake.asking import Question, answer, questions
from playbook.intake.columns import ColumnProfile
from playbook.intake.dates import DateEvidence
from playbook.intake.errors import IntakeError
from playbook.intake.layout import Layout
from playbook.intake.plan import Plan
from playbook.intake.profiling import Profile, profile
from playbook.intake.progress import Progress
from playbook.intake.reading import Intake, read
from playbook.intake.receipt import ColumnReceipt, Dropped, Receipt, Rejected
from playbook.intake.roles import DateOrder, Role, RoleKind
from playbook.intake.suggesting import assign, suggest

__all__ = [
    "ColumnProfile",
    "ColumnReceipt",
    "DateEvidence",
    "DateOrder",
    "Dropped",
    "Intake",
    "IntakeError",
    "Layout",
    "Plan",
    "Profile",
    "Progress",
    "Question",
    "Receipt",
    "Rejected",
    "Role",
    "RoleKind",
    "answer",
    "assign",
    "profile",
    "questions",
    "read",
    "suggest",
]
