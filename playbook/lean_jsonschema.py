"""Imports jsonschema without its slowest part; to be imported before Altair and jupyter_server.

jsonschema's optional grammar of international addresses (rfc3987_syntax) is compiled when it is
imported: about two seconds of processor time in every kernel and at every start of the server.
It serves the formats "iri" and "iri-reference" alone, which no chart and no event of the server
has. So jsonschema is imported once as if the grammar were not installed. Where either is loaded
already, nothing changes.
"""

from __future__ import annotations

import importlib
import sys

GRAMMAR = "rfc3987_syntax"

if "jsonschema" not in sys.modules and GRAMMAR not in sys.modules:
    sys.modules[GRAMMAR] = None  # type: ignore[assignment]  # the documented way to refuse one
    try:
        importlib.import_module("jsonschema")
    finally:
        del sys.modules[GRAMMAR]
