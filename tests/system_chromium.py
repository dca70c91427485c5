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
WHOLE = ("chromium", "google-chrome")
LEAN = "chromium-headless-shell"
"""The same browser without its windows: it takes half the processor time."""
MISSING = "There is no Chromium on this machine: install it, or name its path in CCO_CHROMIUM."


def for_tests() -> str | None:
    """Path of the leanest browser that there is; None where there is none."""
    return _found(LEAN, *WHOLE)


def for_benches() -> str:
    """Path of the browser as learners have it; the program ends where there is none."""
    program = _found(*WHOLE)
    if program is None:
        raise SystemExit(MISSING)
    return program


def _found(*names: str) -> str | None:
    return os.environ.get("CCO_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
