from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
import yaml

from playbook.locations import datasets_dir
from playbook.samples import load


@pytest.fixture(scope="session")
def truth() -> dict[str, Any]:
    text = (datasets_dir() / "quillmere" / "truth.yaml").read_text(encoding="utf-8")
    truth: dict[str, Any] = yaml.safe_load(text)
    return truth


@pytest.fixture(scope="session")
def customers() -> pd.DataFrame:
    return load("quillmere", "customers")


@pytest.fixture(scope="session")
def answers() -> pd.DataFrame:
    return load("quillmere", "responses").drop_duplicates("response_id")


@pytest.fixture(scope="session")
def invitations() -> pd.DataFrame:
    return load("quillmere", "invitations")


@pytest.fixture(scope="session")
def contacts() -> pd.DataFrame:
    return load("quillmere", "touchpoints").drop_duplicates("event_id")
