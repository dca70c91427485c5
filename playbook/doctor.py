"""Examines an installation: what is there, where data lies, what is wrong and how to mend it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version

from playbook import __version__
from playbook.curriculum import course
from playbook.locations import data_dir, notebooks_dir, share_dir
from playbook.records import open_records
from playbook.records.database import private_folder
from playbook.samples import companies

PACKAGES = ("jupyterlab", "voila", "ipywidgets", "anywidget", "pandas", "altair", "sqlalchemy")
ENOUGH_SPACE = 500_000_000


@dataclass(frozen=True)
class Finding:
    """One thing that was examined; `remedy` says what to do where it is not good."""

    what: str
    good: bool
    found: str
    remedy: str = ""


def examine() -> list[Finding]:
    """Examine the installation; a check that fails is a finding, never an error."""
    return [
        guarded("Python", python, "Install Python 3.11 to 3.13."),
        *(guarded(name, partial(version, name), INSTALL) for name in PACKAGES),
        guarded("kit", kit, INSTALL),
        guarded("lessons", lessons, INSTALL),
        guarded("sample companies", lambda: ", ".join(companies()), INSTALL),
        guarded("lesson template", template, INSTALL),
        guarded(
            "data folder",
            data_folder,
            "Give a folder that you may write to with --data-dir or CCO_DATA_DIR.",
        ),
        guarded("records", records, "Read the message; CCO_DATABASE_URL names another database."),
        guarded("disk space", space, "Free some space, or choose another --data-dir."),
    ]


INSTALL = "Install the kit again: make serve, or pip install cco-playbook."


def guarded(what: str, look: Callable[[], str], remedy: str) -> Finding:
    """Look; whatever goes wrong becomes the finding."""
    try:
        return Finding(what, True, look())
    except PackageNotFoundError:
        return Finding(what, False, "not installed", remedy)
    except Exception as problem:
        return Finding(what, False, str(problem) or type(problem).__name__, remedy)


def python() -> str:
    """Python's version and place."""
    return f"{sys.version.split()[0]} in {sys.prefix}"


def kit() -> str:
    """The kit's version and where it found its files."""
    return f"version {__version__}, notebooks in {notebooks_dir()}"


def lessons() -> str:
    """How many lessons can be opened; each notebook that is named must be there."""
    named = [lesson.notebook for lesson in course().lessons if lesson.notebook]
    for notebook in named:
        if not (notebooks_dir() / notebook).is_file():
            raise FileNotFoundError(f"{notebook} is missing")
    return f"{len(named)} of {len(course().lessons)} can be opened"


def template() -> str:
    """Where the lesson's page comes from."""
    path = share_dir() / "jupyter" / "voila" / "templates" / "cco" / "index.html.j2"
    if not path.is_file():
        raise FileNotFoundError(f"{path} is missing")
    return str(path)


def data_folder() -> str:
    """The data folder, which must take a file."""
    folder = private_folder(data_dir())
    probe = folder / "doctor-was-here"
    probe.write_text("")
    probe.unlink()
    return str(folder)


def records() -> str:
    """How many records there are, and in which database."""
    count = len(open_records().learners())
    return f"{count} {'record' if count == 1 else 'records'}"


def space() -> str:
    """Free space where the data lies."""
    free = shutil.disk_usage(data_dir()).free
    if free < ENOUGH_SPACE:
        raise OSError(f"only {free / 1e6:.0f} MB free in {data_dir()}")
    return f"{free / 1e9:.0f} GB free"
