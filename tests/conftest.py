"""What several groups of tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

import playbook.lean_jsonschema  # noqa: F401  comes first, before Altair and nbformat
from tests import serving
from tests.serving import Served

settings.register_profile(
    "kit",
    deadline=None,
    derandomize=True,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("kit")


def pytest_configure(config: pytest.Config) -> None:
    """Have the chart library made once for all servers of all runs."""
    if cache := getattr(config, "cache", None):
        serving.library_folder = cache.mkdir("chart-library")


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all tests of a worker that do it no harm."""
    with Served(tmp_path_factory.mktemp("served") / "data") as server:
        yield server


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server for the tests of one file, to be killed and started again."""
    with Served(tmp_path_factory.mktemp("own") / "data") as server:
        yield server
