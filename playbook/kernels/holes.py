"""Fills the holes in Python's memory before a fork.

Small objects that were freed leave room between those that stay. A child that used it would copy a
whole page for each of its own new objects; with the holes filled, these lie side by side on fresh
pages. The room is counted with `sys._debugmallocstats`; where that says nothing, nothing is filled.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile

LINE = re.compile(rb"^\s*\d+\s+(\d+)\s+\d+\s+\d+\s+(\d+)\s*$", re.MULTILINE)
"""Of a size class: its number, the size of a block, pools, blocks in use, blocks available."""

OF_A_BYTES_OBJECT = sys.getsizeof(b"")


def free_blocks() -> dict[int, int]:
    """How many blocks of each size lie free among those in use; size in bytes to number."""
    if not hasattr(sys, "_debugmallocstats"):
        return {}
    with tempfile.TemporaryFile() as told:
        stderr = os.dup(2)
        try:
            os.dup2(told.fileno(), 2)
            sys._debugmallocstats()
        finally:
            os.dup2(stderr, 2)
            os.close(stderr)
        told.seek(0)
        return {int(size): int(free) for size, free in LINE.findall(told.read())}


def fill_holes() -> list[object]:
    """Give objects that take up all free blocks; the caller keeps them."""
    filling: list[object] = []
    for size, free in free_blocks().items():
        if size > OF_A_BYTES_OBJECT:
            filling += [bytes(size - OF_A_BYTES_OBJECT) for _ in range(free)]
        elif size == sys.getsizeof(1j):
            filling += [complex(number, 1) for number in range(free)]
        elif size == sys.getsizeof(object()):
            filling += [object() for _ in range(free)]
    return filling
