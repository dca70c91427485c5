"""What a notebook may not do at top level is found, and what it may do is not."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from tests.notebooks import hygiene
from tests.notebooks.snapshot_hygiene import Fault, snapshot_faults

FOUND = {
    "a thread": ("import threading\nthreading.Thread(target=print).start()", "threads"),
    "a thread by its class": ("from threading import Thread as T\nT(target=print)", "threads"),
    "a timer": ("import threading\nthreading.Timer(1, print)", "threads"),
    "a pool of threads": (
        "from concurrent.futures import ThreadPoolExecutor\nThreadPoolExecutor()",
        "threads",
    ),
    "a pool by its module": (
        "import concurrent.futures as cf\nwith cf.ProcessPoolExecutor() as pool: pass",
        "threads",
    ),
    "processes": ("import multiprocessing as mp\nmp.Pool(2)", "processes"),
    "a program that runs on": ("import subprocess\nsubprocess.Popen(['sleep', '1'])", "processes"),
    "a task": ("import asyncio\nasyncio.create_task(work())", "event loop"),
    "a future": ("from asyncio import ensure_future\nensure_future(work())", "event loop"),
    "a task of a loop": ("loop.create_task(work())", "event loop"),
    "a loop": ("import asyncio\nloop = asyncio.new_event_loop()", "event loop"),
    "waiting": ("await work()", "event loop"),
    "waiting in a loop": ("async for each in work():\n    print(each)", "event loop"),
    "a file": ("notes = open('notes.txt')", "opens a file"),
    "a file that is read at once": ("text = open('notes.txt').read()", "opens a file"),
    "a file by its path": ("from pathlib import Path\nPath('a').open()", "opens a file"),
    "a packed file": ("import gzip\ngzip.open('a')", "opens a file"),
    "a file by another name": ("read = open\nread('a')", "opens a file"),
    "a database": ("import sqlite3\nsqlite3.connect('a')", "a database"),
    "a database in a with": ("import sqlite3\nwith sqlite3.connect('a') as c: pass", "a database"),
    "the records": ("from playbook.records import open_records\nopen_records()", "a database"),
    "the records by their module": ("import playbook.records as r\nr.open_records()", "a database"),
    "a socket": ("import socket\nsocket.socket()", "a connection"),
    "the web": ("import requests\nrequests.get(address)", "a connection"),
    "the web, from the library": ("import urllib.request\nurllib.request.urlopen(a)", "connection"),
    "the web by a function": ("from urllib.request import urlopen\nurlopen(a)", "connection"),
    "a generator": ("import numpy as np\nrng = np.random.default_rng()", "chance"),
    "a generator by its function": (
        "from numpy.random import default_rng\ndefault_rng()",
        "chance",
    ),
    "a seed of nothing": ("import numpy as np\nnp.random.default_rng(None)", "chance"),
    "a seed of nothing by name": ("import numpy as np\nnp.random.default_rng(seed=None)", "chance"),
    "a draw": ("import random\nrandom.random()", "chance"),
    "a draw by its function": ("from random import shuffle\nshuffle(a)", "chance"),
    "a draw of numpy": ("import numpy\nnumpy.random.normal()", "chance"),
    "a draw of numpy by its module": ("from numpy import random as r\nr.normal()", "chance"),
    "a draw by another name": ("import numpy as np\nr = np.random\nr.normal()", "chance"),
    "a draw before its seed": ("import random\nrandom.random()\nrandom.seed(1)", "line 2"),
    "the other generator's seed": (
        "import random, numpy\nrandom.seed(1)\nnumpy.random.rand()",
        "3",
    ),
    "reseeding by chance": ("import random\nrandom.seed()", "chance"),
    "rows by chance": ("frame.sample(5)", "chance"),
    "an id": ("import uuid\nkey = uuid.uuid4()", "chance"),
    "an id by its function": ("from uuid import uuid4 as new\nnew().hex", "chance"),
    "a secret": ("import secrets\nsecrets.token_hex()", "chance"),
    "the environment": ("import os\nos.environ['HOME']", "environment"),
    "the environment by a function": ("import os\nos.getenv('HOME')", "environment"),
    "the environment, imported": ("from os import getenv\ngetenv('HOME')", "environment"),
    "the environment by another name": (
        "from os import environ as e\ne.get('HOME')",
        "environment",
    ),
    "the environment, handed on": ("import os\nshow(os.environ)", "environment"),
    "today": ("from datetime import date\ndate.today()", "clock"),
    "now": ("import datetime as dt\ndt.datetime.now(dt.UTC)", "clock"),
    "now by its class": ("from datetime import datetime\ndatetime.now()", "clock"),
    "the time": ("import time\nstart = time.time()", "clock"),
    "now of pandas": ("import pandas as pd\npd.Timestamp.now()", "clock"),
    "now in a word": ("import pandas as pd\npd.Timestamp('now')", "clock"),
    "a display with an id": ("display(a, display_id=True)", "shown before"),
    "a display that is updated": (
        "from IPython.display import update_display\nupdate_display(a)",
        "shown before",
    ),
    "in a comprehension": ("import random\n[random.random() for _ in range(3)]", "chance"),
    "in an f-string": ("import time\nprint(f'{time.time()}')", "clock"),
    "in an if": ("import os\nif True:\n    os.environ['A'] = 'b'", "line 3"),
    "in a class": ("import time\nclass A:\n    at = time.time()", "line 3"),
    "in a default": ("import time\ndef f(at=time.time()):\n    return at", "line 2"),
    "in a default of a lambda": ("import time\nf = lambda at=time.time(): at", "line 2"),
    "in a decorator": ("import time\n@at(time.time())\ndef f(): pass", "line 2"),
    "in a function that is called": (
        "import random\ndef f():\n    return random.random()\nf()",
        "3",
    ),
    "in a lambda that is called": ("import time\nf = lambda: time.time()\nf()", "line 2"),
}


@pytest.mark.parametrize("what", FOUND)
def test_what_a_snapshot_can_t_carry_is_found(what: str) -> None:
    source, words = FOUND[what]

    found = list(snapshot_faults([source]))

    assert len(found) == 1, [str(each) for each in found]
    assert words in str(found[0])
    assert "at top level" in str(found[0])
    assert found[0].why


WELL = {
    "a file that is closed": "with open('a') as file:\n    text = file.read()",
    "two files that are closed": "with open('a') as a, open('b') as b:\n    pass",
    "a path's file that is closed": "with Path('a').open() as file:\n    text = file.read()",
    "a path's text": "from pathlib import Path\nPath('a').read_text()",
    "a generator with a seed": "import numpy as np\nrng = np.random.default_rng(7)\nrng.normal()",
    "a seed by name": "from numpy.random import default_rng\ndefault_rng(seed=7).normal()",
    "a draw after its seed": "import random\nrandom.seed(1)\nrandom.random()",
    "numpy's draw after its seed": "import numpy as np\nnp.random.seed(1)\nnp.random.normal()",
    "a generator of one's own": "import random\nrandom.Random(3).random()",
    "a bit generator": "from numpy.random import PCG64, Generator\nGenerator(PCG64(3)).normal()",
    "rows by a seed": "frame.sample(5, random_state=3)",
    "in a function": "import os, random\ndef f():\n    return os.environ, random.random()",
    "in a lambda": "import time\nbutton.on_click(lambda _: time.time())",
    "in a method": "import time\nclass A:\n    def at(self):\n        return time.time()",
    "in an async function": "import asyncio\nasync def f():\n    await asyncio.sleep(1)",
    "importing alone": "import asyncio, os, random, requests, threading, time, urllib.request",
    "a lock": "import threading\nlock = threading.Lock()",
    "a length of time": "import time\ntime.sleep(0)",
    "a day that is written": "from datetime import date, datetime\ndate(2026, 1, 2)",
    "a moment that is written": "import pandas as pd\npd.Timestamp('2026-01-02')",
    "an id made from a name": "import uuid\nuuid.uuid5(uuid.NAMESPACE_URL, 'a')",
    "paths": "import os\nos.path.join('a', os.sep)",
    "addresses": "from urllib.parse import urlparse\nurlparse('a')",
    "a display": "display(a)",
    "a display without an id": "display(a, display_id=None)",
    "a word in a text": "print('random.random() and os.environ and open(a)')",
    "one's own name": "def random():\n    return 4\nrandom()",
    "a name with another meaning": "import random\nrandom = Choice()\nrandom.random()",
    "a column of that name": "answers['open']\nanswers.time.max()",
    "one's own open": "tool.opened",
    "a function that is called": "def f():\n    return 1\nf()\nf()",
}


@pytest.mark.parametrize("what", WELL)
def test_what_a_snapshot_carries_is_not_flagged(what: str) -> None:
    assert [str(each) for each in snapshot_faults([WELL[what]])] == []


def test_cells_know_one_another_s_names() -> None:
    cells = [
        "import numpy as np",
        "a = 1",
        "np.random.normal()",
        "np.random.seed(3)\nnp.random.rand()",
    ]

    found = list(snapshot_faults(cells))

    assert [(each.cell, each.line) for each in found] == [(2, 1)]


def test_a_fault_says_where_what_and_why() -> None:
    [fault] = snapshot_faults(["import time\n\nstart = time.time()"])

    assert fault == Fault(0, 3, fault.what, fault.why)
    assert str(fault) == (
        "line 3 reads the clock (time.time) at top level; "
        "all visitors would see the time at which the server was started"
    )


def test_the_kit_s_own_notebooks_are_clean() -> None:
    notebooks = sorted(hygiene.NOTEBOOKS.rglob("*.ipynb"))

    assert notebooks
    assert [fault for path in notebooks for fault in hygiene.faults(path)] == []


@pytest.fixture
def lesson(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of a lesson's notebook, to be spoilt."""
    [path] = sorted(hygiene.NOTEBOOKS.rglob("03_*.ipynb"))
    copy = tmp_path / path.relative_to(hygiene.NOTEBOOKS)
    copy.parent.mkdir()
    copy.write_bytes(path.read_bytes())
    monkeypatch.setattr(hygiene, "NOTEBOOKS", tmp_path)
    return copy


def spoil(lesson: Path, source: str) -> list[str]:
    """Put source in place of a code cell's; give the faults of the notebook."""
    notebook = nbformat.read(lesson, as_version=4)
    cell = next(each for each in notebook.cells if each.cell_type == "code")
    cell.source = source
    nbformat.write(notebook, lesson)
    return list(hygiene.faults(lesson))


def test_a_copy_is_as_clean_as_the_notebook(lesson: Path) -> None:
    assert list(hygiene.faults(lesson)) == []


def test_a_spoilt_notebook_is_told_with_its_cell_and_line(lesson: Path) -> None:
    [fault] = spoil(lesson, "import os\nhome = os.environ['HOME']")

    assert fault.startswith(f"{lesson.name}, cell 0: line 2 reads the environment (os.environ)")


def test_code_that_is_no_python_is_a_fault_and_no_failure(lesson: Path) -> None:
    [fault] = spoil(lesson, "!ls")

    assert "is not plain Python" in fault
