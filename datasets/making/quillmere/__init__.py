"""Quillmere Broadband: a regional broadband provider."""
