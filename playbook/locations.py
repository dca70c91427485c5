"""Where the kit's files lie, in a checkout and in an installed wheel alike."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs

CHECKOUT = Path(__file__).resolve().parent.parent
INSTALLED = Path(sys.prefix) / "share" / "cco-playbook"


def _is_checkout() -> bool:
    """Whether the code lies in a checkout; else its parent holds other people's packages too."""
    return (CHECKOUT / "pyproject.toml").is_file()


def _kit_folder(name: str) -> Path:
    return _there((CHECKOUT if _is_checkout() else INSTALLED) / name)


def _there(folder: Path) -> Path:
    if not folder.is_dir():
        raise FileNotFoundError(f"The kit's folder {folder} is missing. Install the kit again.")
    return folder


def notebooks_dir() -> Path:
    """Folder of the lessons' notebooks."""
    return _kit_folder("notebooks")


def datasets_dir() -> Path:
    """Folder of the sample companies."""
    return _kit_folder("datasets")


def share_dir() -> Path:
    """Folder that holds `jupyter/voila/templates/cco`, the lesson's page."""
    return (CHECKOUT if _is_checkout() else Path(sys.prefix)) / "share"


def client_dir() -> Path:
    """Folder of the page client's built files; it lies beside this package, always."""
    return _there(CHECKOUT / "widgets" / "client" / "built")


def data_dir() -> Path:
    """Folder of what is kept of learners: `CCO_DATA_DIR`, else the user's data directory."""
    named = os.environ.get("CCO_DATA_DIR")
    return Path(named) if named else Path(platformdirs.user_data_dir("cco-playbook"))
