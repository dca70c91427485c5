"""Which kernel belongs to which learner."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jupyter_server.services.kernels.kernelmanager import (
    AsyncMappingKernelManager,
    ServerKernelManager,
)
from traitlets import Instance, default


class KernelBindings:
    """Remembers the learner of each running kernel; a kernel nobody is bound to is nobody's."""

    def __init__(self) -> None:
        self._learner_of: dict[str, str] = {}

    def bind(self, kernel_id: str, learner_id: str) -> None:
        """Give the kernel to the learner."""
        self._learner_of[kernel_id] = learner_id

    def belongs(self, kernel_id: str, learner_id: str | None) -> bool:
        """Tell whether this learner may talk to this kernel."""
        return learner_id is not None and self._learner_of.get(kernel_id) == learner_id

    def release(self, kernel_id: str) -> None:
        """Forget a kernel that has ended."""
        self._learner_of.pop(kernel_id, None)

    def of(self, learner_id: str) -> list[str]:
        """All kernels of a learner."""
        return [kernel for kernel, owner in self._learner_of.items() if owner == learner_id]


class QuietKernel(ServerKernelManager):
    """A kernel that tells nobody of its start and end: here nobody listens to such events.

    To be able to tell, each kernel would read and check the events' description anew.
    """

    def emit(self, schema_id: str, data: dict[str, Any]) -> None:
        """Say nothing."""


class BoundKernels(AsyncMappingKernelManager):
    """The running kernels and whose they are; one that ends, for whatever reason, is nobody's."""

    bindings = Instance(KernelBindings, ())
    on_removed: Callable[[str], None] = staticmethod(lambda kernel_id: None)
    """Called with the id of each kernel that has ended."""

    @default("kernel_manager_class")
    def _quiet(self) -> str:
        return f"{QuietKernel.__module__}.{QuietKernel.__name__}"

    def remove_kernel(self, kernel_id: str) -> Any:
        """Forget a kernel that has ended, and whose it was."""
        self.bindings.release(kernel_id)
        self.on_removed(kernel_id)
        return super().remove_kernel(kernel_id)

    def start_watching_activity(self, kernel_id: str) -> None:
        """Listen to a kernel's own words, unless its channel tells already when it is used."""
        kernel = self.get_kernel(kernel_id)
        if getattr(kernel.provisioner, "forked", False):
            kernel.execution_state = "idle"  # type: ignore[attr-defined]
        else:
            super().start_watching_activity(kernel_id)  # type: ignore[no-untyped-call]
