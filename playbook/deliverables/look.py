"""Colours and fonts of documents, taken from the kit's tokens."""

from __future__ import annotations

from playbook.tokens import token

_OFFICE_FACES = ("Cambria", "Georgia", "Segoe UI")


def colour(name: str) -> str:
    """Give a colour token as documents write it: `colour("accent")` is "0F5866"."""
    return token(name, "light").lstrip("#").upper()


def font(name: str) -> str:
    """Give the first face of a font token that office programs carry."""
    stack = [face.strip().strip('"') for face in token(name).split(",")]
    return next(face for face in stack if face in _OFFICE_FACES)
