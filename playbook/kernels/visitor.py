"""The hooks for what depends on the visitor."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

log = logging.getLogger(__name__)

Hook = Callable[[], object]
VisitorHook = Callable[[Mapping[str, Any]], object]

_hooks: list[VisitorHook] = []
_rehearsals: list[Hook] = []
_preparations: list[Hook] = []


def on_visitor(hook: VisitorHook) -> None:
    """Call `hook(visitor)` once in each visitor's process, right after the fork.

    `visitor` is what the server knows of them, as JSON; the page is still on its way. An ordinary
    kernel never calls it: what the hook learns must also come about without it.
    """
    _hooks.append(hook)


def on_rehearsal(hook: Hook) -> None:
    """Call `hook` in a template, with a visitor who isn't there and records that are thrown away.

    What is imported, compiled and cached meanwhile is there in every kernel, and is held in memory
    once for all of them; the notebook then runs anew, so nothing else of it stays.
    """
    _rehearsals.append(hook)


def before_visitors(hook: Hook) -> None:
    """Call `hook` once in a template, when its notebook has run, for what serves all visitors.

    Nothing may stay open: no file, no connection, no thread.
    """
    _preparations.append(hook)


def awaited() -> None:
    """Call the preparations."""
    _call(_preparations)


def arrived(visitor: Mapping[str, Any]) -> None:
    """Call the visitor's hooks, where anything is known of them."""
    if visitor:
        _call([partial(hook, visitor) for hook in _hooks])


def rehearse() -> None:
    """Call the rehearsals, then forget all hooks."""
    _call(_rehearsals)
    for hooks in (_hooks, _rehearsals, _preparations):
        hooks.clear()


def _call(hooks: Sequence[Hook]) -> None:
    """Call each hook; one that fails is logged, and the lesson goes on without it."""
    for hook in hooks:
        try:
            hook()
        except Exception:
            log.exception("A hook for the visitor failed")
