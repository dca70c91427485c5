from __future__ import annotations

import pytest

from widgets.form import Field, Form

FIELDS = (
    Field("company", "Company", required=True),
    Field("customers", "Customers", "number"),
    Field("review", "Date of the review", "date"),
    Field("layer", "Layer", "choice", options=(("a", "Perception"), ("b", "Behaviour"))),
    Field("note", "Note", "long", max_length=10),
)


def not_negative(name, value):
    return "There can't be fewer than 0." if name == "customers" and value < 0 else None


@pytest.fixture
def form():
    return Form(key="heading", fields=FIELDS, validate=not_negative)


@pytest.fixture
def page(form, record, open_page):
    form.attach({}, record.keep)
    return open_page(form)


def test_each_field_is_a_part(form, page, record):
    page.enter("company", "Acme")
    page.enter("layer", "b")
    assert record.parts == {"company": "Acme", "layer": "b"}


def test_values_mean_what_was_typed(form, page):
    for part, text in (("customers", "1 200,5"), ("review", "2026-11-30"), ("layer", "b")):
        page.enter(part, text)
    assert form.values == {
        "company": "",
        "customers": 1200.5,
        "review": "2026-11-30",
        "layer": "b",
        "note": "",
    }


@pytest.mark.parametrize(
    ("part", "text", "message"),
    [
        ("company", " ", "needed"),
        ("customers", "many", "not a number"),
        ("customers", "-4", "fewer than 0"),
        ("review", "soon", "not a date"),
        ("layer", "z", "no longer offered"),
        ("note", "far too long", "At most 10 characters"),
    ],
)
def test_wrong_entry_is_flagged_and_kept(form, page, record, part, text, message):
    assert page.enter(part, text)["type"] == "kept"
    assert record.parts == {part: text}
    assert form.texts[part] == text
    assert message in form.problems[part]


def test_corrected_entry_is_not_flagged(form, page):
    page.enter("customers", "many")
    page.enter("customers", "12")
    assert form.problems == {}


def test_unknown_field_and_endless_text_are_refused(page, record):
    assert page.enter("other", "x")["final"] is True
    assert page.enter("note", "x" * 20_001)["final"] is True
    assert record.parts == {}


def test_restored_with_what_is_wrong(form, record):
    form.attach({"company": "Acme", "customers": "many", "gone": "x"}, record.keep)
    assert form.texts == {"company": "Acme", "customers": "many"}
    assert "customers" in form.problems


def test_change_is_told_after_it_was_kept(form, page, record):
    seen = []
    form.on_change(lambda part: seen.append((part, dict(record.parts))))
    page.enter("company", "Acme")
    assert seen == [("company", {"company": "Acme"})]


def test_other_options_are_offered(form, page):
    page.enter("layer", "a")
    form.set_options("layer", [("b", "Behaviour")])
    assert form.fields[3]["options"] == [["b", "Behaviour"]]
    assert "no longer offered" in form.problems["layer"]
