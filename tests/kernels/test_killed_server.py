"""A server that is killed takes its templates and kernels with it, whatever they do."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from playbook.kernels.run_folder import make_run_folder
from tests.kernels.rig import alive
from tests.server.conftest import wait_for_end

pytestmark = pytest.mark.xdist_group("kernels")

SERVER = """
import json, sys
from pathlib import Path
from tests.kernels.rig import Rig
from tests.server.conftest import wait_until

rig = Rig(Path(sys.argv[1]))
found = {"folder": str(rig.run_folder)}
"""

WITH_KERNELS = """
template = rig.template("a = 1")
kernels = rig.kernels(template, 3)
busy = ("while True: pass", "max(range(10**15))")  # the second lets no other thread run
for kernel, forever in zip(kernels, busy):
    begun = rig.folder / f"begun-{kernel.pid}"
    kernel.client.execute(f"open({str(begun)!r}, 'w').close()\\n{forever}")
    wait_until(begun.exists)
found |= {"template": template.process.pid, "kernels": [each.pid for each in kernels]}
"""

STILL_BUILDING = """
import asyncio, os
children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
started = rig.folder / "started"
notebook = rig.notebook(f"open({str(started)!r}, 'w').close()\\nwhile True: pass")
async def begin():
    rig.templates.ready(notebook)
    while not started.exists():
        await asyncio.sleep(0.02)
rig.do(begin())
[template] = children.read_text().split()
found |= {"template": int(template), "kernels": []}
"""

TELL = """
print(json.dumps(found), flush=True)
sys.stdin.read()
"""


@pytest.fixture(params=[WITH_KERNELS, STILL_BUILDING], ids=["with kernels", "still building"])
def killed(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, Any]:
    """What a server had that was killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER + request.param + TELL, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": ":".join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        found: dict[str, Any] = json.loads(process.stdout.readline())
        assert alive(found["template"])
        assert all(alive(each) for each in found["kernels"])
    finally:
        process.kill()
        process.communicate()
    return found


def test_its_template_and_kernels_end_and_its_folder_is_swept_by_the_next(
    killed: dict[str, Any],
) -> None:
    for process in (killed["template"], *killed["kernels"]):
        wait_for_end(process)

    assert Path(killed["folder"]).exists()
    shutil.rmtree(make_run_folder())
    assert not Path(killed["folder"]).exists()
