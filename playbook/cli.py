"""The command `cco`: serve the kit, open it in JupyterLab, look after it."""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from playbook import __version__

OLDEST_PYTHON = (3, 11)
LAB_ADDRESS = "127.0.0.1"
"""JupyterLab runs any code it is given, so it listens to this machine alone."""


MOST_DRAWN = 60
"""Groups that one picture can hold; our choice."""


class CommandError(Exception):
    """The command can't do what was asked; the message says why and what to do."""


def port(text: str) -> int:
    """Read a port's number."""
    number = int(text)
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, not {text}")
    return number


def positive(text: str) -> int:
    """Read a whole number of at least one."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"at least 1 is needed, not {text}")
    return number


def parser() -> argparse.ArgumentParser:
    """Build the command's parser."""
    top = argparse.ArgumentParser(
        prog="cco", description="The CCO Playbook: a training kit for Chief Customer Officers."
    )
    top.add_argument("--version", action="version", version=f"cco-playbook {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    kept = argparse.ArgumentParser(add_help=False)
    kept.add_argument(
        "--data-dir",
        type=Path,
        help="folder of the records (else CCO_DATA_DIR, else your user data folder)",
    )
    kept.add_argument(
        "--database-url",
        help="PostgreSQL or SQLite address (else CCO_DATABASE_URL, else a file in the data folder)",
    )

    serve = commands.add_parser("serve", parents=[kept], help="serve the kit to browsers")
    serve.add_argument("--port", type=port, default=8866, help="port to listen on (default 8866)")
    serve.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1: this machine)"
    )
    serve.add_argument(
        "--learners",
        type=positive,
        help="how many can be inside at once (default: as many as this machine holds, up to 500)",
    )
    serve.add_argument(
        "--behind-proxy",
        action="store_true",
        help="believe a proxy's headers for whom it asks; only where nobody can go round it",
    )
    serve.add_argument("--open", action="store_true", help="open the kit in a browser")
    serve.set_defaults(run=run_serve)

    lab = commands.add_parser("lab", parents=[kept], help="open the notebooks in JupyterLab")
    lab.add_argument("--port", type=port, default=8888, help="port to listen on (default 8888)")
    lab.add_argument("--open", action="store_true", help="open JupyterLab in a browser")
    lab.set_defaults(run=run_lab)

    doctor = commands.add_parser(
        "doctor", parents=[kept], help="say what is installed, where data lies, what is wrong"
    )
    doctor.set_defaults(run=run_doctor)

    analyse = commands.add_parser(
        "analyse",
        help="compute a measure of a file of your own",
        add_help=False,
        prefix_chars="\0",  # what follows is read once it is known which measure is asked for
    )
    analyse.add_argument("rest", nargs="*")
    analyse.set_defaults(run=run_analyse)

    data = commands.add_parser("data", help="write the sample companies' tables")
    making = data.add_subparsers(dest="action", required=True, metavar="ACTION")
    generate = making.add_parser("generate", help="write them again, or larger, into a folder")
    generate.add_argument(
        "--company", action="append", default=[], help="only this one; may be given again"
    )
    generate.add_argument(
        "--customers", type=positive, help="how many (default: each company's own number)"
    )
    generate.add_argument(
        "--out",
        type=Path,
        default=Path("datasets-generated"),
        help="folder to write into (default ./datasets-generated)",
    )
    generate.add_argument(
        "--force", action="store_true", help="write into a folder that holds something already"
    )
    generate.set_defaults(run=run_data_generate)

    record = commands.add_parser("record", help="list, export or erase what is kept of learners")
    actions = record.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("list", parents=[kept], help="list the records").set_defaults(
        run=run_record_list
    )
    export = actions.add_parser("export", parents=[kept], help="write a record to a file")
    export.add_argument("tag", help="the record's tag, as 'My record' shows it: K7Q2-M9XD")
    export.add_argument("--format", choices=["json", "csv"], default="json", help="default json")
    export.add_argument("--output", type=Path, required=True, help="file to write")
    export.set_defaults(run=run_record_export)
    erase = actions.add_parser("erase", parents=[kept], help="erase a record for good")
    erase.add_argument("tag", help="the record's tag, as 'My record' shows it: K7Q2-M9XD")
    erase.add_argument("--yes", action="store_true", help="erase without asking")
    erase.set_defaults(run=run_record_erase)
    return top


def run_serve(options: argparse.Namespace) -> None:
    """Serve the kit until it is stopped."""
    from playbook.locations import data_dir
    from playbook.records.database import private_folder
    from playbook.server.capacity import places_for, raise_limits
    from playbook.server.port import check_port

    check_port("serve", options.host, options.port)
    places = places_for(options.learners)
    raise_limits(places)
    print(f"Records are kept in {data_dir()}", flush=True)
    print("Starting the server ...", flush=True)
    from playbook.server.app import TrainingServer

    private_folder(data_dir())
    server = TrainingServer.instance(  # what Voila says goes into this one's log
        port=options.port,
        ip=options.host,
        open_browser=options.open,
        data_dir=str(data_dir()),
        places=places,
        behind_proxy=options.behind_proxy,
    )
    server.initialize()
    server.start()


def run_lab(options: argparse.Namespace) -> None:
    """Replace this process by JupyterLab on this machine alone, with its own token."""
    from playbook.locations import notebooks_dir
    from playbook.server.port import check_port

    check_port("lab", LAB_ADDRESS, options.port)
    arguments = [
        f"--ServerApp.ip={LAB_ADDRESS}",
        f"--ServerApp.port={options.port}",
        "--ServerApp.port_retries=0",
        f"--ServerApp.root_dir={notebooks_dir()}",
        f"--ServerApp.open_browser={options.open}",
    ]
    if os.geteuid() == 0:
        arguments.append("--ServerApp.allow_root=True")
    print(f"Opening JupyterLab on {notebooks_dir()}", flush=True)
    os.execv(sys.executable, [sys.executable, "-m", "jupyterlab", *arguments])


def run_doctor(options: argparse.Namespace) -> None:
    """Print what was examined; fail if something needs mending."""
    from playbook.doctor import examine

    findings = examine()
    for finding in findings:
        print(f"{'ok   ' if finding.good else 'WRONG'}  {finding.what}: {finding.found}")
        if not finding.good:
            print(f"       {finding.remedy}")
    wrong = sum(not finding.good for finding in findings)
    if wrong:
        raise CommandError(f"{wrong} of {len(findings)} need mending.")
    print("All is well.")


def run_analyse(options: argparse.Namespace) -> None:
    """Compute a measure of a file; the measure decides which options there are."""
    try:
        from playbook.analysis.command import run

        run(options.rest, draw)
    except KeyboardInterrupt:
        raise CommandError(
            "Stopped before it was done. Run it again when there is time for it."
        ) from None


def draw(path: Path, results: Sequence[tuple[str, object]]) -> list[Path]:
    """Draw results into a file: groups of one figure together, all else a file each beside it."""
    import vl_convert

    from playbook.charts.interval import interval_chart
    from playbook.charts.of import chart_of
    from playbook.measures import Estimate

    estimates = [one for _, one in results if isinstance(one, Estimate)]
    figures = [replace(one, name=label) for label, one in results if isinstance(one, Estimate)]
    charts = []
    if 1 < len(figures) == len(results) and len({one.name for one in estimates}) == 1:
        if len(figures) > MOST_DRAWN:
            raise CommandError(
                f"A picture can't hold {len(figures):,} groups, at most {MOST_DRAWN}. "
                "Leave out --chart, or take a column of fewer groups."
            )
        name, unit = estimates[0].name, estimates[0].unit
        title = f"{name} of {len(figures)} groups, with intervals"
        charts.append(("", interval_chart(figures, title=title, x_title=unit or name)))
        results = []
    for label, result in results:
        try:
            charts.append((label, chart_of(result)))
        except ValueError as problem:
            reason = str(problem)
    if not charts:
        raise CommandError(f"There is nothing to draw. {reason} Leave out --chart.")
    written = []
    for label, chart in charts:
        apart = f"-{re.sub(r'[^A-Za-z0-9]+', '-', label).strip('-')}" if len(charts) > 1 else ""
        file = path.with_name(f"{path.stem}{apart}{path.suffix}")
        kind = path.suffix.lower()
        if kind == ".png":
            content = chart.png()
        elif kind == ".svg":
            content = vl_convert.vegalite_to_svg(
                chart.spec() | {"width": 640}, allowed_base_urls=[]
            ).encode()
        else:
            content = json.dumps(chart.spec(), ensure_ascii=False).encode()
        try:
            file.write_bytes(content)
        except OSError as problem:
            raise CommandError(
                f"Can't write {file}: {problem.strerror}. Name another file with --chart."
            ) from problem
        written.append(file)
    return written


def run_data_generate(options: argparse.Namespace) -> None:
    """Write sample companies with the kit's own generator; its lines say how far it is."""
    from playbook.locations import datasets_dir
    from playbook.samples import companies

    if unknown := [name for name in options.company if name not in companies()]:
        raise CommandError(
            f"There is no sample company '{unknown[0]}'. Choose from: {', '.join(companies())}."
        )
    folder: Path = options.out
    if folder.exists() and not folder.is_dir():
        raise CommandError(f"{folder} is a file. Name a folder with --out.")
    if folder.is_dir() and any(folder.iterdir()) and not options.force:
        raise CommandError(
            f"{folder} holds something already. Name another folder with --out, or write over it "
            "with --force."
        )
    asked = ["--out", str(folder.resolve())]
    for name in options.company:
        asked += ["--company", name]
    if options.customers is not None:
        asked += ["--customers", str(options.customers)]
    script = str(datasets_dir() / "generate.py")
    if subprocess.run([sys.executable, script, *asked], check=False).returncode:
        raise CommandError(f"The sample companies were not all written; see {folder} and above.")
    print(f"Wrote {folder}")


def counted(number: int, one: str, many: str) -> str:
    """Write a number with its noun."""
    return f"{number:,} {one if number == 1 else many}"


def run_record_list(options: argparse.Namespace) -> None:
    """Print a line for each learner's record."""
    from playbook.records import open_records

    learners = open_records().learners()
    for each in learners:
        print(
            f"{each.public_tag}  last seen {each.last_seen_at:%Y-%m-%d %H:%M} UTC  "
            f"{counted(each.entries, 'entry', 'entries')}  "
            f"{counted(each.deliverables, 'document', 'documents')}"
        )
    if not learners:
        print("There are no records yet.")


def run_record_export(options: argparse.Namespace) -> None:
    """Write one record to a file."""
    from playbook.records import open_records

    learner = open_records().find(options.tag)
    content = learner.export_json() if options.format == "json" else learner.export_csv()
    try:
        options.output.write_bytes(content)
    except OSError as problem:
        raise CommandError(f"Can't write {options.output}: {problem.strerror}.") from problem
    print(f"Wrote {options.output} ({len(content):,} bytes).")


def run_record_erase(options: argparse.Namespace) -> None:
    """Erase one record, after asking."""
    from playbook.records import open_records

    learner = open_records().find(options.tag)
    if not options.yes:
        try:
            answer = input(f"Erase everything of record {learner.public_tag}? Type its tag: ")
        except EOFError:
            answer = ""
        if answer.strip().upper() != learner.public_tag:
            raise CommandError("Nothing was erased.")
    learner.erase()
    print(f"Record {learner.public_tag} is erased.")


def main(arguments: list[str] | None = None) -> int:
    """Run the command; give its exit code: 0 for done, 1 for a failure said in one line."""
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(str(part) for part in sys.version_info[:3])
        print(f"The CCO Playbook needs Python 3.11 or newer; this is {found}.", file=sys.stderr)
        return 1
    options = parser().parse_args(arguments)
    if getattr(options, "data_dir", None) is not None:
        os.environ["CCO_DATA_DIR"] = str(options.data_dir.resolve())
    if getattr(options, "database_url", None) is not None:
        os.environ["CCO_DATABASE_URL"] = options.database_url
    try:
        options.run(options)
    except KeyboardInterrupt:
        print("\nStopped.")
    except OSError as problem:
        print(f"cco: {problem.strerror or problem}: {problem.filename or ''}", file=sys.stderr)
        return 1
    except Exception as problem:
        if not (isinstance(problem, CommandError) or hasattr(problem, "remedy")):
            raise
        print(f"cco: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
