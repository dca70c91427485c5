"""The system's Chromium for tests and benches, cut off from every host but this machine."""

from __future__ import annotations

import os
import shutil

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
MISSING = "There is no Chromium on this machine: install it, or name its path in CCO_CHROMIUM."


def found() -> str | None:
    """Path of the browser; None where there is none."""
    return (
        os.environ.get("CCO_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    )


def needed() -> str:
    """Path of the browser; the program ends where there is none."""
    program = found()
    if program is None:
        raise SystemExit(MISSING)
    return program
