"""Ordanvale Software: business software on contracts."""
