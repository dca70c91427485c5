from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest

from playbook.records import RecordsError


@pytest.fixture
def full(learner):
    """A learner with something of everything, including what a spreadsheet would run."""
    learner.keep("lesson", "note", "text", "first")
    learner.keep("lesson", "note", "text", "=HYPERLINK(1)")
    learner.keep("lesson", "note", "number", -3)
    learner.keep("lesson", "note", "list", ["=1", "ü"])
    learner.keep("lesson", "note", "yes", True)
    learner.keep("lesson", "@key", "gone", "gone value")
    learner.keep("lesson", "@key", "gone", None)
    learner.add_deliverable("lesson", "scorecard", "-card.xlsx", "text/plain", b"CARD", 2)
    path = learner.uploads_folder() / "stored"
    path.write_bytes(b"a;b")
    learner.add_upload("lesson", "Umfrage.csv", path, "0" * 64, 3)
    return learner


def rows(archive, name):
    return list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))


def test_the_json_export_holds_everything_but_the_secret_id(full):
    exported = full.export_json()
    found = json.loads(exported)

    assert (found["schema"], found["schema_version"]) == ("cco-playbook/learner", 1)
    assert found["learner"]["public_tag"] == full.public_tag
    assert {(e["key"], e["part"]): e["value"] for e in found["entries"]} == {
        ("note", "text"): "=HYPERLINK(1)",
        ("note", "number"): -3,
        ("note", "list"): ["=1", "ü"],
        ("note", "yes"): True,
    }
    assert [h["value"] for h in found["history"] if h["part"] == "text"] == [
        "first",
        "=HYPERLINK(1)",
    ]
    assert [h["value"] for h in found["history"] if h["part"] == "gone"] == ["gone value", None]
    assert found["deliverables"][0]["filename"] == "-card.xlsx"
    assert found["deliverables"][0]["bytes"] == 4
    assert found["uploads"][0]["filename"] == "Umfrage.csv"
    assert found["uploads"][0]["bytes"] == 3
    assert full.id.encode() not in exported
    assert "ü".encode() in exported


def test_the_zip_holds_the_tables_and_the_files_themselves(full):
    with zipfile.ZipFile(io.BytesIO(full.export_csv())) as archive:
        [made] = rows(archive, "deliverables.csv")
        [file] = rows(archive, "uploads.csv")
        history = rows(archive, "history.csv")

        assert archive.read(made["file"]) == b"CARD"
        assert archive.read(file["file"]) == b"a;b"
        assert len(history) == 7
        assert (history[-1]["value"], history[-1]["value_type"]) == ("", "deleted")
        assert len(archive.namelist()) == 6


def test_a_cell_that_looks_like_a_formula_is_made_text_and_numbers_stay(full):
    with zipfile.ZipFile(io.BytesIO(full.export_csv())) as archive:
        found = {row["part"]: row for row in rows(archive, "entries.csv")}
        history = rows(archive, "history.csv")
        [made] = rows(archive, "deliverables.csv")

    assert found["text"]["value"] == "'=HYPERLINK(1)"
    assert (found["number"]["value"], found["number"]["value_type"]) == ("-3", "number")
    assert (found["yes"]["value"], found["yes"]["value_type"]) == ("true", "true or false")
    assert json.loads(found["list"]["value"]) == ["=1", "ü"]
    assert history[-1]["key"] == "'@key"
    assert made["filename"] == "'-card.xlsx"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_every_start_of_a_formula_gets_its_apostrophe(learner, start):
    learner.keep("lesson", "key", "part", f"{start}1")

    with zipfile.ZipFile(io.BytesIO(learner.export_csv())) as archive:
        table = archive.read("entries.csv").decode("utf-8-sig")

    [row] = csv.DictReader(io.StringIO(table, newline=""))
    assert row["value"] == f"'{start}1"


def test_an_uploaded_file_that_is_gone_is_listed_without_one(full):
    full.uploads("lesson")[0].path.unlink()

    with zipfile.ZipFile(io.BytesIO(full.export_csv())) as archive:
        [file] = rows(archive, "uploads.csv")

    assert (file["filename"], file["file"]) == ("Umfrage.csv", "")


def test_the_export_of_one_learner_holds_nothing_of_another(full, other):
    assert json.loads(other.export_json())["history"] == []
    with zipfile.ZipFile(io.BytesIO(other.export_csv())) as archive:
        assert len(archive.namelist()) == 4


def test_an_erased_learner_has_nothing_to_export(learner):
    learner.erase()

    for export in (learner.export_json, learner.export_csv):
        with pytest.raises(RecordsError, match="nothing to export"):
            export()
