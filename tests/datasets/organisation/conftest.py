from __future__ import annotations

from functools import cache
from typing import Any

import pytest
import yaml

from playbook.locations import datasets_dir

COMPANIES = ("quillmere", "ordanvale", "ellermoor")


@cache
def _truth(company: str) -> dict[str, Any]:
    path = datasets_dir() / company / "truth.yaml"
    truth: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return truth


@pytest.fixture(scope="module", params=COMPANIES)
def company(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def truth(company: str) -> dict[str, Any]:
    return _truth(company)
