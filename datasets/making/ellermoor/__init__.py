"""Ellermoor Hotels: fourteen hotels, no contracts."""
