from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.kernels.rig import Rig

collect_ignore_glob = [] if sys.platform == "linux" else ["test_*.py"]  # elsewhere nothing forks


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """Templates for all tests of a file."""
    made = Rig(tmp_path_factory.mktemp("k"))
    yield made
    made.end()
