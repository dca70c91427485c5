from __future__ import annotations

import json
import re
from types import SimpleNamespace

import pytest
from tornado.httputil import HTTPHeaders

from playbook.server import metrics
from playbook.server.watching import asked_by_this_machine
from tests.server.conftest import Visitor
from tests.serving import Served


def test_the_server_tells_how_it_is(served: Served) -> None:
    answer = served.get("/healthz")
    told = json.loads(answer.content)

    assert answer.status == 200
    assert told["status"] == told["database"] == "ok"
    assert told["places"] >= 1
    assert {"inside", "waiting", "kernels"} <= set(told)
    assert not answer.cookies


def test_the_figures_are_told_to_a_program_on_this_machine(served: Served) -> None:
    answer = served.get("/metrics")

    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    assert answer.headers["Cache-Control"] == "no-store"
    for name in (
        "cco_kernels",
        "cco_learners_inside",
        "cco_learners_waiting",
        "cco_places",
        "cco_templates_ready",
        "cco_kernel_ready_seconds_count",
        "cco_waited_seconds_count",
        "process_resident_memory_bytes",
        "process_open_fds",
    ):
        assert re.search(rf"^{name} \d", answer.text, re.MULTILINE), name


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-Ip", "Forwarded"])
def test_the_figures_are_told_to_nobody_who_comes_through_a_proxy(
    served: Served, header: str
) -> None:
    assert served.get("/metrics", **{header: "127.0.0.1"}).status == 404


@pytest.mark.parametrize(
    ("peer", "here"),
    [
        (("127.0.0.1", 5), True),
        (("127.8.9.1", 5), True),
        (("::1", 5, 0, 0), True),
        (("192.0.2.1", 5), False),
        (("2001:db8::1", 5, 0, 0), False),
        (("fe80::1%lo", 5, 0, 0), False),
        ("/a/socket", False),
    ],
)
def test_only_a_loopback_address_is_this_machine(peer: object, here: bool) -> None:
    connection = SimpleNamespace(context=SimpleNamespace(address=peer))
    request = SimpleNamespace(headers=HTTPHeaders(), connection=connection)

    assert asked_by_this_machine(SimpleNamespace(request=request)) is here


def test_no_learner_is_named_in_the_figures(visitor: Visitor) -> None:
    visitor.get("/record")
    figures = visitor.server.get("/metrics").text

    assert visitor.learner_id not in figures
    assert visitor.record.public_tag not in figures


def test_what_happens_is_counted_by_a_few_short_words() -> None:
    metrics.opened("snapshot")
    metrics.fell_back("unseeded chance")
    metrics.failed("kernel")
    metrics.refused("connections")
    metrics.kernel_ready(0.04)
    metrics.waited(12.0)
    metrics.watch("templates", lambda: 3)

    text = metrics.figures()[0].decode()

    for line in (
        'cco_opens_total{mode="snapshot"}',
        'cco_fallbacks_total{reason="unseeded chance"} 1.0',
        'cco_errors_total{where="kernel"}',
        'cco_refused_total{limit="connections"}',
        'cco_kernel_ready_seconds_bucket{le="0.05"}',
        'cco_waited_seconds_bucket{le="15.0"}',
        "cco_templates_ready 3.0",
    ):
        assert line in text
