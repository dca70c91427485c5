from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

from playbook.records import open_records
from tests.server.conftest import Visitor, changed
from tests.serving import Served

POSTGRES = os.environ.get("CCO_TEST_POSTGRES_URL")

pytestmark = pytest.mark.skipif(not POSTGRES, reason="CCO_TEST_POSTGRES_URL names no database")


@pytest.fixture
def database() -> Iterator[str]:
    """Address of a schema of its own."""
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


def test_the_server_keeps_its_records_in_postgresql(database: str, tmp_path: Path) -> None:
    command = changed(f"import os; os.environ['CCO_DATABASE_URL'] = {database!r}")
    with Served(tmp_path / "data", command) as server:
        visitor = Visitor(server)
        learner = open_records(database).learner(visitor.learner_id, create=False)
        learner.keep("measure-your-impact", "commitment", "what", "kept in PostgreSQL")

        assert visitor.get("/").status == 200
        assert learner.public_tag in visitor.get("/record").text
        assert "kept in PostgreSQL" in visitor.get("/record/export/json").text
        assert visitor.post("/record/erase").status == 200
        assert not (server.data_dir / "records.sqlite").exists()
    assert open_records(database).learners() == []
