"""What the columns of a company's file mean: roles to choose, questions to answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, get_args

import traitlets

from playbook.intake import Profile, RoleKind
from widgets.common.assets import module, style
from widgets.common.recorded import Recorded
from widgets.company_file.model import CompanyFile

HERE = Path(__file__).parent
ROLE = "role:"
ANSWER = "answer:"
AGAIN = "again:"
ROLE_WORDS: Final[Mapping[RoleKind, str]] = {
    "recommend": "Likelihood to recommend, 0–10",
    "satisfaction": "Satisfaction rating",
    "effort": "Effort rating",
    "outcome": "Outcome, yes or no",
    "amount": "Amount, a number",
    "date": "Date",
    "group": "Group to compare by",
    "id": "Id of a row",
    "status": "Status of an answer",
    "weight": "Weight",
    "ignore": "Leave out",
}
assert set(ROLE_WORDS) == set(get_args(RoleKind))
MOST_EXAMPLES = 3


class ColumnsForm(Recorded):
    """The columns of one file, each with its role, and what the file can't tell by itself.

    Parts kept: `file` (which file it is), `profile`, `plan` and `reading` of the model. The
    browser enters `role:<column>`, `answer:<question>`, `again:<column>` and `read`.
    """

    _esm = module("dom", "keeper", "fields", file=HERE / "columns.js")
    _css = style(HERE / "company_file.css")

    found = traitlets.Unicode().tag(sync=True)
    notes = traitlets.List(traitlets.Unicode()).tag(sync=True)
    columns = traitlets.List(traitlets.Dict()).tag(sync=True)
    kinds = traitlets.List(traitlets.List()).tag(sync=True)
    questions = traitlets.List(traitlets.Dict()).tag(sync=True)
    readable = traitlets.Bool(False).tag(sync=True)
    measurable = traitlets.Bool(False).tag(sync=True)
    state_of_reading = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        model: CompanyFile,
        *,
        key: str,
        find_file: Callable[[Any], Path | None],
        on_look: Callable[[dict[str, Any]], None],
        on_read: Callable[[], None],
    ) -> None:
        """Show the columns of `model`.

        `find_file` gives the path of the file that was kept; `on_look` looks at the file again
        with the given arguments; `on_read` reads it.
        """
        self._model = model
        self._find_file = find_file
        self._on_look = on_look
        self._on_read = on_read
        super().__init__(key=key, kinds=[list(pair) for pair in ROLE_WORDS.items()])

    def entered(self, part: str, value: Any) -> None:
        """Give a column a role, answer a question, or read the file."""
        if part.startswith(ROLE) and value in list(ROLE_WORDS):
            self._model.assign(part.removeprefix(ROLE), value)
        elif part.startswith(AGAIN):
            self._model.ask_again(part.removeprefix(AGAIN))
        elif part.startswith(ANSWER):
            again = self._model.answer(part.removeprefix(ANSWER), str(value))
            if again is not None:
                self._on_look(again)
        elif part == "read":
            if self._model.readable:
                self._on_read()
        else:
            raise ValueError("This is not part of the form. Open the page again.")
        self.show()

    def record(self, part: str, value: Any) -> tuple[str, Any]:
        """Whatever was entered, the plan that it led to is kept."""
        return "plan", self._model.state("plan")

    def restored(self, kept: dict[str, Any]) -> None:
        """Show the file that was there before."""
        self._model.restore(kept, self._find_file(kept.get("file")))
        self.show()

    def keep_file(self, name: Any) -> None:
        """Keep a new file: which one it is, what was seen in it, its likely roles."""
        self.keep_part("reading", None)
        for part in ("profile", "plan"):
            self.keep_part(part, self._model.state(part))
        self.keep_part("file", name)
        self.show()

    def keep_reading(self) -> None:
        """Keep what the reading found."""
        self.keep_part("reading", self._model.state("reading"))
        self.show()

    def show(self) -> None:
        """Show the model as it is."""
        profile, plan = self._model.profile, self._model.plan
        with self.hold_sync():
            if profile is None or plan is None:
                self.found, self.notes, self.columns, self.questions = "", [], [], []
            else:
                self.found = (
                    f"{profile.file_name}: {_count(profile.rows, 'row')}, "
                    f"{_count(len(profile.columns), 'column')}."
                )
                self.notes = list(profile.notes)
                self.columns = _described(profile, self._model)
                self.questions = [
                    {
                        "key": each.key,
                        "text": each.text,
                        "why": each.why,
                        "options": [list(option) for option in each.options],
                    }
                    for each in self._model.open_questions
                ]
            self.readable = self._model.readable and self._model.path is not None
            self.measurable = self._model.has_measures
            self.state_of_reading = (
                ""
                if self._model.reading is None
                else "outdated"
                if self._model.outdated
                else "read"
            )


def _described(profile: Profile, model: CompanyFile) -> list[dict[str, Any]]:
    assert model.plan is not None
    described = []
    for column in profile.columns:
        role = model.plan.roles[column.name]
        described.append(
            {
                "name": column.name,
                "question": column.question,
                "role": role.kind,
                "why": role.why,
                "answered": any(key.endswith(f":{column.name}") for key in model.plan.answered),
                "filled": f"{column.filled:,}",
                "blanks": f"{column.blanks:,}",
                "examples": [value for value, _ in column.values[:MOST_EXAMPLES]],
            }
        )
    return described


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
