"""What a reader of the receipt should know beyond the counts."""

from __future__ import annotations

import pandas as pd

from playbook.intake.plan import Plan

MIN_PAIRS = 30
CLEAR = 0.1


def reading_notes(plan: Plan, frame: pd.DataFrame, trimmed: int) -> list[str]:
    """How the columns were read, and what looks odd about the result."""
    notes = [
        f'"{name}" ({role.kind}): {role.why}.'
        for name, role in plan.roles.items()
        if role.why and role.kind != "outcome"
    ]
    notes += _outcome_notes(plan, frame)
    notes += _effort_notes(plan, frame)
    if trimmed:
        notes.append(f"{trimmed:,} rows had empty cells beyond the last column; they were cut off.")
    return notes


def _outcome_notes(plan: Plan, frame: pd.DataFrame) -> list[str]:
    notes = []
    for name in plan.columns("outcome"):
        role = plan.roles[name]
        absence = f'"{role.other}"' if role.other else "every other value"
        why = f", {role.why}" if role.why else ""
        notes.append(
            f'"{name}" (outcome): "{role.event}" counts as the event, {absence} as its '
            f"absence{why}."
        )
        if not frame[name].any():
            notes.append(f'"{role.event}" never occurs in "{name}".')
    return notes


def _effort_notes(plan: Plan, frame: pd.DataFrame) -> list[str]:
    """A warning for every effort column that moves against the satisfaction it should go with."""
    notes = []
    liking = [*plan.columns("satisfaction"), *plan.columns("recommend")]
    for effort in plan.columns("effort"):
        expected = -1 if plan.roles[effort].version == "ces1" else 1
        for other in liking:
            pair = frame[[effort, other]].dropna()
            if len(pair) < MIN_PAIRS or pair.nunique().min() < 2:
                continue
            r = float(pair[effort].corr(pair[other]))
            if r * expected < -CLEAR:
                notes.append(
                    f'Check the direction of "{effort}": it correlates with "{other}" by '
                    f"{r:.2f} ({len(pair):,} rows), which is against the direction chosen."
                )
    return notes
