"""Download of a document, with what it still lacks."""

from widgets.download.download import Download

__all__ = ["Download"]
