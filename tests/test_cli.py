from __future__ import annotations

import json
import os
import re
import select
import socket
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from playbook import __version__
from playbook.cli import main
from playbook.records import Learner, new_learner_id, open_records
from tests.server.conftest import wait_until
from tests.serving import free_port

PATIENCE_SECONDS = 60
UNREACHABLE = "postgresql://nobody:secret-word@127.0.0.1:1/none"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that the command is told by its flag, and no other."""
    for name in ("CCO_DATA_DIR", "CCO_DATABASE_URL"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    return tmp_path / "data"


@pytest.fixture
def learner(data: Path) -> Learner:
    """Somebody with a record in the data folder."""
    found = open_records(f"sqlite:///{data / 'records.sqlite'}").learner(new_learner_id())
    found.keep("measure-your-impact", "commitment", "what", "call three customers")
    return found


@pytest.fixture
def browser(tmp_path: Path) -> tuple[str, Path]:
    """A browser that only notes the address it was given: its program and its note."""
    note = tmp_path / "opened"
    os.mkfifo(note)
    program = tmp_path / "browser"
    program.write_text(f'#!/bin/sh\necho "$1" > "{note}"\n')
    program.chmod(0o755)
    return str(program), note


class Running:
    """A command that runs until the test ends it."""

    def __init__(self, *arguments: str, cwd: Path, **environment: str) -> None:
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith("CCO_")
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "playbook.cli", *arguments],
            env={**inherited, "PYTHONUNBUFFERED": "1", **environment},
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.said = ""

    def says(self, pattern: str) -> re.Match[str]:
        """Wait until it says something."""
        while not (found := re.search(pattern, self.said)):
            assert self.process.stdout is not None
            ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE_SECONDS)
            piece = os.read(self.process.stdout.fileno(), 65536) if ready else b""
            assert piece, f"it never said {pattern!r}, but:\n{self.said}"
            self.said += piece.decode("utf-8", "replace")
        return found

    def end(self) -> None:
        self.process.terminate()
        try:
            self.process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Start `cco` with these arguments; ended after the test."""
    started: list[Running] = []

    def run(*arguments: str, **environment: str) -> Running:
        home = tmp_path / "home"
        home.mkdir(exist_ok=True)
        started.append(Running(*arguments, cwd=home, HOME=str(home), **environment))
        return started[-1]

    yield run
    for each in started:
        each.end()


def read_note(note: Path) -> str:
    """What the browser was given; waits for it."""
    handle = os.open(note, os.O_RDONLY | os.O_NONBLOCK)
    text = b""
    while not text.endswith(b"\n"):
        ready, _, _ = select.select([handle], [], [], PATIENCE_SECONDS)
        assert ready, "the browser was never opened"
        try:
            text += os.read(handle, 4096)
        except BlockingIOError:
            continue
    os.close(handle)
    return text.decode().strip()


def fails_in_one_line(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """Run the command, which fails; give the one line that it says about it."""
    assert main([str(each) for each in arguments]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("cco: ")
    return line


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def status_of(address: str) -> int:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return int(answer.status)


@pytest.mark.parametrize(
    ("command", "named"),
    [
        ([], ["serve", "lab", "doctor", "record", "--version"]),
        (
            ["serve"],
            [
                *("--port", "--host", "--data-dir", "--database-url", "--open"),
                *("--learners", "--behind-proxy"),
            ],
        ),
        (["lab"], ["--port", "--data-dir", "--database-url", "--open"]),
        (["doctor"], ["--data-dir", "--database-url"]),
        (["record"], ["list", "export", "erase"]),
        (["record", "list"], ["--data-dir", "--database-url"]),
        (
            ["record", "export"],
            ["tag", "--format", "--output", "--data-dir", "--database-url"],
        ),
        (["record", "erase"], ["tag", "--yes", "--data-dir", "--database-url"]),
    ],
)
def test_help_names_every_command_and_flag(
    command: list[str], named: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command, "--help"])

    help_text = capsys.readouterr().out
    assert ended.value.code == 0
    shown = set(re.findall(r"--[a-z-]+", help_text)) - {"--help"}
    assert set(filter(lambda name: name.startswith("--"), named)) == shown
    assert all(name in help_text for name in named)


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])

    assert ended.value.code == 0
    assert capsys.readouterr().out == f"cco-playbook {__version__}\n"


@pytest.mark.parametrize("wrong", [["unknown"], [], ["serve", "--unknown"], ["record"]])
def test_a_command_that_does_not_exist_is_explained(
    wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(wrong)

    assert ended.value.code == 2
    assert "usage: cco" in capsys.readouterr().err


@pytest.mark.parametrize("number", ["0", "65536", "-1", "http"])
@pytest.mark.parametrize("command", ["serve", "lab"])
def test_a_port_that_can_t_be_is_refused(
    command: str, number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--port", number])

    assert ended.value.code == 2
    assert "--port" in capsys.readouterr().err


def test_serve_listens_where_it_is_told_keeps_what_it_is_told_and_opens_the_browser(
    start: Callable[..., Running], browser: tuple[str, Path], tmp_path: Path
) -> None:
    program, note = browser
    port, data, database = free_port(), tmp_path / "my data", tmp_path / "elsewhere.sqlite"
    address = f"http://127.0.0.2:{port}/"

    running = start(
        "serve",
        "--open",
        *("--host", "127.0.0.2", "--port", str(port)),
        *("--data-dir", str(data), "--database-url", f"sqlite:///{database}"),
        BROWSER=program,
    )
    assert running.says(r"ready:  (\S+)")[1] == address

    assert read_note(note) == address
    assert status_of(address) == 200
    assert str(data) in running.said
    assert (data / "cookie_secret").stat().st_mode & 0o777 == 0o600
    assert data.stat().st_mode & 0o777 == 0o700
    assert database.exists()
    assert not (data / "records.sqlite").exists()
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), timeout=5)


def test_serve_says_how_many_learners_it_takes_and_believes_no_proxy_unless_told(
    start: Callable[..., Running], tmp_path: Path
) -> None:
    port = free_port()

    running = start(
        "serve", "--learners", "3", "--port", str(port), "--data-dir", str(tmp_path / "data")
    )
    running.says(r"It takes 3 learners at once\.")

    proxied = urllib.request.Request(
        f"http://127.0.0.1:{port}/", headers={"X-Forwarded-Proto": "https"}
    )
    with urllib.request.urlopen(proxied, timeout=30) as answer:
        assert "Secure" not in answer.headers["Set-Cookie"]


def test_serve_behind_a_proxy_believes_it(start: Callable[..., Running], tmp_path: Path) -> None:
    port = free_port()
    running = start(
        "serve", "--behind-proxy", "--port", str(port), "--data-dir", str(tmp_path / "data")
    )
    running.says(r"at once\.")

    proxied = urllib.request.Request(
        f"http://127.0.0.1:{port}/", headers={"X-Forwarded-Proto": "https"}
    )
    with urllib.request.urlopen(proxied, timeout=30) as answer:
        assert "Secure" in answer.headers["Set-Cookie"]


def test_more_learners_than_the_machine_holds_are_refused_in_one_line(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = fails_in_one_line(
        capsys, "serve", "--learners", 10**7, "--port", free_port(), "--data-dir", data
    )

    assert "10,000,000 learners at once need" in line
    assert re.search(r"enough for [\d,]+\. .*start with --learners \d+\.$", line)
    assert not data.exists()


@pytest.mark.parametrize("number", ["0", "-3", "many"])
def test_a_number_of_learners_that_can_t_be_is_refused(
    number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["serve", "--learners", number])

    assert ended.value.code == 2
    assert "--learners" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["serve", "lab"])
def test_a_taken_port_is_said_in_one_line(
    command: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        line = fails_in_one_line(capsys, command, "--port", port, "--data-dir", data)

    assert f"Port {port} is taken" in line
    assert f"cco {command} --port" in line


def test_a_host_that_is_not_this_machine_is_said_in_one_line(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = fails_in_one_line(
        capsys, "serve", "--host", "192.0.2.1", "--port", free_port(), "--data-dir", data
    )

    assert "192.0.2.1" in line
    assert "--host" in line


def test_a_data_folder_that_can_t_be_is_said_in_one_line(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a file"
    file.write_text("")

    line = fails_in_one_line(capsys, "serve", "--port", free_port(), "--data-dir", file / "data")

    assert str(file / "data") in line


def test_a_database_that_can_t_be_reached_is_said_in_one_line_without_its_password(
    data: Path, tmp_path: Path
) -> None:
    """In a process of its own: by then the server has been set up."""
    pytest.importorskip("psycopg")
    flags = ["--port", str(free_port()), "--data-dir", str(data), "--database-url", UNREACHABLE]
    done = subprocess.run(
        [sys.executable, "-m", "playbook.cli", "serve", *flags],
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )

    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert "can't be reached" in line
    assert "secret-word" not in done.stdout + done.stderr


def test_a_database_of_an_unknown_kind_is_said_in_one_line(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = fails_in_one_line(
        capsys, "record", "list", "--data-dir", data, "--database-url", "mysql://localhost/x"
    )

    assert "mysql" in line


def test_lab_opens_jupyterlab_for_this_machine_alone_behind_a_token(
    start: Callable[..., Running], browser: tuple[str, Path], tmp_path: Path
) -> None:
    program, note = browser
    port, data = free_port(), tmp_path / "data"
    database = f"sqlite:///{tmp_path / 'elsewhere.sqlite'}"

    running = start(
        "lab",
        "--open",
        *("--port", str(port), "--data-dir", str(data), "--database-url", database),
        BROWSER=program,
    )
    token = running.says(rf"http://127\.0\.0\.1:{port}/lab\?token=([0-9a-f]+)")[1]

    assert read_note(note)
    wait_until(lambda: listens(port))  # Jupyter opens the browser first
    address = f"http://127.0.0.1:{port}"
    with urllib.request.urlopen(f"{address}/", timeout=30) as answer:
        assert answer.url.startswith(f"{address}/login")
    with pytest.raises(urllib.error.HTTPError) as refused:
        status_of(f"{address}/api/contents")
    assert refused.value.code == 403
    with urllib.request.urlopen(f"{address}/api/contents?token={token}", timeout=30) as answer:
        names = {each["name"] for each in json.load(answer)["content"]}
    assert "must_dos" in names
    environment = Path(f"/proc/{running.process.pid}/environ").read_text().split("\0")
    assert f"CCO_DATA_DIR={data}" in environment
    assert f"CCO_DATABASE_URL={database}" in environment
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.2", port), timeout=5)


def test_the_records_are_listed_without_their_content(
    data: Path, learner: Learner, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["record", "list", "--data-dir", str(data)]) == 0

    [line] = capsys.readouterr().out.splitlines()
    assert line.startswith(learner.public_tag)
    assert "1 entries" not in line
    assert "1 entry" in line
    assert "0 documents" in line
    assert learner.id not in line


def test_no_records_are_listed_as_such(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["record", "list", "--data-dir", str(data)]) == 0

    assert capsys.readouterr().out == "There are no records yet.\n"


def test_a_record_is_exported_as_json_and_as_csv(
    data: Path, learner: Learner, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for form in ("json", "csv"):
        arguments = ["record", "export", learner.public_tag.lower(), "--format", form]
        target = tmp_path / f"record.{form}"
        assert main([*arguments, "--output", str(target), "--data-dir", str(data)]) == 0
        assert str(target) in capsys.readouterr().out

    [entry] = json.loads((tmp_path / "record.json").read_bytes())["entries"]
    assert entry["value"] == "call three customers"
    with zipfile.ZipFile(tmp_path / "record.csv") as archive:
        assert b"call three customers" in archive.read("entries.csv")


def test_an_export_that_can_t_be_written_is_said_in_one_line(
    data: Path, learner: Learner, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "no such folder" / "record.json"

    line = fails_in_one_line(
        capsys, "record", "export", learner.public_tag, "--output", target, "--data-dir", data
    )

    assert str(target) in line


def test_a_record_is_erased_at_once_with_yes(data: Path, learner: Learner) -> None:
    assert main(["record", "erase", learner.public_tag, "--yes", "--data-dir", str(data)]) == 0

    assert open_records(f"sqlite:///{data / 'records.sqlite'}").learners() == []


@pytest.mark.parametrize(
    ("typed", "erased"), [("the tag", True), ("yes", False), ("", False), (None, False)]
)
def test_a_record_is_erased_only_when_its_tag_is_typed(
    typed: str | None,
    erased: bool,
    data: Path,
    learner: Learner,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def answer(question: str) -> str:
        assert learner.public_tag in question
        if typed is None:
            raise EOFError
        return learner.public_tag.lower() if typed == "the tag" else typed

    monkeypatch.setattr("builtins.input", answer)

    code = main(["record", "erase", learner.public_tag, "--data-dir", str(data)])

    left = open_records(f"sqlite:///{data / 'records.sqlite'}").learners()
    assert (code, len(left)) == ((0, 0) if erased else (1, 1))
    assert ("Nothing was erased." in capsys.readouterr().err) is not erased


@pytest.mark.parametrize("action", [["export", "--output", "x"], ["erase", "--yes"]])
def test_a_tag_that_nobody_has_is_said_in_one_line(
    action: list[str], data: Path, learner: Learner, capsys: pytest.CaptureFixture[str]
) -> None:
    line = fails_in_one_line(capsys, "record", *action, "AAAA-BBBB", "--data-dir", data)

    assert "AAAA-BBBB" in line


def test_python_3_10_is_told_what_is_needed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 4, "final", 0))

    assert main(["doctor"]) == 1
    assert capsys.readouterr().err == (
        "The CCO Playbook needs Python 3.11 or newer; this is 3.10.4.\n"
    )
