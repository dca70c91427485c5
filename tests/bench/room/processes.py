"""What the system tells about the processes of one server, found by a mark in their environment."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
MARK = "CCO_BENCH_MARK"
DATABASE = "database"
"""The kind of a SQLite file that is open. SQLite closes none while another connection of the same
process is open, but gives it to the next one: as many stay as were ever open at once."""


@dataclass(frozen=True)
class Process:
    """A process as it was a moment ago; seconds are those of user and system together."""

    pid: int
    parent: int
    state: str
    seconds: float
    seconds_of_ended_children: float
    command: str


def process(pid: int) -> Process | None:
    """One process; None when it has ended."""
    try:
        stat = (PROC / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()
        command = (PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode()
    except (OSError, UnicodeDecodeError):
        return None
    user, system, user_of_ended, system_of_ended = map(int, stat[11:15])
    return Process(
        pid,
        int(stat[1]),
        stat[0],
        (user + system) / TICKS,
        (user_of_ended + system_of_ended) / TICKS,
        command.strip(),
    )


def _carries(pid: int, mark: bytes) -> bool:
    try:
        return mark in (PROC / str(pid) / "environ").read_bytes().split(b"\0")
    except OSError:
        return False


def marked(mark: str) -> list[Process]:
    """All processes that carry the mark, whoever their parent is now, and their children."""
    wanted = f"{MARK}={mark}".encode()
    own = os.getpid()
    pids = [int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit()]
    everyone = [each for pid in pids if pid != own and (each := process(pid)) is not None]
    found = {each.pid for each in everyone if _carries(each.pid, wanted)}
    return [each for each in everyone if each.pid in found or each.parent in found]


@dataclass(frozen=True)
class Seconds:
    """Processor time spent so far: of the server's own process, and of all that it started."""

    server: float
    others: float

    def since(self, earlier: Seconds) -> Seconds:
        return Seconds(self.server - earlier.server, self.others - earlier.others)


def seconds(mark: str, server: int) -> Seconds:
    """Processor time of a server's processes; children that have ended count with their parent."""
    own = others = 0.0
    for each in marked(mark):
        if each.pid == server:
            own += each.seconds
            others += each.seconds_of_ended_children
        else:
            others += each.seconds + each.seconds_of_ended_children
    return Seconds(own, others)


def memory_mib(pids: Iterable[int]) -> float:
    """Proportional share of the memory that these processes hold together, in MiB."""
    total = 0
    for pid in pids:
        try:
            lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def memory_of(mark: str) -> float:
    """Memory of a server with all its processes, in MiB."""
    return memory_mib(each.pid for each in marked(mark))


def open_files(pid: int) -> Counter[str]:
    """How many files of each kind a process holds open: sockets, pipes, and so on."""
    kinds: Counter[str] = Counter()
    for entry in (PROC / str(pid) / "fd").iterdir():
        try:
            link = os.readlink(entry)
        except OSError:
            continue
        kinds[_kind(link)] += 1
    return kinds


def _kind(link: str) -> str:
    if link.endswith(".sqlite"):
        return DATABASE
    return "file" if link.startswith("/") else link.split(":[", 1)[0]


def own_seconds() -> float:
    """Processor time of this process."""
    times = os.times()
    return times.user + times.system
