from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize("module", ["playbook.charts", "playbook.server.app", "widgets"])
def test_the_slow_grammar_is_never_loaded(module: str) -> None:
    check = f"import sys, {module}; sys.exit('rfc3987_syntax' in sys.modules)"
    subprocess.run([sys.executable, "-c", check], check=True)


def test_jsonschema_still_validates() -> None:
    check = (
        "import playbook.charts, jsonschema\n"
        "try: jsonschema.validate(1, {'type': 'string'})\n"
        "except jsonschema.ValidationError: raise SystemExit(0)\n"
        "raise SystemExit(1)"
    )
    subprocess.run([sys.executable, "-c", check], check=True)
