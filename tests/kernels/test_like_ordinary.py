"""A snapshot holds what an ordinary execution of the same notebook gives."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from playbook.kernels.capture import plain
from playbook.kernels.snapshot import Snapshot
from tests.kernels.rig import Rig
from tests.kernels.trees import VIEW, tree

pytestmark = pytest.mark.xdist_group("kernels")

CELLS = {
    "printed in a row": "for word in ('one', 'two'):\n    print(word)\nprint('three', end='')",
    "nothing": "a = 1",
    "a value": "a + 1",
    "both streams": (
        "import sys\n"
        "print('a', flush=True)\n"
        "print('b', file=sys.stderr, flush=True)\n"
        "print('c', flush=True)"
    ),
    "printed, shown, printed": "print('a')\ndisplay({'b': 1})\nprint('c')\n'd'",
    "rich": (
        "class Rich:\n"
        "    def _repr_html_(self): return '<b>rich</b>'\n"
        "    def __repr__(self): return 'rich'\n"
        "Rich()"
    ),
    "a picture": (
        "from IPython.display import HTML, SVG, Markdown\n"
        "display(HTML('<p>1</p>'), SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"/>'))\n"
        "Markdown('**x**')"
    ),
    "cleared": (
        "from IPython.display import clear_output\nprint('gone')\nclear_output()\nprint('stays')"
    ),
    "cleared when something comes": (
        "print('gone')\nclear_output(wait=True)\nprint('stays')\nclear_output(wait=True)"
    ),
    "a display with a name": "handle = display('named', display_id='a-name')",
    "a warning": "import warnings\nwarnings.warn('careful', stacklevel=1)",
    "a long result": "list(range(200))",
    "a magic": "%precision 2\n1 / 3",
    "a slider": "import ipywidgets\nslider = ipywidgets.IntSlider(3, description='n')\nslider",
    "an output widget": (
        "output = ipywidgets.Output()\n"
        "with output:\n"
        "    print('within')\n"
        "    display({'c': 2})\n"
        "print('without')\n"
        "output"
    ),
    "an output widget that is cleared": (
        "cleared = ipywidgets.Output()\n"
        "with cleared:\n"
        "    print('gone')\n"
        "    clear_output()\n"
        "    print('stays')\n"
        "cleared"
    ),
    "nested": (
        "outer, inner = ipywidgets.Output(), ipywidgets.Output()\n"
        "with outer:\n"
        "    print('outer')\n"
        "    with inner:\n"
        "        print('inner')\n"
        "    print('outer again')\n"
        "ipywidgets.VBox([outer, inner])"
    ),
    "a widget that is shown in a widget": (
        "holder = ipywidgets.Output()\nwith holder:\n    display(slider)\nholder"
    ),
    "an interaction": (
        "@ipywidgets.interact(x=(0, 4))\ndef double(x=2):\n    print('twice is', 2 * x)"
    ),
    "a change": "slider.value = 7\nlabel = ipywidgets.Label('seven')\nlabel",
}


def comparable(outputs: Any, states: Mapping[str, Any]) -> list[Any]:
    """Outputs without what differs between any two executions.

    How a kernel cuts what is printed into messages is chance.
    """
    made: list[Any] = []
    for output in outputs:
        kept = {
            key: value for key, value in plain(dict(output)).items() if key != "execution_count"
        }
        kept.pop("transient", None)
        if VIEW in kept.get("data", {}):
            kept["data"] = tree(kept["data"][VIEW]["model_id"], states)
        if "ipykernel_" in str(kept.get("text", "")):  # a warning names a file of its process
            kept["text"] = kept["text"].partition(" ")[2]
        if "text" in kept and made and made[-1].get("name") == kept["name"]:
            made[-1]["text"] += kept["text"]
        else:
            made.append(kept)
    return made


@pytest.fixture(scope="module")
def notebook(rig: Rig) -> Path:
    return rig.notebook(*CELLS.values())


@pytest.fixture(scope="module")
def executed(notebook: Path) -> nbformat.NotebookNode:
    """The notebook as an ordinary kernel runs it.

    nbclient speaks to Output widgets on the socket on which it listens, and may sleep through a
    reply until its time is up; so that is short.
    """
    content = nbformat.read(notebook, as_version=4)
    NotebookClient(content, timeout=10, kernel_name="python3").execute()
    return content


@pytest.fixture(scope="module")
def snapshot(rig: Rig, notebook: Path) -> Snapshot:
    return rig.template_of(notebook).snapshot


@pytest.mark.parametrize("what", CELLS)
def test_a_cell_gives_what_it_gives_in_an_ordinary_kernel(
    snapshot: Snapshot, executed: nbformat.NotebookNode, what: str
) -> None:
    index = 1 + list(CELLS).index(what)
    widgets = executed.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"]

    ours = comparable(snapshot.outputs[index], snapshot.states)

    assert ours == comparable(executed.cells[index].outputs, widgets)


def test_only_code_cells_have_outputs(snapshot: Snapshot, executed: nbformat.NotebookNode) -> None:
    code = [index for index, cell in enumerate(executed.cells) if cell.cell_type == "code"]

    assert sorted(snapshot.outputs) == code
