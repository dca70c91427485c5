"""A look at a document before it is downloaded."""

from widgets.preview.preview import Preview

__all__ = ["Preview"]
