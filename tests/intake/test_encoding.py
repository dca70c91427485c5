from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from playbook.intake import IntakeError, encoding, profile, suggest

TABLE = "Kunde,Zufriedenheit,Ort\nA1,4,Köln\nA2,5,Zürich\n"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (TABLE.encode("utf-8"), "utf-8"),
        (TABLE.encode("utf-8-sig"), "utf-8-sig"),
        (TABLE.encode("utf-16"), "utf-16"),
        (TABLE.encode("cp1252"), "cp1252"),
    ],
)
def test_a_table_reads_the_same_in_every_encoding(write, content, name):
    found = profile(write(content))
    assert found.layout.encoding == name
    assert found.layout.columns == ("Kunde", "Zufriedenheit", "Ort")
    assert dict(found.column("Ort").values) == {"Köln": 1, "Zürich": 1}


def test_windows_1252_is_said_in_the_notes(write):
    plan = suggest(profile(write(TABLE.encode("cp1252"))))
    assert any("Windows-1252" in note for note in plan.notes)


def test_an_accent_far_down_the_file_still_decides_the_encoding(write):
    body = "Name,Score\n" + "abc,5\n" * 100_000
    found = profile(write(body.encode() + "Zoë,5\n".encode("cp1252")))
    assert found.layout.encoding == "cp1252"


def archive(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr(zipfile.ZipInfo(name), "a,b\n1,2\n")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "a.csv", "is empty"),
        (b" \n \n", "a.csv", "nothing but blanks"),
        (b"%PDF-1.7 ...", "a.csv", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00", "a.csv", "a picture"),
        (gzip.compress(b"a,b", mtime=0), "a.csv", "compressed"),
        (archive("data.csv"), "a.xlsx", "archive (zip)"),
        (b"PK\x03\x04 broken", "a.xlsx", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "a.xls", "old Excel file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "a.xlsx", "password"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "a.csv", "web page"),
        (b'{"error": "expired"}', "a.csv", "JSON"),
        (b"a,b\n1,\x00\n", "a.csv", "bytes that are no text"),
        (b"a,b\n\x81\xff,1\n", "a.csv", "can't be told"),
        ("a,b\né,1\n1,é".encode()[:-1], "a.csv", "cut off"),
        (b"Score,Region\n", "a.csv", "no rows below it"),
        (b"a,b\n , \n,\n", "a.csv", "no rows below it|no column that holds anything"),
        (b"Comment\ngood stuff\nbad stuff\nno idea\n", "a.csv", "one filled column"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason_and_a_remedy(write, content, name, says):
    with pytest.raises(IntakeError) as caught:
        profile(write(content, name))
    assert any(part in caught.value.reason for part in says.split("|"))
    assert caught.value.remedy
    assert str(caught.value) == f"{caught.value.reason} {caught.value.remedy}"


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(IntakeError, match="There is no file"):
        profile(tmp_path / "gone.csv")


def test_a_file_above_the_limit_of_bytes_is_refused(write, monkeypatch):
    monkeypatch.setattr(encoding, "MAX_BYTES", 10)
    with pytest.raises(IntakeError, match="Split it"):
        profile(write("a,b\n1,2\n3,4\n"))


def test_an_accent_cut_between_two_pieces_of_the_file_is_read(write, monkeypatch):
    monkeypatch.setattr(encoding, "CHUNK", 3)
    found = profile(write("Ort,Note\n" + "Zürich,5\nKöln,4\n" * 4))
    assert found.layout.encoding == "utf-8"
    assert dict(found.column("Ort").values) == {"Zürich": 4, "Köln": 4}
