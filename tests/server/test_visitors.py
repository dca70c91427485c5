from __future__ import annotations

import http.client
import statistics
import time

import pytest

from tests.server.conftest import Visitor
from tests.serving import Served


def first_byte_seconds(server: Served, cookie: str) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.connect()
    begun = time.perf_counter()
    connection.request("GET", "/", headers={"Cookie": cookie})
    response = connection.getresponse()
    response.read(1)
    taken = time.perf_counter() - begun
    connection.close()
    return taken


def test_a_first_visit_gets_a_signed_cookie_that_no_script_and_no_other_site_can_use(
    served: Served,
) -> None:
    [cookie] = served.get("/").headers.get_all("Set-Cookie")

    assert cookie.startswith('cco_learner="2|')
    attributes = {each.strip().lower() for each in cookie.split(";")[1:]}
    assert {"httponly", "samesite=lax", "path=/"} <= attributes


def test_a_second_visit_keeps_the_cookie_and_the_record(visitor: Visitor) -> None:
    again = visitor.get("/record")

    assert not again.cookies
    assert visitor.record.public_tag in again.text


def test_two_visitors_have_different_records(visitor: Visitor, other: Visitor) -> None:
    visitor.record.keep("measure-your-impact", "commitment", "what", "call three customers")

    assert visitor.learner_id != other.learner_id
    assert visitor.record.public_tag not in other.get("/record").text
    assert "call three customers" not in other.get("/record/export/json").text


@pytest.mark.parametrize(
    "forge",
    [
        lambda cookie, other: cookie[:-4] + ("0" if cookie[-4] != "0" else "1") + cookie[-3:],
        lambda cookie, other: "|".join(
            [*cookie.split("|")[:4], other.split("|")[4], cookie.split("|")[5]]
        ),
        lambda cookie, other: f"cco_learner={'a' * 32}",
        lambda cookie, other: "cco_learner=",
    ],
    ids=["signature altered", "learner exchanged", "unsigned", "empty"],
)
def test_a_forged_cookie_gives_a_new_learner(visitor: Visitor, other: Visitor, forge) -> None:
    forged = forge(visitor.cookie, other.cookie)
    answer = visitor.server.get("/record", forged)

    assert answer.status == 200
    assert answer.cookies.startswith("cco_learner=")
    assert answer.cookies not in (visitor.cookie, other.cookie)
    assert visitor.record.public_tag not in answer.text
    assert other.record.public_tag not in answer.text


def test_the_home_page_needs_no_kernel(visitor: Visitor) -> None:
    before = set(visitor.server.kernels())

    for path in ("/", "/paths/new-cco", "/record", "/help", "/trademarks", "/healthz"):
        assert visitor.get(path).status == 200

    assert set(visitor.server.kernels()) <= before


def test_the_first_byte_of_the_home_page_is_there_within_50_milliseconds(visitor: Visitor) -> None:
    first_byte_seconds(visitor.server, visitor.cookie)

    taken = [first_byte_seconds(visitor.server, visitor.cookie) for _ in range(15)]

    assert statistics.median(taken) < 0.050


def test_the_home_page_says_where_the_learner_left(visitor: Visitor) -> None:
    visitor.record.keep("measure-your-impact", "lesson", "section", "your-turn")
    visitor.record.keep("measure-your-impact", "lesson", "visited_at", "2026-01-02T03:04:05+00:00")

    page = visitor.get("/").text

    assert "/lessons/measure-your-impact#your-turn" in page
    assert "Your turn" in page
