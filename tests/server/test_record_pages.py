from __future__ import annotations

import io
import json
import re
import urllib.parse
import zipfile

from tests.server.conftest import Visitor

MARKER = "marker-7f3a9c-of-this-test"
LESSON = "measure-your-impact"


def fill(visitor: Visitor, marker: str = MARKER) -> str:
    """Keep a bit of everything; give the address of the document."""
    record = visitor.record
    record.keep(LESSON, "commitment", "what", marker)
    stored = record.uploads_folder() / "stored"
    stored.write_text(marker)
    record.add_upload(LESSON, f"{marker}.csv", stored, "0" * 64, len(marker))
    name = f"{marker}.xlsx"
    made = record.add_deliverable(
        LESSON, "scorecard", name, "application/x-test", marker.encode(), 1
    )
    return f"/deliverables/{made}/{name}"


def everything_on_disk(visitor: Visitor) -> bytes:
    folder = visitor.server.data_dir
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_my_record_lists_what_is_kept_with_the_lesson_s_own_title(visitor: Visitor) -> None:
    document = fill(visitor)

    page = visitor.get("/record")

    assert page.status == 200
    assert "Measure your impact" in page.text
    assert "commitment" in page.text
    assert f"{MARKER}.csv" in page.text
    assert f'href="{document}"' in page.text


def test_a_name_that_looks_like_markup_is_shown_as_text(visitor: Visitor) -> None:
    record = visitor.record
    record.keep("<script>alert(1)</script>", "<b>key</b>", "part", "value")
    stored = record.uploads_folder() / "stored"
    stored.write_text("a")
    record.add_upload(LESSON, "<img src=x onerror=alert(1)>.csv", stored, "0" * 64, 1)

    page = visitor.get("/record").text

    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page


def test_the_json_export_is_a_download_with_everything_in_it(visitor: Visitor) -> None:
    fill(visitor)

    answer = visitor.get("/record/export/json")

    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    [entry] = json.loads(answer.content)["entries"]
    assert entry["value"] == MARKER
    assert visitor.learner_id not in answer.text


def test_the_csv_export_is_a_zip_with_everything_in_it(visitor: Visitor) -> None:
    fill(visitor)

    answer = visitor.get("/record/export/csv")

    assert answer.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert MARKER in archive.read("entries.csv").decode()
        assert any(archive.read(name) == MARKER.encode() for name in archive.namelist())


def test_a_document_is_given_to_its_own_learner_alone(visitor: Visitor, other: Visitor) -> None:
    document = fill(visitor)

    own = visitor.get(document)

    assert own.status == 200
    assert own.content == MARKER.encode()
    assert own.headers["Content-Type"] == "application/x-test"
    assert own.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in own.headers["Cache-Control"]
    assert other.get(document).status == 404
    assert visitor.server.get(document).status == 404
    assert visitor.get(document + ".exe").status == 404


def test_a_document_with_an_unusual_name_comes_through_the_link_with_that_name(
    visitor: Visitor,
) -> None:
    name = "Größe 100% #1; 報告.docx"
    visitor.record.add_deliverable(LESSON, "scorecard", name, "text/plain", b"inside", 1)
    [link] = re.findall(r'href="(/deliverables/[^"]+)"', visitor.get("/record").text)

    answer = visitor.get(link)

    assert answer.status == 200
    assert answer.content == b"inside"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert urllib.parse.unquote(disposition.split("filename*=UTF-8''")[1]) == name


def test_erasing_without_a_token_is_refused_and_erases_nothing(visitor: Visitor) -> None:
    fill(visitor)

    for body in ("", "_xsrf=guess", "_xsrf=2|00000000|00000000000000000000000000000000|1"):
        assert visitor.get("/record/erase", "POST", body).status == 403

    assert MARKER in visitor.get("/record/export/json").text


def test_one_visitor_s_token_is_no_use_with_another_s_cookie(
    visitor: Visitor, other: Visitor
) -> None:
    fill(visitor)
    visitor.token()

    refused = visitor.get("/record/erase", "POST", f"_xsrf={other.token()}")

    assert refused.status == 403
    assert MARKER in visitor.get("/record/export/json").text


def test_erasing_leaves_nothing_anywhere_and_the_visitor_starts_anew(visitor: Visitor) -> None:
    marker = "marker-of-the-one-who-leaves"
    document = fill(visitor, marker)
    tag = visitor.record.public_tag
    assert marker.encode() in everything_on_disk(visitor)

    erased = visitor.post("/record/erase")

    assert erased.status == 200
    assert "erased" in erased.text
    assert marker.encode() not in everything_on_disk(visitor)
    assert visitor.get(document).status == 404
    assert tag not in visitor.get("/record").text


def test_erasing_one_record_leaves_the_others(visitor: Visitor, other: Visitor) -> None:
    fill(other)

    visitor.post("/record/erase")

    assert MARKER in other.get("/record/export/json").text
