"""What a process holds that a fork of it would not carry, or would share by mistake."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
import time
from pathlib import Path

DESCRIPTORS = Path("/proc/self/fd")
TASKS = Path("/proc/self/task")
THREAD_END_SECONDS = 1.0
"""How long a thread that Python has seen the end of may take to be gone."""


def open_files() -> dict[str, str]:
    """All open descriptors of this process: number to what it leads to."""
    found = {}
    for number in os.listdir(DESCRIPTORS):
        try:
            found[number] = os.readlink(DESCRIPTORS / number)
        except FileNotFoundError:
            continue
    return found


def more_threads() -> bool:
    """Whether there are threads that Python doesn't know, and that stay."""
    give_up = time.monotonic() + THREAD_END_SECONDS
    while len(os.listdir(TASKS)) > 1:
        if time.monotonic() > give_up:
            return True
        time.sleep(0.01)
    return False


def doubts(files_before: dict[str, str]) -> list[str]:
    """Say what a notebook left behind that a snapshot can't carry; best empty.

    `files_before` is what `open_files` gave before the notebook ran.
    """
    found = []
    threads = [each.name for each in threading.enumerate() if each is not threading.main_thread()]
    if threads:
        found.append(f"it left threads running: {', '.join(threads)}")
    elif more_threads():
        found.append("a library left threads running")
    now = open_files()
    left = sorted(where for number, where in now.items() if files_before.get(number) != where)
    if left:
        found.append(f"it left files or connections open: {', '.join(left)}")
    if any(isinstance(each, asyncio.Task) and not each.done() for each in gc.get_objects()):
        found.append("it left asyncio tasks waiting")
    return found
