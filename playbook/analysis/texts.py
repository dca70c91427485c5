"""Settings of several parts, as they are written on the command line."""

from __future__ import annotations

import argparse
import csv
import re


def numbers_text(text: str) -> tuple[float, ...]:
    """Numbers separated by commas: 12,24."""
    try:
        return tuple(float(part) for part in text.split(",") if part.strip())
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"numbers separated by commas are needed, not {text}"
        ) from None


def scale_text(text: str) -> tuple[int, int]:
    """A range of whole numbers: 1-5."""
    low, _, high = text.partition("-")
    try:
        return int(low), int(high)
    except ValueError:
        raise argparse.ArgumentTypeError(f"a scale is written 1-5, not {text}") from None


def targets_text(text: str) -> dict[str, dict[str, float]]:
    """Targets to rake to: region:North=60,South=40;contract:yearly=55,monthly=45."""
    targets: dict[str, dict[str, float]] = {}
    try:
        for margin in text.split(";"):
            name, _, parts = margin.partition(":")
            pairs = (part.rpartition("=") for part in parts.split(","))
            targets[name.strip()] = {label.strip(): float(size) for label, _, size in pairs}
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"targets are written region:North=60,South=40;contract:…, not {text}"
        ) from None
    return targets


def names_text(text: str) -> tuple[str, ...]:
    """Names of columns separated by commas; one that holds a comma in quotes: a,"b, c"."""
    [parts] = csv.reader([text], skipinitialspace=True) if text.strip() else [[]]
    return tuple(part.strip() for part in parts if part.strip())


def condition_text(text: str) -> tuple[str, str]:
    """A column and what it must hold: pilot=north; a name that holds = in quotes: "a=b"=north."""
    match = re.fullmatch(r'\s*(?:"(?P<quoted>[^"]+)"|(?P<bare>[^=]+?))\s*=(?P<held>.*)', text, re.S)
    if match is None:
        raise argparse.ArgumentTypeError(f"a condition is written COLUMN=TEXT, not {text}")
    return (match["quoted"] or match["bare"]).strip(), match["held"].strip()
