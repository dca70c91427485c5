from __future__ import annotations

import re

import pytest
import websocket

from playbook.vega_library import FILE_NAME
from tests.server.conftest import LESSON, Visitor
from tests.serving import Served

NOBODYS_KERNEL = "01234567-89ab-cdef-0123-456789abcdef"
ADDRESSES = {
    "page": ("GET", "/", 200),
    "record": ("GET", "/record", 200),
    "export": ("GET", "/record/export/csv", 200),
    "static file": ("GET", f"/static/{FILE_NAME}", 200),
    "health": ("GET", "/healthz", 200),
    "figures": ("GET", "/metrics", 200),
    "turn": ("GET", "/room", 200),
    "unknown address": ("GET", "/nothing/here", 404),
    "unknown static file": ("GET", "/static/nothing.css", 404),
    "wrong method on a page": ("OPTIONS", "/", 405),
    "wrong method on a static file": ("OPTIONS", f"/static/{FILE_NAME}", 405),
    "no token": ("POST", "/record/erase", 403),
    "somebody else's kernel": ("GET", f"/api/kernels/{NOBODYS_KERNEL}", 403),
    "somebody else's channel": ("GET", f"/api/kernels/{NOBODYS_KERNEL}/channels", 403),
}


def assert_safe(headers: dict[str, str]) -> None:
    """The headers that every answer has; names in lower case."""
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    hosts = re.findall(r"\*|https?:|wss?:|\b[a-z0-9-]+\.[a-z]{2,}\b", policy)
    assert not hosts, f"the policy lets the page reach {hosts}"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "server" not in headers
    assert "access-control-allow-origin" not in headers


def lower(headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


@pytest.mark.parametrize(("method", "path", "status"), ADDRESSES.values(), ids=list(ADDRESSES))
def test_every_answer_has_the_security_headers(
    visitor: Visitor, method: str, path: str, status: int
) -> None:
    answer = visitor.get(path, method)

    assert answer.status == status
    assert_safe(lower(answer.headers))


@pytest.mark.parametrize(
    ("asked_by", "policy"),
    [
        ("cross-site", "same-origin"),
        ("same-site", "same-origin"),
        ("", "same-origin"),
        ("nonsense", "same-origin"),
        ("same-origin", None),
        ("none", None),
    ],
)
def test_the_opener_policy_is_for_windows_that_somebody_else_may_hold(
    served: Served, asked_by: str, policy: str | None
) -> None:
    for path in ("/", LESSON, "/record"):
        answer = served.get(path, Sec_Fetch_Site=asked_by)
        assert answer.headers["Cross-Origin-Opener-Policy"] == policy, path


def test_a_refused_websocket_has_the_security_headers(served: Served) -> None:
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        websocket.create_connection(
            f"ws://127.0.0.1:{served.port}/api/kernels/{NOBODYS_KERNEL}/channels"
        )

    assert refused.value.status_code == 403
    assert_safe(lower(refused.value.resp_headers))


def test_a_page_runs_no_script_at_all(visitor: Visitor) -> None:
    assert "script-src" not in visitor.get("/").headers["Content-Security-Policy"]


def test_no_page_names_an_outside_address_to_load_from(visitor: Visitor) -> None:
    for path in ("/", "/paths/new-cco", "/record", "/record/erase", "/help", "/nothing"):
        page = visitor.get(path).text
        loaded = re.findall(
            r"<(?:script|link|img|iframe|form)\b[^>]*(?:src|href|action)=\"([^\"]+)", page
        )
        assert all(address.startswith(("/", "data:")) for address in loaded), (path, loaded)


def test_a_wrong_method_with_a_token_is_refused_as_such(visitor: Visitor) -> None:
    for path in ("/", "/record", LESSON, f"/static/{FILE_NAME}"):
        answer = visitor.post(path)
        assert answer.status == 405, path
        assert_safe(lower(answer.headers))
