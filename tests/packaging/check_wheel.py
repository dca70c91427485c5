"""Builds the wheel, installs it where no checkout is near, and uses it as a newcomer would.

Run by CI: `python tests/packaging/check_wheel.py`. Says how long each step took; ends with 1 if
one fails.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120
LESSON_SECONDS = 300
IN_THE_CODE = {
    "playbook": [".py", ".yaml", ".css", ".js", ".html", ".svg"],
    "widgets": [".py", ".js", ".css", ".br", ".gz"],
}
IN_THE_SHARE = {
    "notebooks": "share/cco-playbook/notebooks",
    "datasets": "share/cco-playbook/datasets",
    "share/jupyter/voila/templates/cco": "share/jupyter/voila/templates/cco",
}
NEVER = re.compile(
    r"__pycache__|\.pyc$|(^|/)tests/|\.ipynb_checkpoints|\.sqlite|node_modules|client/(?!built/)"
)


class CheckError(Exception):
    """Something about the wheel is wrong."""


@contextmanager
def step(what: str) -> Iterator[None]:
    """Print what is done and how long it took."""
    print(f"{what} ...", flush=True)
    begun = time.monotonic()
    yield
    print(f"    {time.monotonic() - begun:.1f} s", flush=True)


def run(command: list[str | Path], **options: object) -> str:
    """Run a program; gives what it printed. Raises CheckError with it if the program fails."""
    done = subprocess.run(
        [str(part) for part in command],
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        **options,
    )
    if done.returncode != 0:
        raise CheckError(f"{' '.join(map(str, command))} failed:\n{done.stdout}")
    return done.stdout


def build(folder: Path) -> Path:
    """Build the wheel into the folder."""
    run([sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT])
    [wheel] = folder.glob("*.whl")
    return wheel


def files_of(folder: str) -> list[str]:
    """The checkout's files below a folder, without what tools leave there."""
    names = (path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*"))
    return [name for name in names if (ROOT / name).is_file() and not NEVER.search(name)]


def expected() -> set[str]:
    """What must be in the wheel, as ends of the names that it has there."""
    code = {
        name
        for folder, endings in IN_THE_CODE.items()
        for name in files_of(folder)
        if PurePosixPath(name).suffix in endings
    }
    shared = {
        f".data/data/{target}{name.removeprefix(folder)}"
        for folder, target in IN_THE_SHARE.items()
        for name in files_of(folder)
    }
    return code | shared


def check_content(wheel: Path) -> None:
    """All of the kit is in the wheel, and nothing else. Raises CheckError."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    there = {re.sub(r"^[^/]+(?=\.data/data/)", "", name) for name in names}
    missing = sorted(expected() - there)
    if missing:
        raise CheckError("Not in the wheel: " + ", ".join(missing))
    odd = [name for name in names if NEVER.search(name)]
    if odd:
        raise CheckError("Should not be in the wheel: " + ", ".join(odd))
    print(f"    {len(names)} files, {wheel.stat().st_size / 1e6:.1f} MB")


def install(wheel: Path, folder: Path) -> Path:
    """Install the wheel into a new virtual environment; gives the folder of its programs."""
    run([sys.executable, "-m", "venv", folder])
    programs = folder / "bin"
    pip = [programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run([*pip, "--constraint", ROOT / "constraints.txt", wheel])
    return programs


def newcomer(home: Path) -> dict[str, str]:
    """The environment of somebody who has never used the kit, nor Jupyter."""
    ours = re.compile(r"^(CCO_|PYTHON|VIRTUAL_ENV|JUPYTER|XDG_)")
    kept = {name: value for name, value in os.environ.items() if not ours.match(name)}
    return {**kept, "HOME": str(home)}


@contextmanager
def serving(programs: Path, home: Path) -> Iterator[str]:
    """Run `cco serve`; gives its address as soon as it says that it is ready."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    log = home / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [programs / "cco", "serve", "--port", port],
            env=newcomer(home),
            cwd=home,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        code = process.wait(30)
    if code != 0 or "Traceback" in log.read_text():
        raise CheckError(f"cco serve ended with {code}:\n{log.read_text()}")


def wait_for(process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server says that it is ready. Raises CheckError if it ends before."""
    give_up = time.monotonic() + START_SECONDS
    while "is ready:" not in log.read_text():
        try:
            process.wait(0.1)
        except subprocess.TimeoutExpired:
            if time.monotonic() < give_up:
                continue
        raise CheckError(f"cco serve did not start:\n{log.read_text()}")


def fetch(address: str) -> str:
    """Read a page to its end. Raises CheckError if there is none."""
    try:
        with urllib.request.urlopen(address, timeout=LESSON_SECONDS) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as problem:
        raise CheckError(f"{address} answers {problem.code}") from problem


def check_lesson(page: str) -> None:
    """The lesson came to its end and its cells gave something. Raises CheckError."""
    outputs = page.count("application/vnd.jupyter.widget-view+json")
    if "data-went-wrong" in page or "no-exercises" in page:
        raise CheckError("A part of the lesson could not be prepared.")
    if outputs < 10 or not page.rstrip().endswith("</html>"):
        raise CheckError(f"The lesson is not whole: it has {outputs} outputs.")
    print(f"    {outputs} outputs")


def check(folder: Path) -> None:
    """Do all steps. Raises CheckError at the first that fails."""
    home = folder / "home"
    home.mkdir()
    with step("Building the wheel"):
        wheel = build(folder / "dist")
    with step("Looking at what it holds"):
        check_content(wheel)
    with step("Installing it"):
        programs = install(wheel, folder / "venv")
    with step("cco doctor"):
        print(run([programs / "cco", "doctor"], env=newcomer(home), cwd=home), end="")
    with step("cco serve, its pages and its end"), serving(programs, home) as address:
        with step("The home page"):
            if "/lessons/measure-your-impact" not in fetch(f"{address}/"):
                raise CheckError("The home page does not name the lesson.")
        with step("The lesson, to its end"):
            lesson = fetch(f"{address}/lessons/measure-your-impact")
            check_lesson(lesson)
        with step("The page's client and the chart library"):
            for name in ("client", "vega"):
                fetch(address + re.search(rf"/static/{name}-[^\"]+\.js", lesson)[0])
    found = sorted(path.name for path in home.iterdir() if not path.name.startswith("."))
    if found != ["log"]:
        raise CheckError(f"The kit left files where it was started: {found}")


def main() -> int:
    """Give 0 if the wheel is good, else 1."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="cco-wheel-") as folder:
        try:
            check(Path(folder))
        except CheckError as problem:
            print(f"FAILED: {problem}", file=sys.stderr)
            return 1
    print(f"The wheel is good ({time.monotonic() - begun:.0f} s).")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
