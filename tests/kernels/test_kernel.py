"""What a visitor has in a kernel that was forked from a template."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from playbook.kernels import protocol
from playbook.kernels.templates import Template
from tests.kernels.rig import Kernel, Rig, alive
from tests.server.conftest import wait_for_end, wait_until

pytestmark = pytest.mark.xdist_group("kernels")

SEEDED = """
import random
import numpy
random.seed(7)
numpy.random.seed(7)
drawn = random.random(), numpy.random.normal()
"""

SLIDER = """
import ipywidgets
slider, label = ipywidgets.IntSlider(value=3), ipywidgets.Label()
def moved(change):
    label.value = f"{change['new']} of 100"
    print("moved to", change["new"])
slider.observe(moved, "value")
ipywidgets.VBox([slider, label])
"""

HOOKS = """
from playbook.kernels.visitor import before_visitors, on_visitor
met = []
def fail(visitor):
    raise ValueError("the hook's own fault")
on_visitor(fail)
on_visitor(met.append)
prepared = []
before_visitors(lambda: prepared.append("for all"))
"""

REHEARSED = """
import os, sys
from pathlib import Path
from playbook.kernels.visitor import on_rehearsal
def rehearse():
    sys.rehearsal = {**os.environ}
    sys.rehearsals = getattr(sys, "rehearsals", 0) + 1
    (Path(os.environ["CCO_DATA_DIR"]) / "records").write_text("thrown away")
    global left_over
    left_over = ipywidgets.Button(description="left over")
    on_visitor(lambda visitor: met.append("left over"))
on_rehearsal(rehearse)
"""


@pytest.fixture(scope="module")
def template(rig: Rig) -> Template:
    """A notebook with all that the tests look at."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CCO_DATABASE_URL", "sqlite:////nowhere/records.sqlite")
        patch.setenv("CCO_DATA_DIR", "/nowhere")
        made = rig.template(SEEDED, SLIDER, HOOKS, REHEARSED, "print('ready')")
    return made


@pytest.fixture(scope="module")
def unseeded(rig: Rig) -> Template:
    """A notebook that draws without a seed."""
    return rig.template("import random\ndrawn = random.random()")


@pytest.fixture
def kernel(rig: Rig, template: Template) -> Iterator[Kernel]:
    made = rig.kernel(template)
    yield made
    made.end()


def test_a_kernel_has_what_the_notebook_made(kernel: Kernel) -> None:
    assert kernel.value("slider.value, prepared") == (3, ["for all"])


def test_it_is_a_process_of_its_own_in_a_session_of_its_own(
    kernel: Kernel, template: Template
) -> None:
    assert kernel.value("os.getpid(), os.getsid(0)") == (kernel.pid, kernel.pid)
    assert kernel.pid not in (template.process.pid, os.getpid())


def test_kernels_of_one_template_are_strangers_to_each_other(rig: Rig, template: Template) -> None:
    one, two = rig.kernels(template, 2)

    one.run("secret = 1\nslider.value = 50")

    assert two.value("slider.value, 'secret' in globals()") == (3, False)
    assert one.value("slider.value, secret") == (50, 1)
    assert rig.kernel(template).value("slider.value") == 3


def test_the_visitor_s_environment_and_folder_are_theirs_alone(
    rig: Rig, template: Template, tmp_path: Path
) -> None:
    theirs = rig.kernel(template, environment={"CCO_LEARNER": "a" * 32}, cwd=str(tmp_path))
    other = rig.kernel(template)

    assert theirs.value("os.environ['CCO_LEARNER'], os.getcwd()") == ("a" * 32, str(tmp_path))
    assert other.value("os.environ.get('CCO_LEARNER')") is None
    assert "CCO_LEARNER" not in os.environ


def test_a_seed_of_the_notebook_holds_in_every_kernel(rig: Rig, template: Template) -> None:
    """As it would if an ordinary kernel had run the notebook."""
    python, numpy = random.Random(7), np.random.RandomState(7)
    drawn = python.random(), float(numpy.normal())
    following = python.random(), float(numpy.normal())

    for kernel in rig.kernels(template, 2):
        assert kernel.value("drawn[0], float(drawn[1])") == drawn
        assert kernel.value("random.random(), float(numpy.random.normal())") == following


def test_without_a_seed_every_kernel_draws_its_own(rig: Rig, unseeded: Template) -> None:
    kernels = rig.kernels(unseeded, 3)

    assert len({kernel.value("drawn") for kernel in kernels}) == 1
    assert len({kernel.value("random.random()") for kernel in kernels}) == 3


def test_the_hook_gets_what_the_server_knows_and_one_that_fails_does_no_harm(
    rig: Rig, template: Template
) -> None:
    ada = rig.kernel(template, visitor={"name": "Ada", "kept": {"a": [1, None]}})
    ben = rig.kernel(template, visitor={"name": "Ben"})

    assert ada.value("met") == [{"name": "Ada", "kept": {"a": [1, None]}}]
    assert ben.value("met") == [{"name": "Ben"}]


def test_where_the_server_knows_nothing_the_hook_is_not_called(kernel: Kernel) -> None:
    assert kernel.value("met") == []


def test_who_is_too_much_for_a_message_gets_a_kernel_that_has_to_ask(
    rig: Rig, template: Template
) -> None:
    kernel = rig.kernel(
        template, visitor={"kept": "x" * protocol.LARGEST}, environment={"CCO_LEARNER": "a" * 32}
    )

    assert kernel.value("met, os.environ['CCO_LEARNER']") == ([], "a" * 32)


def test_nothing_of_the_rehearsal_is_left(kernel: Kernel, template: Template) -> None:
    assert kernel.value("sys.rehearsals") == 1
    assert kernel.value("'left_over' in globals()") is False
    folder = kernel.value("sys.rehearsal['CCO_DATA_DIR']")
    assert not Path(folder).exists()
    assert "Button" not in str(template.snapshot.states)
    assert "Button" not in str(kernel.ask_for_states())


def test_the_rehearsal_never_reaches_the_real_records(rig: Rig, kernel: Kernel) -> None:
    """And its own lie where they are swept when the server is killed."""
    assert Path(kernel.value("sys.rehearsal['CCO_DATA_DIR']")).parent == rig.run_folder
    assert kernel.value("'CCO_DATABASE_URL' in sys.rehearsal") is False
    assert kernel.value("os.environ['CCO_DATA_DIR']") == "/nowhere"
    assert kernel.value("os.environ['CCO_DATABASE_URL']").startswith("sqlite:")


def test_a_page_that_asks_is_told_every_widget_as_the_snapshot_has_it(
    kernel: Kernel, template: Template
) -> None:
    told = kernel.ask_for_states()

    assert {model: each["state"] for model, each in told.items()} == {
        model: each["state"] for model, each in template.snapshot.states.items()
    }


def model_of(template: Template, name: str) -> str:
    """The id of the one widget of a kind."""
    [model] = [
        key for key, state in template.snapshot.states.items() if state["model_name"] == name
    ]
    return model


def move(kernel: Kernel, slider: str, value: int) -> list[dict]:
    """Move the slider as a page does; give what the page hears."""
    update = {"method": "update", "state": {"value": value}, "buffer_paths": []}
    return list(kernel.send("comm_msg", {"comm_id": slider, "data": update}))


def test_a_slider_that_is_moved_changes_the_model_and_what_depends_on_it(
    kernel: Kernel, template: Template
) -> None:
    heard = move(kernel, model_of(template, "IntSliderModel"), 42)

    [update] = [
        each["content"]["data"]["state"]
        for each in heard
        if each["msg_type"] == "comm_msg"
        and each["content"]["comm_id"] == model_of(template, "LabelModel")
    ]
    assert update == {"value": "42 of 100"}
    assert kernel.value("slider.value") == 42
    states = kernel.ask_for_states()
    assert states[model_of(template, "IntSliderModel")]["state"]["value"] == 42


def test_what_a_callback_prints_reaches_the_page_as_an_answer(
    kernel: Kernel, template: Template
) -> None:
    heard = move(kernel, model_of(template, "IntSliderModel"), 9)

    said = [each["content"] for each in heard if each["msg_type"] == "stream"]
    assert {each["name"] for each in said} == {"stdout"}
    assert "".join(each["text"] for each in said) == "moved to 9\n"


def test_a_kernel_ends_when_it_is_asked_to(rig: Rig, template: Template) -> None:
    kernel = rig.kernel(template)
    kernel.client.shutdown()

    wait_for_end(kernel.pid)


def test_its_manager_ends_it_and_nothing_is_left(rig: Rig, template: Template) -> None:
    kernel = rig.kernel(template)
    names = f"{Path(kernel.manager.connection_file).stem}*"
    assert list(rig.run_folder.glob(names))

    rig.do(kernel.manager.shutdown_kernel(now=True))

    wait_until(lambda: not alive(kernel.pid))
    assert not list(rig.run_folder.glob(names))


def test_a_kernel_that_is_killed_leaves_its_template_and_the_others(
    rig: Rig, template: Template
) -> None:
    victim, other = rig.kernels(template, 2)

    os.kill(victim.pid, signal.SIGKILL)

    wait_for_end(victim.pid)
    wait_until(lambda: not Path(f"/proc/{victim.pid}").exists())
    assert other.value("slider.value") == 3
    assert rig.kernel(template).value("slider.value") == 3
