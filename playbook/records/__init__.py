"""What is kept of learners: entries, their history, documents made and files uploaded."""

from playbook.records.deliverables import Deliverable
from playbook.records.entries import JSON
from playbook.records.errors import RecordsError
from playbook.records.identity import new_learner_id
from playbook.records.introduction import Introduction, LessonRecord
from playbook.records.learner import Learner
from playbook.records.store import LearnerSummary, Records, open_records
from playbook.records.uploads import Upload

__all__ = [
    "JSON",
    "Deliverable",
    "Introduction",
    "Learner",
    "LearnerSummary",
    "LessonRecord",
    "Records",
    "RecordsError",
    "Upload",
    "new_learner_id",
    "open_records",
]
