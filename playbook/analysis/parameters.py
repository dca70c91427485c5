"""What a measure asks for on the command line: columns of the file, and options."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from playbook.analysis.cells import Kind
from playbook.analysis.data import Data

Options: TypeAlias = Mapping[str, Any]
Results: TypeAlias = Sequence[tuple[str, object]]
"""Label ("" for the whole file) and result of a measure."""


@dataclass(frozen=True)
class Column:
    """A column of the file, named by `--flag`; `many` takes several, separated by commas."""

    flag: str
    kind: Kind
    help: str
    required: bool = True
    many: bool = False


@dataclass(frozen=True)
class Option:
    """A setting, given by `--flag`; `read` turns its text into a value."""

    flag: str
    help: str
    read: Callable[[str], Any] = str
    default: Any = None
    choices: tuple[str, ...] | None = None
    required: bool = False


@dataclass(frozen=True)
class Measure:
    """A measure by its name on the command line.

    `compute` gets the columns under their flags (those of a `many` column under their own names)
    and the options. `splits` says that `--by` computes it for each group on its own; `compare`
    then adds what can be said of the groups together. `example` is what follows `cco analyse`: a
    file and its columns.
    """

    name: str
    says: str
    columns: tuple[Column, ...]
    compute: Callable[[Data, Options], Results]
    options: tuple[Option, ...] = ()
    splits: bool = False
    compare: Callable[[Data, Options], Results] | None = None
    example: str = field(kw_only=True)
