from __future__ import annotations

import io
import sys
import threading

import pytest

from playbook.kernels.printed import Printed


@pytest.fixture
def published() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def printed(published: list[tuple[str, str]]) -> Printed:
    return Printed("stdout", lambda name, text: published.append((name, text)))


def test_what_is_printed_is_published(printed: Printed, published: list[tuple[str, str]]) -> None:
    print("a", "b", file=printed, flush=True)

    assert {name for name, _ in published} == {"stdout"}
    assert "".join(text for _, text in published) == "a b\n"


def test_nothing_is_not_published(printed: Printed, published: list[tuple[str, str]]) -> None:
    assert printed.write("") == 0
    assert published == []


def test_writing_tells_how_much_was_written(printed: Printed) -> None:
    assert printed.write("four") == 4


def test_another_thread_s_words_go_to_the_log(
    printed: Printed, published: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    log = io.StringIO()
    monkeypatch.setattr(sys, "__stderr__", log)

    thread = threading.Thread(target=print, args=("from afar",), kwargs={"file": printed})
    thread.start()
    thread.join()

    assert published == []
    assert log.getvalue() == "from afar\n"


def test_nobody_sits_at_it(printed: Printed) -> None:
    assert not printed.isatty()
