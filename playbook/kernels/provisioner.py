"""The kernel provisioner: forks a kernel from a template, or starts an ordinary one.

Jupyter finds it as the plug-in `cco-snapshot` of `jupyter_client.kernel_provisioners`.
"""

from __future__ import annotations

from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from playbook.kernels.forked import ForkedProcess
from playbook.kernels.template_process import NoSnapshotError
from playbook.kernels.templates import Template

NAME = "cco-snapshot"


class SnapshotProvisioner(LocalProvisioner):
    """Starts a kernel from the `template` that `start_kernel` was given, or an ordinary one.

    `environment` holds variables that are the visitor's alone, `visitor` what else is known of
    them, as JSON; only a forked kernel gets the latter.
    """

    forked = False
    """Whether this kernel came out of a template, with its notebook run already."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork or start the kernel; `cmd` and `kwargs` are those of `LocalProvisioner`.

        Raises NoSnapshotError when the template can't fork; whoever asked can start an ordinary
        kernel then.
        """
        template: Template | None = kwargs.pop("template", None)
        environment: dict[str, str] = kwargs.pop("environment", {})
        visitor: dict[str, Any] = kwargs.pop("visitor", {})
        if template is None:
            kwargs["env"] = {**kwargs["env"], **environment}
            return await super().launch_kernel(cmd, **kwargs)
        manager: Any = self.parent
        connection: dict[str, Any] = dict(self.connection_info)
        manager.autorestart = False  # a kernel that ended has lost what it knew: the page asks anew
        request = {
            "connection": {**connection, "key": connection["key"].decode()},
            "cwd": kwargs.get("cwd"),
            "environment": environment,
            "visitor": visitor,
        }
        try:
            pid = await template.process.fork(request)
        except NoSnapshotError:
            # Else the manager does so when it is collected, and takes the file of the ordinary
            # kernel that is started in its place.
            manager.cleanup_connection_file()
            raise
        self.process = ForkedProcess(pid)  # type: ignore[assignment]  # all that is asked of one
        self.pid = self.pgid = pid
        self.forked = True
        return self.connection_info
