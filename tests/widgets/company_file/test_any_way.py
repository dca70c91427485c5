"""Whatever a learner does to the sample's columns, in whatever order."""

from __future__ import annotations

import json
from contextlib import suppress
from functools import cache
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.intake import IntakeError, Profile, RoleKind, profile
from playbook.records.entries import as_text
from widgets.company_file import CompanyFile
from widgets.scorecard.scorecard import sample_file


@cache
def sample() -> Profile:
    return profile(sample_file())


COLUMNS = [column.name for column in sample().columns]
assigning = st.tuples(st.sampled_from(COLUMNS), st.sampled_from(get_args(RoleKind)))
answering = st.integers(0, 5)
steps = st.lists(st.one_of(assigning, answering), max_size=8)


def take(model, step):
    """Give a column a role, or answer the first open question; refusals are part of the way."""
    with suppress(IntakeError):
        if isinstance(step, tuple):
            model.assign(*step)
        elif model.open_questions:
            question = model.open_questions[0]
            value, _ = question.options[step % len(question.options)]
            model.answer(question.key, value)


@settings(max_examples=25)
@given(steps)
def test_every_plan_comes_back_from_the_record_and_a_readable_one_can_be_read(way):
    model = CompanyFile()
    model.take((sample_file(), sample()))
    for step in way:
        take(model, step)
    if model.readable:
        model.took(model.read())
        assert model.reading.receipt.rows_in == 400
        assert all(measure.value is None or measure.n for measure in model.reading.measures)
    kept = {part: json.loads(as_text(model.state(part))) for part in ("profile", "plan", "reading")}
    again = CompanyFile()
    again.restore(kept, model.path)
    assert again.plan == model.plan
    assert again.reading == model.reading
    assert again.open_questions == model.open_questions
    assert again.outdated is model.outdated is False
