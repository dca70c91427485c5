"""The kit's tokens, read from `tokens.css`, for what is not drawn by a browser."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal

Scheme = Literal["light", "dark", "print"]

TOKENS_CSS = Path(__file__).with_name("tokens.css")

_ROOT_BLOCK = re.compile(r"(@media[^{]*\{\s*)?:root\s*\{([^}]*)\}")
_DECLARATION = re.compile(r"--cco-([a-z0-9-]+)\s*:\s*([^;]+);")


@cache
def _schemes() -> dict[Scheme, dict[str, str]]:
    css = re.sub(r"/\*.*?\*/", "", TOKENS_CSS.read_text(encoding="utf-8"), flags=re.DOTALL)
    schemes: dict[Scheme, dict[str, str]] = {"light": {}, "dark": {}, "print": {}}
    for media, body in _ROOT_BLOCK.findall(css):
        scheme: Scheme = "dark" if "dark" in media else "print" if "print" in media else "light"
        schemes[scheme] = dict(_DECLARATION.findall(body))
    return schemes


def tokens(scheme: Scheme = "light") -> dict[str, str]:
    """Every token of a scheme, without its `--cco-` prefix, in the order of the file.

    What the dark and the print scheme leave unsaid is as in the light one.
    """
    schemes = _schemes()
    return {**schemes["light"], **schemes[scheme]}


def token(name: str, scheme: Scheme = "light") -> str:
    """The value of the token `--cco-<name>`, for instance `token("accent")`.

    Raises KeyError, naming the tokens there are, for a name that is not in `tokens.css`.
    """
    known = tokens(scheme)
    if name not in known:
        raise KeyError(f"There is no token '--cco-{name}'. There are: {', '.join(known)}.")
    return known[name]
