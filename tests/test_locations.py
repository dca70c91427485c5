from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from playbook import locations


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The kit as a wheel installs it, beside another package that is called `datasets`."""
    packages = tmp_path / "lib" / "site-packages"
    (packages / "datasets").mkdir(parents=True)
    (packages / "share").mkdir()
    monkeypatch.setattr(locations, "CHECKOUT", packages)
    monkeypatch.setattr(locations, "INSTALLED", tmp_path / "share" / "cco-playbook")
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    return tmp_path


def test_an_installed_kit_finds_its_own_folders_beside_packages_of_the_same_name(
    installed: Path,
) -> None:
    for name in ("notebooks", "datasets"):
        (installed / "share" / "cco-playbook" / name).mkdir(parents=True)

    assert locations.datasets_dir() == installed / "share" / "cco-playbook" / "datasets"
    assert locations.notebooks_dir() == installed / "share" / "cco-playbook" / "notebooks"
    assert locations.share_dir() == installed / "share"


def test_the_page_client_lies_beside_the_package_in_a_checkout_and_installed(
    installed: Path,
) -> None:
    built = locations.CHECKOUT / "widgets" / "client" / "built"
    built.mkdir(parents=True)

    assert locations.client_dir() == built


@pytest.mark.parametrize("folder", [locations.notebooks_dir, locations.client_dir])
def test_a_kit_without_its_folders_says_what_to_do(
    installed: Path, folder: Callable[[], Path]
) -> None:
    with pytest.raises(FileNotFoundError, match="Install the kit again"):
        folder()


def test_the_data_folder_is_named_by_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CCO_DATA_DIR", str(tmp_path))

    assert locations.data_dir() == tmp_path


def test_without_a_name_the_data_folder_is_the_user_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("CCO_DATA_DIR", "")

    assert locations.data_dir().name == "cco-playbook"
    assert tmp_path in locations.data_dir().parents
