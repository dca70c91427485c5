"""The role a column plays in the analysis."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

RoleKind = Literal[
    "recommend",
    "satisfaction",
    "effort",
    "outcome",
    "amount",
    "date",
    "group",
    "id",
    "status",
    "weight",
    "ignore",
]

DateOrder = Literal[
    "year first",
    "day first",
    "month first",
    "compact",
    "excel 1900",
    "excel 1904",
    "epoch seconds",
    "epoch milliseconds",
]


@dataclass(frozen=True)
class Role:
    """What a column is and how its cells are read.

    Parameters
    ----------
    kind
        "recommend" (0 to 10), "satisfaction", "effort", "outcome" (a yes or no), "amount",
        "date", "group", "id", "status", "weight" or "ignore".
    scale
        Lowest and highest rating of a satisfaction question; None = not known yet.
    top
        How many of the highest ratings count as satisfied.
    version
        The effort question: "ces1" (1 to 5, low is good) or "ces2" (1 to 7, high is good);
        None = not known yet.
    event
        The value of an outcome column that counts; None = not known yet.
    other
        The value that counts as its absence; None = every other value.
    order
        How a date is written; None = not known yet.
    labelled
        Whether ratings such as "10 - Extremely likely" are read by their number.
    why
        How the reading was known, in words for the receipt.
    """

    kind: RoleKind
    scale: tuple[int, int] | None = None
    top: int = 2
    version: Literal["ces1", "ces2"] | None = None
    event: str | None = None
    other: str | None = None
    order: DateOrder | None = None
    labelled: bool = False
    why: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The role as JSON can hold it."""
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Role:
        """The role that `to_dict` gave, also after a round trip through JSON."""
        scale = data["scale"]
        return cls(**{**data, "scale": None if scale is None else (int(scale[0]), int(scale[1]))})
