from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.upload.transfer import Transfer, UploadError, safe_name


def test_pieces_make_the_file(tmp_path):
    transfer = Transfer(tmp_path, "a.csv", 6, limit=10)
    assert transfer.add(0, b"abc") == 3
    assert not transfer.complete
    assert transfer.add(3, b"def") == 6
    assert transfer.complete
    assert transfer.path.read_bytes() == b"abcdef"
    assert transfer.sha256 == hashlib.sha256(b"abcdef").hexdigest()


@pytest.mark.parametrize("offset", [0, 2, 5])
def test_piece_out_of_order_changes_nothing(tmp_path, offset):
    transfer = Transfer(tmp_path, "a.csv", 6, limit=10)
    transfer.add(0, b"abc")
    assert transfer.add(offset, b"xyz") == 3
    assert transfer.path.read_bytes() == b"abc"


def test_more_than_announced_is_refused(tmp_path):
    transfer = Transfer(tmp_path, "a.csv", 2, limit=10)
    with pytest.raises(UploadError, match="changed while it was being sent"):
        transfer.add(0, b"abc")


@pytest.mark.parametrize(("size", "said"), [(0, "empty"), (11, "at most")])
def test_size_is_looked_at_before_anything_is_written(tmp_path, size, said):
    with pytest.raises(UploadError, match=said):
        Transfer(tmp_path, "a.csv", size, limit=10)
    assert list(tmp_path.iterdir()) == []


def test_two_files_of_one_name_do_not_meet(tmp_path):
    one, two = (Transfer(tmp_path, "a.csv", 2, limit=10) for _ in range(2))
    assert one.path != two.path


def test_abandoned_file_is_gone(tmp_path):
    Transfer(tmp_path, "a.csv", 2, limit=10).abandon()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\exports\\June.xlsx", "June.xlsx"),
        ("..", "file"),
        ("", "file"),
        ("a\x00\nb.csv", "ab.csv"),
        ("Umfrage März.csv", "Umfrage März.csv"),
    ],
)
def test_names_are_made_safe(name, safe):
    assert safe_name(name) == safe


@given(st.text(max_size=300))
def test_any_name_stays_in_its_folder(name):
    safe = safe_name(name)
    assert safe not in ("", ".", "..")
    assert not set("/\\\x00") & set(safe)
    assert len(safe.encode(errors="surrogatepass")) <= 255
