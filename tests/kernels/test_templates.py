"""Templates from their beginning to their end."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from playbook.kernels import run_folder, template_process, templates
from playbook.kernels.template_process import NoSnapshotError, TemplateProcess
from playbook.kernels.templates import Template, Templates
from tests.kernels.rig import Rig, alive, write_notebook
from tests.server.conftest import wait_for_end

pytestmark = pytest.mark.xdist_group("kernels")

WIDGETS = """
import ipywidgets
slider, output = ipywidgets.IntSlider(), ipywidgets.Output()
with output:
    print("within")
def fail(change):
    raise ValueError
slider.observe(fail)
ipywidgets.VBox([slider, output])
"""

ENDLESS = "import time\ntime.sleep(600)"


def children(process: int) -> set[int]:
    """Processes that another one has started or adopted, and that still run."""
    listed = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return {int(each) for each in listed if alive(int(each))}


async def until(condition: Callable[[], object]) -> None:
    """Let the loop run until something holds; `Rig.do` gives up after a long time."""
    while not condition():
        await asyncio.sleep(0.02)


def change(notebook: Path, *cells: str) -> None:
    """Write a notebook anew, later than before."""
    before = notebook.stat().st_mtime_ns
    write_notebook(notebook, *cells)
    os.utime(notebook, ns=(before + 1_000_000, before + 1_000_000))


def kill(rig: Rig, template: Template) -> None:
    """End a template as the machine does that has no memory left."""
    os.kill(template.process.pid, signal.SIGKILL)
    rig.do(until(lambda: not template.process.alive))


@pytest.fixture
def own(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> Iterator[Templates]:
    """Templates of one test."""
    made = rig.new_templates()
    monkeypatch.setattr(rig, "templates", made)
    yield made
    made.end()


@pytest.fixture(scope="module")
def plain(rig: Rig) -> Template:
    """A template for the tests that do it no harm."""
    return rig.template("a = 1\nprint(a)")


def test_a_template_comes_in_the_background_and_is_counted(rig: Rig, own: Templates) -> None:
    notebook = rig.notebook("print(1)")
    before = notebook.read_bytes()

    async def ask_before_and_after() -> None:
        assert own.ready(notebook) is None
        assert own.count() == 0
        waited = await own.get(notebook)
        assert waited is not None
        assert own.ready(notebook) is waited
        assert await own.get(notebook) is waited

    rig.do(ask_before_and_after())

    assert own.count() == 1
    assert notebook.read_bytes() == before


def test_a_snapshot_s_file_is_gone_as_soon_as_it_was_read(rig: Rig, plain: Template) -> None:
    assert plain.snapshot.outputs[1]
    assert not list(rig.run_folder.glob("lesson_*"))


def test_many_kernels_at_once_all_come(rig: Rig, plain: Template) -> None:
    kernels = rig.kernels(plain, 20)

    assert len({each.pid for each in kernels}) == 20
    assert all(alive(each.pid) for each in kernels)
    assert kernels[19].value("a") == 1
    for each in kernels:
        each.end()


def test_a_kernel_that_nobody_waits_for_any_more_is_ended(rig: Rig, plain: Template) -> None:
    process = plain.process.pid
    before = children(process)

    async def give_up() -> None:
        os.kill(process, signal.SIGSTOP)
        asking = asyncio.ensure_future(rig.start_kernel(plain))
        await asyncio.sleep(0.1)
        asking.cancel()
        os.kill(process, signal.SIGCONT)

    rig.do(give_up())
    in_time = rig.kernel(plain)

    rig.do(until(lambda: children(process) - before == {in_time.pid}))
    assert in_time.value("a") == 1


def test_a_second_template_makes_the_same_snapshot_and_the_first_one_s_kernels_stay(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So a page goes on with a kernel of the second; but a third is not tried for ever."""
    monkeypatch.setattr(templates, "MOST_FAILURES", 2)
    first = rig.template(WIDGETS)
    kernel = rig.kernel(first)
    kernel.run("slider.unobserve_all()\nslider.value = 8")
    page = first.snapshot.for_page()

    kill(rig, first)
    second = rig.template_of(first.notebook)

    assert second.process.pid != first.process.pid
    assert second.snapshot.id == first.snapshot.id
    assert second.snapshot.for_page() == page
    assert kernel.value("slider.value") == 8
    assert set(rig.kernel(second).ask_for_states()) == set(kernel.ask_for_states())

    kill(rig, second)

    assert rig.do(rig.templates.get(first.notebook)) is None
    assert "its template has ended 2 times" in dict(rig.fell_back)[first.notebook.name]
    assert kernel.value("slider.value") == 8


def test_a_notebook_that_is_changed_gets_a_new_template_and_old_kernels_stay(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that was refused is not tried again until then."""
    notebook = rig.notebook("1 / 0")
    assert rig.do(rig.templates.get(notebook)) is None
    with monkeypatch.context() as patch:
        patch.delattr(TemplateProcess, "start")
        assert rig.do(rig.templates.get(notebook)) is None

    change(notebook, "a = 'old'")
    old = rig.template_of(notebook)
    kernel = rig.kernel(old)
    change(notebook, "a = 'new'\nprint(a)")
    new = rig.template_of(notebook)

    assert new.snapshot.id != old.snapshot.id
    assert rig.kernel(new).value("a") == "new"
    assert kernel.value("a") == "old"
    wait_for_end(old.process.pid)


REFUSED = {
    "a cell that fails": (["a = 1", "a / 0"], "its cell 2 fails: ZeroDivisionError"),
    "a display that is updated": (
        ["handle = display('first', display_id=True)", "handle.update('second')"],
        "it updates a display that was shown before (update_display)",
    ),
    "chance without a seed": (
        ["import numpy\nnumpy.random.normal()"],
        "it draws from numpy.random without a seed",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_a_snapshot_can_t_carry_is_refused_in_words(rig: Rig, what: str) -> None:
    cells, words = REFUSED[what]

    assert words in rig.why_not(*cells)


def test_all_that_is_left_behind_is_named_together(rig: Rig) -> None:
    why = rig.why_not(
        "import threading\n"
        "threading.Thread(target=threading.Event().wait, name='ticker', daemon=True).start()",
        "import tempfile\nfolder = tempfile.mkdtemp()\nfile = open(folder + '/notes.txt', 'w')",
        "import sqlite3\n"
        "connection = sqlite3.connect(folder + '/data.sqlite')\n"
        "connection.execute('CREATE TABLE a (b)')",
        "import asyncio\n"
        "loop = asyncio.new_event_loop()\n"
        "task = loop.create_task(asyncio.sleep(60))",
    )

    for words in (
        "it left threads running: ticker",
        "it left files or connections open: ",
        "/notes.txt",
        "/data.sqlite",
        "it left asyncio tasks waiting",
    ):
        assert words in why


def test_a_notebook_that_takes_too_long_is_refused_and_its_process_ended(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = children(os.getpid())
    monkeypatch.setattr(template_process, "BUILD_SECONDS", 0.5)

    assert rig.why_not(ENDLESS) == "it ran for more than 0.5 s"

    assert children(os.getpid()) <= before


def test_a_process_that_can_t_be_started_means_an_ordinary_kernel_for_now(
    rig: Rig, own: Templates, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = rig.notebook(ENDLESS)
    before = children(os.getpid())

    def no_process(*arguments: object) -> None:
        raise OSError("Cannot allocate memory")

    with monkeypatch.context() as patch:
        patch.setattr(TemplateProcess, "start", no_process)
        assert rig.do(own.get(notebook)) is None

    async def try_again() -> None:
        assert own.ready(notebook) is None
        await until(lambda: children(os.getpid()) - before)

    rig.do(try_again())


def test_a_template_that_is_killed_while_it_is_made_is_made_again(rig: Rig, own: Templates) -> None:
    notebook = rig.notebook("a = 7")
    before = children(os.getpid())

    async def kill_the_first() -> None:
        asking = asyncio.ensure_future(own.get(notebook))
        await until(lambda: children(os.getpid()) - before)
        [process] = children(os.getpid()) - before
        os.kill(process, signal.SIGKILL)
        assert await asking is None

    rig.do(kill_the_first())

    assert rig.do(own.get(notebook)) is not None
    assert notebook.name not in dict(rig.fell_back)


def test_nothing_is_left_when_the_templates_end(rig: Rig) -> None:
    """Neither descriptors nor processes nor files, and no kernel either."""
    rig.do(asyncio.sleep(0))
    descriptors, files = len(os.listdir("/proc/self/fd")), set(rig.run_folder.iterdir())
    processes = children(os.getpid())
    own = rig.new_templates()
    template = rig.do(own.get(rig.notebook("a = 6")))
    assert template is not None
    kernel = rig.kernel(template)
    assert kernel.value("a") == 6

    async def begin_others() -> None:
        for _ in range(2):
            own.ready(rig.notebook(ENDLESS))
        await until(lambda: len(children(os.getpid()) - processes) > 1)

    rig.do(begin_others())
    assert len(children(os.getpid()) - processes) == 2, "one is built at a time"

    own.end()

    wait_for_end(kernel.pid)
    kernel.end()
    rig.do(asyncio.sleep(0))
    assert children(os.getpid()) <= processes
    left = set(rig.run_folder.iterdir()) - files
    assert not {each for each in left if not each.name.startswith("rehearsal-")}
    assert len(os.listdir("/proc/self/fd")) <= descriptors


def test_templates_without_a_folder_make_their_own_and_take_it_away(
    rig: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(run_folder, "LONGEST", 1_000)

    async def make() -> Templates:
        return Templates()

    made = rig.do(make())
    assert len(list(tmp_path.iterdir())) == 1

    made.end()

    assert list(tmp_path.iterdir()) == []


UNAVAILABLE = {
    "ordinary kernels are asked for": (
        lambda patch: patch.setenv("CCO_KERNELS", "ordinary"),
        "CCO_KERNELS asks for ordinary kernels",
    ),
    "another system": (
        lambda patch: patch.setattr(sys, "platform", "darwin"),
        "kernels are forked on Linux only",
    ),
}


@pytest.mark.parametrize("why", UNAVAILABLE)
def test_where_no_kernel_can_be_forked_it_is_said_and_nothing_is_built(
    rig: Rig, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cause, words = UNAVAILABLE[why]
    notebook = rig.notebook("a = 8")
    before = len(os.listdir("/proc/self/fd"))
    with monkeypatch.context() as patch:
        cause(patch)
        unavailable = rig.new_templates()

        assert unavailable.unavailable == words
        assert rig.do(unavailable.get(notebook)) is None
        assert unavailable.ready(notebook) is None
        assert unavailable.count() == 0
        unavailable.end()

    assert len(os.listdir("/proc/self/fd")) == before


def test_a_template_that_does_not_answer_is_ended_and_another_one_made(
    rig: Rig, plain: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Runs last: the others use the template until then."""
    os.kill(plain.process.pid, signal.SIGSTOP)

    with monkeypatch.context() as patch:
        patch.setattr(template_process, "FORK_SECONDS", 0.2)
        with pytest.raises(NoSnapshotError, match="does not answer"):
            rig.kernel(plain)

    wait_for_end(plain.process.pid)
    assert rig.kernel(rig.template_of(plain.notebook)).value("a") == 1
