"""Every test of the records runs on SQLite, and on PostgreSQL where one is named.

`CCO_TEST_POSTGRES_URL` names a database in which each test gets a schema of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

from playbook.records import Learner, Records, new_learner_id, open_records

ROOT = Path(__file__).resolve().parents[2]
POSTGRES = os.environ.get("CCO_TEST_POSTGRES_URL")

needs_postgres = pytest.mark.skipif(not POSTGRES, reason="CCO_TEST_POSTGRES_URL names no database")


@pytest.fixture
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv("CCO_DATA_DIR", str(folder))
    monkeypatch.delenv("CCO_DATABASE_URL", raising=False)
    return folder


@pytest.fixture
def postgres_url() -> Iterator[str]:
    address = make_url(str(POSTGRES)).set(drivername="postgresql+psycopg")
    engine = create_engine(address)
    schema = f"test_{uuid4().hex}"
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    own = address.update_query_dict({"options": f"-csearch_path={schema}"})
    yield own.render_as_string(hide_password=False)
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=needs_postgres)])
def url(request: pytest.FixtureRequest, data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Address of an empty database; also what open_records() takes without one."""
    if request.param == "sqlite":
        address = f"sqlite:///{data_folder / 'records.sqlite'}"
    else:
        address = request.getfixturevalue("postgres_url")
    monkeypatch.setenv("CCO_DATABASE_URL", address)
    return address


@pytest.fixture
def records(url: str) -> Records:
    return open_records(url)


@pytest.fixture
def learner(records: Records) -> Learner:
    return records.learner(new_learner_id())


@pytest.fixture
def other(records: Records) -> Learner:
    return records.learner(new_learner_id())


@pytest.fixture
def start_python(url: str) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start a program in a process of its own, with the same database; ended after the test."""
    started: list[subprocess.Popen[str]] = []

    def start(program: str, *arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", program, *arguments],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()
