"""How large a file may be, and how much of it is looked at for a decision."""

from __future__ import annotations

MAX_BYTES = 200_000_000
"""A file above this size is refused (bytes)."""

MAX_ROWS = 2_000_000
"""A file with more data rows than this is refused."""

MAX_COLUMNS = 2_000
"""A file with more columns than this is refused."""

MAX_UNPACKED_BYTES = 2_000_000_000
"""An Excel workbook that unpacks to more than this is refused (bytes)."""

MAX_RAGGED_SHARE = 0.05
"""Above this share of rows with a wrong number of cells, the delimiter is doubted."""

HEAD_BYTES = 262_144
"""How much of a text file is looked at to find its delimiter and header rows (bytes)."""

HEAD_ROWS = 200
"""How many rows are looked at to find header rows."""

BATCH_CELLS = 50_000
"""How many cells are worked on between two calls of the progress callback."""

BATCH_ROWS = 50_000
"""The largest number of rows worked on between two calls of the progress callback."""

MAX_VALUES = 60
"""How many different values of a column the profile lists, most frequent first."""

MAX_COUNTED = 2_000
"""Up to how many different values of a column are counted one by one."""

MAX_GROUPS = 50
"""A column with more different values than this is no group."""

EXAMPLES = 5
"""How many row numbers or values are given as examples."""

ENOUGH_FOR_NO_ZERO = 100
"""From this many ratings on, a 0 to 10 question without a single zero is doubted."""

EXPECTED_REPEATS = 0.05
"""Above this share of rows that repeat an id, it is asked what a row stands for."""
