"""Generators for the lesson "Measure your impact"; importing them makes them known by name.

A generator draws plausible numbers until they show what the item is about, and computes every
answer with `playbook.measures`.
"""

from playbook.exercises.measure_your_impact import (  # noqa: F401
    definitions,
    parts_and_whole,
    scorecard,
    signal_or_noise,
    uncertainty,
)
