from __future__ import annotations

import re

import pytest

from tests.server.conftest import Visitor
from tests.serving import Served

YEAR = "max-age=31536000"


@pytest.mark.parametrize(
    "path",
    [
        "/voila/render/must_dos/03_measure_your_impact.ipynb",
        "/voila/tree",
        "/voila/tree/must_dos",
        "/voila/files/must_dos/03_measure_your_impact.ipynb",
        "/voila/api/contents",
        "/voila/api/contents/must_dos",
        "/voila/api/themes/x",
        "/voila/api/shutdown/01234567-89ab-cdef-0123-456789abcdef",
        "/voila/execution/01234567-89ab-cdef-0123-456789abcdef",
        "/voila/query/01234567-89ab-cdef-0123-456789abcdef",
        "/api",
        "/api/contents",
        "/api/contents/must_dos/03_measure_your_impact.ipynb",
        "/api/kernels",
        "/api/kernelspecs",
        "/api/sessions",
        "/api/terminals",
        "/api/status",
        "/tree",
        "/lab",
        "/login",
        "/notebooks/must_dos/03_measure_your_impact.ipynb",
        "/files/must_dos/03_measure_your_impact.ipynb",
        "/metrics",
    ],
)
def test_nothing_of_voila_or_jupyter_but_the_lessons_can_be_reached(
    visitor: Visitor, path: str
) -> None:
    before = set(visitor.server.kernels())

    answer = visitor.get(path)

    assert answer.status in (404, 405)
    assert set(visitor.server.kernels()) <= before


@pytest.mark.parametrize("path", ["/api/kernels", "/api/sessions", "/api/contents/new.ipynb"])
def test_nobody_can_start_a_kernel_or_write_a_file_even_with_a_token(
    visitor: Visitor, path: str
) -> None:
    before = set(visitor.server.kernels())

    assert visitor.post(path).status == 404
    assert visitor.get(f"{path}?_xsrf={visitor.token()}", "PUT").status == 404
    assert set(visitor.server.kernels()) <= before


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/app.py",
        "/static//etc/passwd",
        "/static/..%5capp.py",
        "/static/%00",
        "/static/",
        "/static/" + "x" * 3000,
        "/voila/static/../../../../../../../../etc/passwd",
        "/voila/static/..%2f..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/voila/static//etc/passwd",
        "/voila/static/%00",
        "/voila/templates/lab/static/../../../../../../../../../etc/passwd",
        "/voila/templates/lab/static/..%2f..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/voila/templates/lab/static/%2fetc%2fpasswd",
        "/voila/templates/..%2f..%2f..%2f/static/%2fetc%2fpasswd",
        "/voila/templates/../static/x",
        "/voila/templates/lab/index.html.j2",
        "/voila/templates/lab",
        "/voila/templates/lab/static/%00",
        "/voila/labextensions/../../../../etc/passwd",
        "/voila/labextensions/..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/voila/labextensions//etc/passwd",
        "/voila/labextensions/%00",
        "/deliverables/../cookie_secret",
        "/deliverables/x/..%2f..%2fcookie_secret",
        "/deliverables/..%2f/cookie_secret",
        "/lessons/..%2f..%2fetc",
        "/record/export/..%2fjson",
    ],
)
def test_no_path_leads_out_of_the_folders_that_are_served(visitor: Visitor, path: str) -> None:
    answer = visitor.get(path)

    assert answer.status in (403, 404)
    assert b"root:" not in answer.content
    assert b"Traceback" not in answer.content


def test_a_static_file_with_its_version_is_kept_for_a_year_and_without_it_is_not(
    visitor: Visitor,
) -> None:
    [address] = re.findall(r'href="(/static/page\.css\?v=[0-9a-f]+)"', visitor.get("/").text)

    versioned, plain = visitor.get(address), visitor.get("/static/page.css")

    assert versioned.status == plain.status == 200
    assert versioned.content == plain.content
    assert YEAR in versioned.headers["Cache-Control"]
    assert "Cache-Control" not in plain.headers


def test_every_static_file_that_a_page_names_is_there_with_its_version(visitor: Visitor) -> None:
    named = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', visitor.get("/").text))

    assert named
    for address in named:
        assert "?v=" in address
        assert visitor.get(address).status == 200, address


def test_pages_and_records_are_not_kept_by_the_browser(visitor: Visitor) -> None:
    for path in ("/", "/record", "/record/export/json", "/record/export/csv", "/nothing"):
        assert "no-store" in visitor.get(path).headers["Cache-Control"], path


def test_the_chart_library_is_written_by_the_first_who_asks_for_it(served: Served) -> None:
    """And again when somebody has tidied it away."""
    for file in (served.data_dir / "cache").glob("vega-*.js"):
        file.unlink()

    answer = served.get("/static/vega.js?v=1")

    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert b"vegaEmbed" in answer.content
    assert YEAR in answer.headers["Cache-Control"]
    assert served.get("/static/vega.js").content == answer.content
