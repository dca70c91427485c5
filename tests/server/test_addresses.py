from __future__ import annotations

import pytest

from tests.server.conftest import Visitor


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
        "/voila/static/voila.js",
        "/voila/templates/lab/static/voila.js",
        "/voila/labextensions/anywidget/package.json",
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
        "/static/manifest.json",
        "/static/page.css",
        "/static/..%2fpages%2fhome.html",
        "/snapshots/..%2fcookie_secret",
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


def test_pages_and_records_are_not_kept_by_the_browser(visitor: Visitor) -> None:
    for path in ("/", "/record", "/record/export/json", "/record/export/csv", "/nothing"):
        assert "no-store" in visitor.get(path).headers["Cache-Control"], path
