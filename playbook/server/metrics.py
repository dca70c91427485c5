"""What the server counts and measures of itself, for whoever runs it. No learner is named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)

SECONDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)

_OPENS = Counter("cco_opens", "Lessons opened", ["mode"], registry=REGISTRY)
_FALLBACKS = Counter(
    "cco_fallbacks", "Lessons opened without their snapshot", ["reason"], registry=REGISTRY
)
_ERRORS = Counter("cco_errors", "What went wrong in the server", ["where"], registry=REGISTRY)
_REFUSED = Counter("cco_refused", "What a limit refused", ["limit"], registry=REGISTRY)
_READY = Histogram(
    "cco_kernel_ready_seconds",
    "From the request for a lesson to its kernel being ready",
    buckets=SECONDS,
    registry=REGISTRY,
)
_WAITED = Histogram(
    "cco_waited_seconds",
    "Time that a learner stood in line before coming in",
    buckets=(1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 1800.0, 3600.0),
    registry=REGISTRY,
)
_GAUGES = {
    "kernels": Gauge("cco_kernels", "Kernels held", registry=REGISTRY),
    "inside": Gauge("cco_learners_inside", "Learners who have a place", registry=REGISTRY),
    "waiting": Gauge("cco_learners_waiting", "Learners in line", registry=REGISTRY),
    "places": Gauge("cco_places", "Places of the room", registry=REGISTRY),
    "templates": Gauge("cco_templates_ready", "Lessons with a snapshot", registry=REGISTRY),
}

GaugeName = Literal["kernels", "inside", "waiting", "places", "templates"]


def opened(mode: Literal["snapshot", "ordinary"]) -> None:
    """Count a lesson that was opened."""
    _OPENS.labels(mode).inc()


def fell_back(reason: str) -> None:
    """Count a lesson opened without its snapshot; `reason` is one of a few short phrases."""
    _FALLBACKS.labels(reason).inc()


def failed(where: str) -> None:
    """Count something that went wrong; `where` is one of a few short phrases."""
    _ERRORS.labels(where).inc()


def refused(limit: str) -> None:
    """Count what a limit refused; `limit` is one of a few short phrases."""
    _REFUSED.labels(limit).inc()


def kernel_ready(seconds: float) -> None:
    """Note how long a visitor's kernel took, from the request to its being ready."""
    _READY.observe(seconds)


def waited(seconds: float) -> None:
    """Note how long a learner stood in line."""
    _WAITED.observe(seconds)


def watch(gauge: GaugeName, read: Callable[[], float]) -> None:
    """Say how a gauge is read, each time that somebody asks."""
    _GAUGES[gauge].set_function(read)


def figures() -> tuple[bytes, str]:
    """All figures, and their content type."""
    return generate_latest(REGISTRY), CONTENT_TYPE_LATEST
