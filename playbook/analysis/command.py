"""`cco analyse FILE --measure NAME …`: any measure of the kit on a file of your own."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from playbook.analysis.analyse import BY, analyse, measure_named
from playbook.analysis.catalogue import MEASURES, TOPICS
from playbook.analysis.cells import COUNTED_DATES, DATE_ORDERS
from playbook.analysis.output import as_json, as_text
from playbook.analysis.parameters import Column, Measure, Results
from playbook.analysis.texts import condition_text, names_text

PROGRESS_SECONDS = 0.5

Draw = Callable[[Path, Results], Sequence[Path]]
"""Draws results into a file, or one each beside it, and says which."""

PICTURES = (".png", ".svg", ".json")


def run(arguments: Sequence[str], draw: Draw) -> None:
    """Analyse as the command line says and print the result; `draw` writes what --chart asks for.

    Errors of the file, the columns or the measure come as exceptions with reason and remedy.
    """
    known, others = _common().parse_known_args(arguments)
    if known.list and not others:
        _print(listing())
        return
    if known.measure is None:
        parser = _common()
        if known.help:
            _print(parser.format_help().rstrip())
            return
        parser.parse_args(arguments)
        parser.error("--measure is missing; `cco analyse --list` shows all measures")
    measure = measure_named(known.measure)
    options = _parser(measure).parse_args(arguments)
    given = {
        column.flag: getattr(options, column.flag)
        for column in _columns(measure)
        if getattr(options, column.flag) is not None
    }
    settings: dict[str, Any] = {
        option.flag: getattr(options, option.flag) for option in measure.options
    }
    settings |= {
        "decimal": {"point": ".", "comma": ",", None: None}[options.decimal],
        "date_order": options.date_order,
        "counts_as": options.counts_as,
    }
    with Working() as working:
        found = analyse(
            options.file,
            measure.name,
            given,
            settings,
            where=dict(options.where),
            identity=options.id,
            sheet=options.sheet,
            header_rows=options.header_rows,
            out_of_core=True if options.out_of_core else None,
            tick=working.tick,
        )
    written = draw(options.chart, found.results) if options.chart else ()
    _print(as_json(found) if options.json else as_text(found))
    for path in written:
        print(f"Wrote {path}", file=sys.stderr)


def _print(text: str) -> None:
    """Print, content if whoever reads has seen enough: `cco analyse … | head`."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def listing() -> str:
    """All measures by topic, a line each with what they say."""
    width = max(map(len, MEASURES))
    topics = (
        "\n".join([title, *(f"  {one.name:<{width}}  {one.says}" for one in measures)])
        for title, measures in TOPICS.items()
    )
    return "\n\n".join([*topics, "`cco analyse --measure NAME --help` tells what one takes."])


class _Parser(argparse.ArgumentParser):
    """A parser that says in one line what is wrong and where help is."""

    def error(self, message: str) -> NoReturn:
        helping = self.prog.replace(" FILE", "") + " --help"
        self.exit(2, f"cco: {message}. `{helping}` tells what there is.\n")


def _columns(measure: Measure) -> list[Column]:
    return [*measure.columns, *([BY] if measure.splits else [])]


def _common() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="cco analyse",
        usage="cco analyse FILE --measure NAME --column COLUMN … [--by COLUMN] [--json]",
        description="Compute a measure of a CSV, Excel or Parquet file, with its interval, n and "
        "what was left out. `cco analyse --measure NAME --help` tells what a measure takes.",
        add_help=False,
        allow_abbrev=False,
    )
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help="the file to analyse")
    parser.add_argument("--measure", metavar="NAME", help="which measure; --list shows them")
    parser.add_argument("--list", action="store_true", help="list the measures by topic")
    parser.add_argument("-h", "--help", action="store_true", help="show this help")
    return parser


def example(measure: Measure) -> str:
    """A command that computes this measure."""
    file, _, rest = measure.example.partition(" ")
    return f"cco analyse {file} --measure {measure.name} {rest}"


def _parser(measure: Measure) -> argparse.ArgumentParser:
    parser = _Parser(
        prog=f"cco analyse FILE --measure {measure.name}",
        usage=f"cco analyse FILE --measure {measure.name} "
        + " ".join(
            f"{_flag(column.flag)} {_metavar(column)}"
            for column in measure.columns
            if column.required
        )
        + " [options]",
        description=measure.says[0].upper() + measure.says[1:] + ".",
        epilog=f"example: {example(measure)}",
        allow_abbrev=False,
        formatter_class=_Help,
    )
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="a CSV, Excel (.xlsx) or Parquet file"
    )
    parser.add_argument("--measure", required=True, help=argparse.SUPPRESS)
    columns = parser.add_argument_group("columns of the file")
    for column in _columns(measure):
        columns.add_argument(
            _flag(column.flag),
            dest=column.flag,
            type=names_text if column.many else str,
            metavar=_metavar(column),
            help=column.help + ("" if column.required else " (optional)"),
        )
    if measure.options:
        settings = parser.add_argument_group("settings")
        for option in measure.options:
            settings.add_argument(
                _flag(option.flag),
                dest=option.flag,
                type=option.read,
                default=option.default,
                choices=option.choices,
                required=option.required,
                help=option.help
                + (f" (default {option.default})" if option.default is not None else ""),
            )
    rows = parser.add_argument_group("rows of the file")
    rows.add_argument(
        "--where",
        action="append",
        default=[],
        type=condition_text,
        metavar="COLUMN=TEXT",
        help="take only rows with this text; may be given several times",
    )
    rows.add_argument("--id", metavar="COLUMN", help="ids of which each counts once")
    reading = parser.add_argument_group("how the file is read, where it can't be told")
    reading.add_argument("--decimal", choices=["point", "comma"], help="the numbers' decimal mark")
    reading.add_argument(
        "--date-order",
        choices=[*DATE_ORDERS, *COUNTED_DATES],
        metavar="ORDER",
        help="how dates are written: " + ", ".join([*DATE_ORDERS, *COUNTED_DATES]),
    )
    reading.add_argument(
        "--counts-as", metavar="VALUE", help="the value of a yes or no that counts"
    )
    reading.add_argument("--sheet", help="the sheet of an Excel workbook")
    reading.add_argument(
        "--header-rows", type=int, choices=[0, 1], help="whether the first row holds names"
    )
    reading.add_argument(
        "--out-of-core",
        action="store_true",
        help="aggregate by DuckDB without holding the file in memory; files above 200 MB or two "
        "million lines, and Parquet, always are",
    )
    parser.add_argument("--json", action="store_true", help="print JSON, numbers unrounded")
    parser.add_argument(
        "--chart",
        type=_picture,
        metavar="PICTURE",
        help="draw it too, into a .png, .svg or .json (Vega-Lite) file",
    )
    return parser


def _picture(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in PICTURES:
        raise argparse.ArgumentTypeError(f"a chart is a {', '.join(PICTURES)} file, not {text}")
    return path


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")


def _metavar(column: Column) -> str:
    return "A,B,…" if column.many else "COLUMN"


class _Help(argparse.HelpFormatter):
    """Help whose example can be copied as one line."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        if text.startswith("example: "):
            return text
        return super()._fill_text(text, width, indent)


class Working:
    """Shows how far the work is, on a terminal only, once it takes longer than a moment."""

    def __init__(self) -> None:
        self._begun = self._last = time.monotonic()
        self._shown = False

    def __enter__(self) -> Working:
        return self

    def __exit__(self, *error: object) -> None:
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def tick(self, share: float) -> None:
        """Say the share of the file that is read; after that, that it is computed."""
        now = time.monotonic()
        done = share >= 1
        if not sys.stderr.isatty() or now - self._begun < PROGRESS_SECONDS:
            return
        if done or now - self._last > 0.2:
            text = "Computing …" if done else f"Reading the file … {share:.0%}"
            print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
            self._last = now
            self._shown = True
