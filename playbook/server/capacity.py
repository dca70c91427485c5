"""How many learners this machine holds at once, and what has to be raised for them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playbook.server.limits import CONNECTIONS_A_PLACE

MIB = 1024 * 1024

MEMORY_BASE = 1024 * MIB
"""Memory of the server itself, of its lessons' templates and of the machine around them."""

MEMORY_A_LEARNER = 24 * MIB
"""Memory of a learner's kernel, forked from its lesson, at work."""

FILES_BASE = 512
"""Files that the server has open for itself, its templates and its database."""

FILES_A_LEARNER = 16 + CONNECTIONS_A_PLACE
"""Files for a learner's kernel and channel in the server, and for the browser's connections."""

THREADS_BASE = 256
"""Threads of the server, of its templates and of this user's other programs, beyond those now."""

THREADS_A_LEARNER = 6
"""Threads of a kernel."""

SOCKETS_BASE = 1_024
SOCKETS_A_LEARNER = 16
"""ZeroMQ sockets of a learner: a channel's five, and as many again while it opens anew."""

USUAL_LEARNERS = 500
"""Places where nobody says how many; more are made on request."""

PROC = Path("/proc")
CGROUPS = Path("/sys/fs/cgroup")


class CapacityError(RuntimeError):
    """The machine can't hold so many learners. `reason` says why, `remedy` what to do."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason} {remedy}")
        self.reason = reason
        self.remedy = remedy


@dataclass(frozen=True)
class Resource:
    """Something that learners use up: what there is of it, and what they need.

    `amount` is None where the machine doesn't say, or has no bound.
    """

    name: str
    amount: int | None
    base: int
    a_learner: int
    unit: str
    advice: str

    @property
    def learners(self) -> int | None:
        """How many learners it is enough for; None for any number."""
        if self.amount is None:
            return None
        return max(0, (self.amount - self.base) // self.a_learner)

    def written(self, amount: int) -> str:
        """An amount for people."""
        if self.unit == "GB":
            return f"{amount / 1e9:,.1f} GB"
        return f"{amount:,}"


def places_for(asked: int | None, resources: tuple[Resource, ...] | None = None) -> int:
    """How many places the room will have: those that were asked for, else as many as fit.

    Raises CapacityError where this machine can't hold as many learners as were asked for.
    """
    found = machine() if resources is None else resources
    bounded = [each for each in found if each.learners is not None]
    scarcest = min(bounded, key=lambda each: each.learners or 0, default=None)
    fit = USUAL_LEARNERS if scarcest is None else max(1, scarcest.learners or 0)
    if asked is None:
        return min(USUAL_LEARNERS, fit)
    if scarcest is not None and asked > fit:
        assert scarcest.amount is not None
        needed = scarcest.base + asked * scarcest.a_learner
        raise CapacityError(
            f"{asked:,} learners at once need {scarcest.written(needed)} {scarcest.name}; there "
            f"are {scarcest.written(scarcest.amount)}, enough for {fit:,}.",
            f"{scarcest.advice}, or start with --learners {fit}.",
        )
    return asked


def machine() -> tuple[Resource, ...]:
    """What this machine has of everything that learners use up."""
    return (
        Resource(
            "of memory",
            free_memory(),
            MEMORY_BASE,
            MEMORY_A_LEARNER,
            "GB",
            "Close other programs, give the machine more memory",
        ),
        Resource(
            "open files",
            most_files(),
            FILES_BASE,
            FILES_A_LEARNER,
            "",
            "Raise the hard limit of open files (ulimit -Hn)",
        ),
        Resource(
            "threads",
            most_threads(),
            THREADS_BASE,
            THREADS_A_LEARNER,
            "",
            "Raise the limit of processes (ulimit -u, pids.max, kernel.pid_max)",
        ),
    )


def free_memory() -> int | None:
    """Bytes of memory that can still be used, by this machine and by this process's group."""
    free = []
    for line in lines(PROC / "meminfo"):
        name, _, rest = line.partition(":")
        if name == "MemAvailable":
            free.append(int(rest.split()[0]) * 1024)
    for folder in own_groups():
        bound = number(folder / "memory.max")
        if bound is not None:
            used = number(folder / "memory.current") or 0
            free.append(max(0, bound - used + reclaimable(folder)))
    if not free and hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        free.append(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2)
    return min(free, default=None)


def reclaimable(folder: Path) -> int:
    """Bytes of a group's memory that hold files and are given up when needed."""
    for line in lines(folder / "memory.stat"):
        name, _, amount = line.partition(" ")
        if name == "inactive_file":
            return int(amount)
    return 0


def most_files() -> int | None:
    """Files that this process may have open once the soft limit is raised; None for any number."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return None if hard == resource.RLIM_INFINITY else hard


def most_threads() -> int | None:
    """Threads that can still be started; None where nothing bounds them."""
    import resource

    bounds = []
    _, own = resource.getrlimit(resource.RLIMIT_NPROC)
    if own != resource.RLIM_INFINITY and os.geteuid() != 0:
        bounds.append(own - threads_of_user(os.geteuid()))
    for name in ("pid_max", "threads-max"):
        bound = number(PROC / "sys" / "kernel" / name)
        if bound is not None:
            bounds.append(bound - threads_running())
    for folder in own_groups():
        bound = number(folder / "pids.max")
        if bound is not None:
            bounds.append(bound - (number(folder / "pids.current") or 0))
    return max(0, min(bounds)) if bounds else None


def threads_running() -> int:
    """Threads of the whole machine."""
    for line in lines(PROC / "loadavg"):
        return int(line.split()[3].partition("/")[2])
    return 0


def threads_of_user(user: int) -> int:
    """Threads of all processes of a user."""
    found = 0
    for entry in PROC.iterdir() if PROC.is_dir() else ():
        if not entry.name.isdigit():
            continue
        try:
            if entry.stat().st_uid == user:
                found += len(os.listdir(entry / "task"))
        except OSError:
            continue
    return found


def own_groups() -> Iterator[Path]:
    """Folders of the control groups that this process belongs to, the innermost first."""
    for line in lines(PROC / "self" / "cgroup"):
        hierarchy, controllers, path = line.split(":", 2)
        if hierarchy == "0" and not controllers:
            folder = CGROUPS / path.strip().lstrip("/")
            while folder != CGROUPS:
                yield folder
                folder = folder.parent
    yield CGROUPS


def lines(path: Path) -> list[str]:
    """The lines of a file of the system; none where it isn't there."""
    try:
        return path.read_text().splitlines()
    except OSError:
        return []


def number(path: Path) -> int | None:
    """The number in a file of the system; None where there is none, or `max`."""
    for line in lines(path):
        return int(line) if line.strip().isdigit() else None
    return None


def raise_limits(places: int) -> None:
    """Allow this process as many open files, and this user as many threads, as places need."""
    import resource

    raise_limit(resource.RLIMIT_NOFILE, FILES_BASE + FILES_A_LEARNER * places)
    raise_limit(resource.RLIMIT_NPROC, resource.getrlimit(resource.RLIMIT_NPROC)[1])


def raise_limit(kind: int, wanted: int) -> None:
    """Raise a soft limit as far as its hard limit goes; never lower it."""
    import resource

    unbounded = resource.RLIM_INFINITY
    soft, hard = resource.getrlimit(kind)
    if hard != unbounded and (wanted == unbounded or wanted > hard):
        wanted = hard
    if soft != unbounded and (wanted == unbounded or wanted > soft):
        resource.setrlimit(kind, (wanted, hard))


def allow_sockets(context: Any, places: int) -> None:
    """Let a ZeroMQ context make as many sockets as places need; before it makes its first."""
    import zmq

    context.set(zmq.MAX_SOCKETS, SOCKETS_BASE + SOCKETS_A_LEARNER * places)
