from __future__ import annotations

import shutil
import sqlite3
import stat
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from playbook.records import RecordsError, database, new_learner_id, open_records, schema, upgrade
from playbook.records.tables import metadata
from playbook.records.upgrade import MIGRATIONS


def test_an_empty_database_is_brought_to_the_tables_of_the_program(records):
    with records._database.reading() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
        tables = set(inspect(connection).get_table_names())

    assert differences == []
    assert tables == {*metadata.tables, "alembic_version"}


def test_the_head_named_in_the_program_is_the_newest_migration():
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))

    assert ScriptDirectory.from_config(config).get_heads() == [schema.HEAD]


def test_opening_again_finds_what_was_kept(url, learner):
    learner.keep("lesson", "key", "part", "value")

    again = open_records(url).learner(learner.id, create=False)

    assert again.kept("lesson") == {"key": {"part": "value"}}


def test_opening_a_ready_database_does_not_import_alembic(records, start_python):
    program = (
        "import sys; from playbook.records import open_records; open_records();"
        "print('alembic' in sys.modules)"
    )

    assert start_python(program).communicate(timeout=60)[0].strip() == "False"


NEXT_MIGRATION = """
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.add_column("learner", sa.Column("colour", sa.Text, server_default="blue"))
"""


def test_a_database_of_an_older_program_is_migrated_and_keeps_its_content(
    url, records, learner, tmp_path, monkeypatch
):
    learner.keep("lesson", "key", "part", "value")
    migrations = shutil.copytree(MIGRATIONS, tmp_path / "migrations")
    (migrations / "versions" / "v0002_colour.py").write_text(NEXT_MIGRATION)
    monkeypatch.setattr(upgrade, "MIGRATIONS", migrations)
    monkeypatch.setattr(schema, "HEAD", "0002")

    migrated = open_records(url)

    assert migrated.learner(learner.id, create=False).kept("lesson") == {"key": {"part": "value"}}
    with migrated._database.reading() as connection:
        assert connection.scalar(text("SELECT colour FROM learner")) == "blue"


def test_a_migration_that_fails_leaves_the_database_as_it_was(url, records, tmp_path, monkeypatch):
    migrations = shutil.copytree(MIGRATIONS, tmp_path / "migrations")
    broken = NEXT_MIGRATION + "    raise RuntimeError('half done')\n"
    (migrations / "versions" / "v0002_colour.py").write_text(broken)
    with monkeypatch.context() as newer:
        newer.setattr(upgrade, "MIGRATIONS", migrations)
        newer.setattr(schema, "HEAD", "0002")
        with pytest.raises(RuntimeError, match="half done"):
            open_records(url)

    with open_records(url)._database.reading() as connection:
        columns = {column["name"] for column in inspect(connection).get_columns("learner")}
    assert "colour" not in columns


def test_a_database_of_a_newer_program_is_left_alone(url, records):
    with records._database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(RecordsError, match="newer version of the playbook") as caught:
        open_records(url)

    assert caught.value.remedy == "Install that version or a later one."
    with records._database.reading() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


def test_the_sqlite_file_is_private_safe_and_in_wal_mode(data_folder):
    records = open_records()
    file = data_folder / "records.sqlite"

    assert stat.S_IMODE(data_folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with records._database.reading() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
    }


def test_a_folder_that_can_not_be_made_is_an_error_for_people(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CCO_DATA_DIR", str(tmp_path / "file" / "data"))
    monkeypatch.delenv("CCO_DATABASE_URL", raising=False)

    with pytest.raises(RecordsError, match="may not write to") as caught:
        open_records()

    assert "write permission" in caught.value.remedy
    assert str(caught.value) == f"{caught.value.reason} {caught.value.remedy}"


def test_a_file_that_is_no_database_is_an_error_for_people(data_folder):
    data_folder.mkdir()
    (data_folder / "records.sqlite").write_bytes(b"not a database at all " * 500)

    with pytest.raises(RecordsError, match="damaged or is not a SQLite database"):
        open_records()


def test_a_damaged_database_is_an_error_for_people(data_folder):
    open_records().learner(new_learner_id())
    file = data_folder / "records.sqlite"
    content = file.read_bytes()
    file.write_bytes(content[:100] + b"\xff" * (len(content) - 100))

    with pytest.raises(RecordsError, match="damaged"):
        open_records().learners()


def test_a_replaced_file_is_an_error_for_people(data_folder):
    learner = open_records().learner(new_learner_id())
    (data_folder / "records.sqlite").write_bytes(b"")

    with pytest.raises(RecordsError, match="changed or replaced"):
        learner.kept("lesson")


def test_a_database_locked_too_long_is_an_error_for_people(url, records, learner, monkeypatch):
    monkeypatch.setattr(database, "LOCK_WAIT_SECONDS", 0.05)
    table = "learner" if url.startswith("postgresql") else "sqlite_schema"

    with records._database.writing() as connection:
        if table == "learner":
            connection.execute(text("SELECT id FROM learner FOR UPDATE"))
        with pytest.raises(RecordsError, match="was locked for more than"):
            learner.keep("lesson", "key", "part", 1)
        assert learner.kept("lesson") == {}  # reading goes on

    learner.keep("lesson", "key", "part", 1)


@pytest.mark.parametrize(
    "address",
    ["nonsense", "mysql://user:secret@host/name", "sqlite://", "sqlite:///:memory:"],
)
def test_an_address_that_can_not_be_used_is_an_error_without_its_password(data_folder, address):
    with pytest.raises(RecordsError, match="CCO_DATABASE_URL can't be used") as caught:
        open_records(address)

    assert "secret" not in str(caught.value)


def test_a_postgresql_that_is_not_there_is_an_error_without_its_password(data_folder):
    pytest.importorskip("psycopg")
    with pytest.raises(RecordsError, match="can't be reached") as caught:
        open_records("postgresql://user:secret@127.0.0.1:1/name")

    assert "127.0.0.1:1/name" in caught.value.reason
    assert "secret" not in str(caught.value)


def test_postgresql_without_its_driver_says_what_to_install(data_folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(RecordsError, match=r"pip install 'cco-playbook\[postgres\]'"):
        open_records("postgresql://user@127.0.0.1/name")


def test_an_error_tells_nothing_of_what_a_learner_entered(records, learner):
    with records._database.writing() as connection:
        connection.execute(text("DROP TABLE entry_history"))

    with pytest.raises(Exception, match="entry_history") as caught:
        learner.keep("lesson", "key", "part", "confidential")

    assert "confidential" not in f"{caught.value} {caught.value.__cause__}"


def test_no_connection_stays_open_between_operations(data_folder):
    learner = open_records().learner(new_learner_id())
    learner.keep("lesson", "key", "part", 1)

    # SQLite's last connection takes the log away with it
    files = sorted(file.name for file in data_folder.iterdir())
    assert files == ["records.sqlite", "records.sqlite-turn"]


def test_eight_processes_open_an_empty_database_at_once(url, start_python):
    program = (
        "import sys; from playbook.records import open_records, new_learner_id\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "open_records().learner(new_learner_id()).keep('lesson', 'key', 'part', 1)\n"
        "print('done')"
    )
    processes = [start_python(program) for _ in range(8)]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()

    assert [process.communicate(timeout=60)[0] for process in processes] == ["done\n"] * 8
    assert len(open_records(url).learners()) == 8


@pytest.mark.parametrize("keep", ["", "records.keep_connected()"], ids=["opened", "connected"])
def test_a_process_forked_with_open_records_goes_on_with_them(records, learner, start_python, keep):
    program = (
        "import os, sys; from playbook.records import open_records\n"
        f"records = open_records(); {keep}\n"
        "learner = records.learner(sys.argv[1])\n"
        "learner.keep('lesson', 'key', 'before', 1)\n"
        "child = os.fork()\n"
        "learner.keep('lesson', 'key', 'parent' if child else 'child', 2)\n"
        "if child: sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))\n"
    )

    assert start_python(program, learner.id).wait(timeout=60) == 0
    assert learner.kept("lesson") == {"key": {"before": 1, "child": 2, "parent": 2}}


def test_importing_the_records_opens_nothing(data_folder, start_python):
    assert start_python("import playbook.records").wait(timeout=60) == 0
    assert not data_folder.exists()


def test_the_sqlite_file_can_be_named_by_its_path(tmp_path, data_folder):
    open_records(f"sqlite:///{tmp_path / 'elsewhere' / 'my records.db'}")

    with sqlite3.connect(tmp_path / "elsewhere" / "my records.db") as connection:
        assert connection.execute("SELECT count(*) FROM learner").fetchone() == (0,)
    connection.close()


def test_while_records_are_held_open_others_write_and_the_log_stays(records, learner, url):
    with records.held_open():
        at = open_records(url).learner(learner.id).keep("lesson", "key", "part", "value")
        assert learner.kept_at("lesson") == at
        log = Path(f"{records._database.name}-wal")
        assert log.exists() == records._database.is_sqlite
    assert not log.exists()
