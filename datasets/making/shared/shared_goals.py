"""What each party is measured by: shared goals, and goals that pull against each other."""

from __future__ import annotations

from itertools import combinations

from making.company import Company, Truth
from making.shared.roles import PARTIES
from making.shared.written import as_table, written
from making.table import Column, Table

COLUMNS = (
    Column("party", "string", "The party.", allowed=PARTIES[:6]),
    Column("department", "string", "The department or office that stands for it."),
    Column("kpi", "string", "The number it is measured by; the same words mean the same number."),
    Column(
        "direction",
        "string",
        "Which way the department is told to move it.",
        allowed=("up", "down"),
    ),
    Column("set_by", "string", "Who set the goal."),
)


def make(company: Company, customers: int) -> tuple[list[Table], Truth]:
    """The goals of six parties, and which pairs share or oppose."""
    rows = written(company, "shared_goals")["goals"]
    goals: dict[str, dict[str, str]] = {}
    for row in rows:
        goals.setdefault(row["department"], {})[row["kpi"]] = row["direction"]
    shared: list[list[str]] = []
    opposed: list[list[str]] = []
    for one, other in combinations(goals, 2):
        for kpi in sorted(goals[one].keys() & goals[other].keys()):
            same = goals[one][kpi] == goals[other][kpi]
            (shared if same else opposed).append([one, other, kpi])
    table = as_table(
        "shared_goals",
        "Goals of the six parties",
        "One row a party and a goal: the number that it is measured by and the way it should go.",
        COLUMNS,
        rows,
        primary_key=("department", "kpi"),
    )
    pairs = {(one, other) for one, other, _ in shared}
    return [table], {
        "shared_goals": {
            "rows": len(rows),
            "parties": len(goals),
            "pairs": len(goals) * (len(goals) - 1) // 2,
            "pairs_that_share": len(pairs),
            "shared": shared,
            "opposed": opposed,
        }
    }
