from __future__ import annotations

import gc
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.provisioning.factory import KernelProvisionerFactory

from playbook.kernels import provisioner
from playbook.kernels.template_process import NoSnapshotError
from tests.kernels.rig import Rig, SnapshotManager

pytestmark = pytest.mark.xdist_group("kernels")


def test_jupyter_finds_the_provisioner_by_its_name() -> None:
    spec = KernelSpec(metadata={"kernel_provisioner": {"provisioner_name": provisioner.NAME}})
    factory = KernelProvisionerFactory()

    assert provisioner.NAME == "cco-snapshot"
    assert factory.is_provisioner_available(spec)
    made = factory.create_provisioner_instance("an-id", spec, parent=None)
    assert isinstance(made, provisioner.SnapshotProvisioner)


def test_without_a_template_an_ordinary_kernel_starts_with_the_visitor_s_environment(
    rig: Rig,
) -> None:
    kernel = rig.kernel(None, environment={"CCO_LEARNER": "a" * 32}, visitor={"name": "Ada"})

    assert not kernel.manager.provisioner.forked
    assert kernel.value("__import__('os').environ['CCO_LEARNER']") == "a" * 32
    assert kernel.manager.autorestart


def test_a_forked_kernel_is_not_started_again_when_it_ends(rig: Rig) -> None:
    kernel = rig.kernel(rig.template("a = 1"))

    assert kernel.manager.provisioner.forked
    assert not kernel.manager.autorestart


def test_a_template_that_has_ended_is_said_to_give_no_kernel(rig: Rig) -> None:
    template = rig.template("a = 2")
    template.process.end()

    with pytest.raises(NoSnapshotError, match="template"):
        rig.kernel(template)


def test_a_manager_whose_fork_failed_leaves_the_next_one_s_connection_file(
    rig: Rig, tmp_path: Path
) -> None:
    """An ordinary kernel with the same id follows, and reads the file when it has started."""
    template = rig.template("a = 3")
    template.process.end()
    file = tmp_path / "kernel.json"
    manager = SnapshotManager(transport="ipc", connection_file=str(file))
    with pytest.raises(NoSnapshotError):
        rig.do(manager.start_kernel(template=template))
    assert not file.exists()

    file.write_text("the next one's")
    del manager
    gc.collect()
    assert file.exists()
