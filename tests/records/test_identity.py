from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.records import RecordsError, new_learner_id
from playbook.records.identity import (
    checked_id,
    checked_name,
    clean_filename,
    public_tag,
    tag_as_written,
)


def test_new_ids_are_128_bits_and_differ():
    ids = {new_learner_id() for _ in range(1000)}

    assert len(ids) == 1000
    assert all(len(bytes.fromhex(learner_id)) == 16 for learner_id in ids)


def test_a_tag_is_short_readable_and_does_not_hold_the_id():
    tag = public_tag("0" * 32)

    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", tag)
    assert tag == public_tag("0" * 32) != public_tag("0" * 32, attempt=1)
    assert tag != public_tag("1" * 32)


def test_a_tag_is_understood_as_people_type_it():
    assert tag_as_written(" k7q2 m9xd") == "K7Q2-M9XD"
    assert tag_as_written("ioL0-1234") == "1010-1234"


@pytest.mark.parametrize(
    "learner_id", ["", "..", "../../etc/passwd", "A" * 32, "0" * 31, "0" * 32 + "\n", "0/" * 16]
)
def test_ids_that_are_not_ids_are_refused(learner_id):
    with pytest.raises(RecordsError, match="not a learner's id"):
        checked_id(learner_id)


@pytest.mark.parametrize("name", ["", "a" * 201, "line\nbreak", "nul\0", "\ud800", None, 7])
def test_names_that_can_not_be_kept_are_refused(name):
    with pytest.raises(RecordsError, match="printable characters"):
        checked_name("key", name)


@given(st.text())
def test_a_cleaned_file_name_stays_in_its_folder(filename):
    cleaned = clean_filename(filename)

    assert 1 <= len(cleaned) <= 200
    assert not set(cleaned) & set('/\\<>:"|?*\0\r\n')
    assert not cleaned.startswith(".")


def test_a_file_name_keeps_its_letters_and_suffix():
    assert clean_filename("C:\\Users\\me\\Umfrage März.xlsx") == "Umfrage März.xlsx"
    assert clean_filename("../../etc/passwd") == "passwd"
    assert clean_filename("x" * 300 + ".csv").endswith("x.csv")
    assert clean_filename("..") == "file"
