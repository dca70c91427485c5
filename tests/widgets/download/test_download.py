from __future__ import annotations

import pytest

from playbook.instruments.gaps import Gap
from widgets.download import Download

MISSING = Gap("Company", "Enter the name.", "missing", field="company")
CHECK = Gap("NPS, target", "Is that meant?", "check", "nps", "target")


@pytest.fixture
def asked():
    return []


@pytest.fixture
def download(asked):
    def make(wanted, allow_gaps):
        asked.append((wanted, allow_gaps))
        return f"scorecard.{wanted}", b"bytes"

    return Download(
        formats={"docx": "Word document", "xlsx": "Excel workbook"},
        make=make,
        place=lambda gap: {"form": "heading", "field": gap.field},
    )


@pytest.fixture
def page(download, open_page):
    return open_page(download)


def ask(page, wanted="docx", allow_gaps=False):
    page.say({"type": "make", "format": wanted, "allow_gaps": allow_gaps})
    return page.heard[-1]


def test_file_comes_with_its_name_and_bytes(page, asked):
    assert ask(page, "xlsx") == {"type": "file", "name": "scorecard.xlsx"}
    assert page.buffers[-1] == [b"bytes"]
    assert asked == [("xlsx", False)]


def test_gaps_say_where_they_are_filled_in(download):
    download.show_gaps([MISSING, CHECK])
    assert download.gaps[0] == {
        "where": "Company",
        "what": "Enter the name.",
        "missing": True,
        "place": {"form": "heading", "field": "company"},
    }
    assert download.gaps[1]["missing"] is False


def test_missing_parts_hold_the_download_back_unless_allowed(download, page, asked):
    download.show_gaps([MISSING])
    answer = ask(page)
    assert answer["type"] == "failed"
    assert "tick the box" in answer["reason"]
    assert asked == []
    assert ask(page, allow_gaps=True)["type"] == "file"
    assert asked == [("docx", True)]


def test_parts_to_check_do_not_hold_it_back(download, page):
    download.show_gaps([CHECK])
    assert ask(page)["type"] == "file"


def test_format_that_is_not_offered_is_refused(page, asked):
    assert ask(page, "exe")["type"] == "failed"
    assert asked == []


@pytest.mark.parametrize("for_people", [True, False])
def test_failure_is_told_in_words_for_people(open_page, for_people):
    class MakeError(Exception):
        def __init__(self):
            super().__init__("Nothing to print. Add a measure.")
            if for_people:
                self.remedy = "Add a measure."

    def make(wanted, allow_gaps):
        raise MakeError

    page = open_page(Download(formats={"docx": "Word document"}, make=make))
    reason = ask(page)["reason"]
    assert reason.startswith("Nothing to print." if for_people else "The document could not")
