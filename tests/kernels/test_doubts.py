"""What `doubts` finds, each in a process of its own that has nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

AROUND = """
from playbook.kernels.doubts import doubts, open_files
files = open_files()
{}
print("\\n".join(doubts(files)))
"""


def doubts_after(code: str, folder: Path) -> str:
    """What is doubted in a process that has run this code."""
    return subprocess.run(
        [sys.executable, "-c", AROUND.format(code)],
        cwd=folder,
        env={"PYTHONPATH": ":".join(sys.path)},
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    ).stdout.strip()


LEFT = {
    "a thread": (
        "import threading\n"
        "threading.Thread(target=threading.Event().wait, name='ticker', daemon=True).start()",
        "it left threads running: ticker",
    ),
    "a thread that Python doesn't know": (
        "import ctypes, _thread\n_thread.start_new_thread(__import__('time').sleep, (60,))",
        "a library left threads running",
    ),
    "a file": ("kept = open('notes.txt', 'w')", "it left files or connections open: "),
    "a SQLite connection": (
        "import sqlite3\nkept = sqlite3.connect('data.sqlite')\nkept.execute('CREATE TABLE a (b)')",
        "data.sqlite",
    ),
    "a socket": ("import socket\nkept = socket.socketpair()", "socket:["),
    "an event loop": ("import asyncio\nkept = asyncio.new_event_loop()", "anon_inode:[eventpoll]"),
    "a task": (
        "import asyncio\n"
        "async def begin():\n"
        "    global kept\n"
        "    kept = asyncio.create_task(asyncio.sleep(60))\n"
        "    kept._log_destroy_pending = False\n"
        "loop = asyncio.new_event_loop()\n"
        "loop.run_until_complete(begin())\n"
        "loop.close()",
        "it left asyncio tasks waiting",
    ),
}


@pytest.mark.parametrize("what", LEFT)
def test_what_is_left_behind_is_named(what: str, tmp_path: Path) -> None:
    code, words = LEFT[what]

    assert words in doubts_after(code, tmp_path)


TIDIED = {
    "nothing": "",
    "a thread that has ended": (
        "import threading\nthread = threading.Thread(target=int)\nthread.start()\nthread.join()"
    ),
    "a file that is closed": "with open('notes.txt', 'w') as notes:\n    notes.write('a')",
    "a connection that is closed": (
        "import sqlite3, contextlib\n"
        "with contextlib.closing(sqlite3.connect('data.sqlite')) as data:\n"
        "    data.execute('CREATE TABLE a (b)')"
    ),
    "a task that is done": "import asyncio\nasyncio.run(asyncio.sleep(0))",
}


@pytest.mark.parametrize("what", TIDIED)
def test_what_is_tidied_up_is_well(what: str, tmp_path: Path) -> None:
    assert doubts_after(TIDIED[what], tmp_path) == ""


def test_what_was_open_before_is_well(tmp_path: Path) -> None:
    code = "kept = open('notes.txt', 'w')\nfiles = open_files()"

    assert doubts_after(code, tmp_path) == ""


def test_a_file_in_the_place_of_one_that_was_closed_is_noticed(tmp_path: Path) -> None:
    code = "a = open('a', 'w')\nfiles = open_files()\na.close()\nb = open('b', 'w')"

    assert doubts_after(code, tmp_path).endswith("/b")
