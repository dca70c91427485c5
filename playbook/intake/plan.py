"""What is decided about a file: how it is built, its columns' roles, what is still open."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from playbook.intake.layout import Layout
from playbook.intake.numbers import Decimal
from playbook.intake.roles import Role, RoleKind

QUESTION_OF: Mapping[str, str] = {
    "recommend": "scale",
    "satisfaction": "scale",
    "effort": "effort",
    "outcome": "outcome",
    "date": "date",
}


@dataclass(frozen=True)
class Plan:
    """How a file will be read.

    Parameters
    ----------
    sha256
        The content of the file that the plan was made for.
    layout
        How the file is built.
    roles
        The role of every column.
    decimal
        The decimal mark; None = not known yet.
    repeats
        Rows that repeat an id: keep the "last" or "all"; None = not known yet.
    answered
        The keys of the questions that were answered.
    notes
        What is known about the file, for the receipt.
    """

    sha256: str
    layout: Layout
    roles: Mapping[str, Role]
    decimal: Decimal | None
    repeats: Literal["last", "all"] | None
    answered: tuple[str, ...]
    notes: tuple[str, ...]

    def columns(self, kind: RoleKind) -> tuple[str, ...]:
        """The names of the columns that play a role, in the file's order."""
        return tuple(name for name, role in self.roles.items() if role.kind == kind)

    def to_dict(self) -> dict[str, Any]:
        """The plan as JSON can hold it."""
        return {
            "sha256": self.sha256,
            "layout": self.layout.to_dict(),
            "roles": {name: role.to_dict() for name, role in self.roles.items()},
            "decimal": self.decimal,
            "repeats": self.repeats,
            "answered": list(self.answered),
            "notes": list(self.notes),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Plan:
        """The plan that `to_dict` gave, also after a round trip through JSON."""
        return cls(
            sha256=data["sha256"],
            layout=Layout.from_dict(data["layout"]),
            roles={name: Role.from_dict(role) for name, role in data["roles"].items()},
            decimal=data["decimal"],
            repeats=data["repeats"],
            answered=tuple(data["answered"]),
            notes=tuple(data["notes"]),
        )

    def with_role(self, column: str, role: Role) -> Plan:
        """The plan with exactly this role for a column; `assign` completes a role instead."""
        return dataclasses.replace(self, roles={**self.roles, column: role})

    def with_answer(self, key: str) -> Plan:
        """The plan with this question marked as answered."""
        return dataclasses.replace(self, answered=(*self.answered, key))


def missing(plan: Plan) -> list[str]:
    """The keys of the questions that a plan leaves open; the decimal mark is not among them."""
    keys = []
    if not plan.layout.certain_sheet and "sheet" not in plan.answered:
        keys.append("sheet")
    if not plan.layout.certain_header and "header" not in plan.answered:
        keys.append("header")
    if plan.repeats is None:
        keys.append("repeats")
    for name, role in plan.roles.items():
        open_fields = {
            "recommend": role.scale,
            "satisfaction": role.scale,
            "effort": role.version,
            "outcome": role.event,
            "date": role.order,
        }
        if role.kind in open_fields and open_fields[role.kind] is None:
            keys.append(f"{QUESTION_OF[role.kind]}:{name}")
    return keys
