"""The page about snapshot kernels says what is true of the code."""

from __future__ import annotations

import re
import xml.etree.ElementTree
from pathlib import Path
from types import SimpleNamespace

import comm.base_comm
import pytest

from playbook.kernels import private, protocol, provisioner, template_process, templates
from playbook.kernels.renderer import LessonRenderer
from playbook.server import channels, visits

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "snapshot_kernels.md").read_text(encoding="utf-8")


def listed() -> set[str]:
    """The names in the page's last table, with what they are of."""
    table = PAGE.partition("## What is touched that isn't public")[2]
    names = set()
    for row in table.splitlines():
        if row.startswith("| `"):
            owner, *parts = re.findall(r"`([^`]+)`", row)
            names |= {f"{owner}.{part}" for part in parts}
    return names


def test_the_page_lists_every_name_that_the_start_up_check_looks_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(private, "hasattr", lambda owner, name: False, raising=False)
    monkeypatch.setattr(comm.base_comm, "uuid", SimpleNamespace())

    looked_for = private.moved()

    assert listed() == {name for name in looked_for if "(" not in name}


def test_the_page_gives_the_times_and_sizes_of_the_code() -> None:
    for words in (
        f"within {template_process.FORK_SECONDS} s",
        f"more than {template_process.BUILD_SECONDS} s",
        f"after {visits.UNSEEN_SECONDS:.0f} s",
        f"ends {channels.GRACE_SECONDS:.0f} s after its goodbye",
        f"or {visits.LEFT_SECONDS:.0f} s after its connection was lost",
        f"({protocol.LARGEST // 1024} KB)",
        f"`{provisioner.NAME}`",
    ):
        assert words in PAGE
    assert templates.MOST_FAILURES == 3
    assert "After three early ends" in PAGE


def test_the_renderer_overrides_what_the_page_lists() -> None:
    assert set(private.RENDERER_STEPS) <= set(vars(LessonRenderer))


def test_files_that_the_page_names_are_there() -> None:
    root = DOCS.parent
    for name in re.findall(r"`((?:playbook|tests)/[\w/.]+)`", PAGE):
        assert (root / name).exists(), name
    for name in re.findall(r"`(\w+\.py)`", PAGE):
        assert (root / "playbook" / "kernels" / name).is_file(), name
    for link in re.findall(r"\]\(([^)]+)\)", PAGE):
        assert (DOCS / link).resolve().is_file(), link


def test_the_drawing_has_words_for_who_can_t_see_it_and_asks_nobody_for_anything() -> None:
    drawing = xml.etree.ElementTree.parse(DOCS / "snapshot_kernels.svg").getroot()
    space = "{http://www.w3.org/2000/svg}"

    assert drawing.findtext(f"{space}title")
    assert len(drawing.findtext(f"{space}desc") or "") > 100
    text = (DOCS / "snapshot_kernels.svg").read_text(encoding="utf-8")
    assert "prefers-color-scheme: dark" in text
    assert "href" not in text
    assert text.count("http") == 1
