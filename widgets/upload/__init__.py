"""A learner's own file, from the browser to Python."""

from widgets.upload.upload import Upload

__all__ = ["Upload"]
