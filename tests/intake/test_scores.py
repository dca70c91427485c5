from __future__ import annotations

import pytest

from playbook.intake import Role, answer, assign, profile, questions, read, suggest
from playbook.intake.errors import IntakeError


def table(name: str, ratings: list[object]) -> str:
    rows = "".join(f"{'NS'[place % 2]},{rating}\n" for place, rating in enumerate(ratings))
    return f"Region,{name}\n{rows}"


def column(intake, name):
    return next(one for one in intake.receipt.columns if one.name == name)


def test_zero_is_a_rating_and_every_missing_mark_is_counted_apart(write, taken_in):
    ratings = [0, 10, 7, "", " ", "N/A", "NA", -99, 999, 8.5, 11, -1, "good"] + [9] * 20
    nps = column(taken_in(write(table("NPS", ratings))), "NPS")
    assert nps.used == 23
    assert nps.blanks == 2
    assert nps.blank_rows == (5, 6)
    assert {one.reason: (one.count, one.values) for one in nps.rejected} == {
        'marked "N/A"': (1, ("N/A",)),
        'marked "NA"': (1, ("NA",)),
        "code -99 for no answer": (1, ("-99",)),
        "code 999 for no answer": (1, ("999",)),
        "not a whole number": (1, ("8.5",)),
        "outside 0 to 10": (2, ("11", "-1")),
        "not a number": (1, ("good",)),
    }


def test_labelled_ends_are_read_by_their_number_and_noted(write, taken_in):
    ratings = ["10 - Extremely likely", "0 - Not at all likely", "7", "8"]
    intake = taken_in(write(table("Likelihood to recommend", ratings)))
    assert intake.frame["Likelihood to recommend"].tolist() == [10, 0, 7, 8]
    assert any("is read by its number" in note for note in intake.receipt.notes)


def test_labels_are_rejected_if_some_text_has_no_number(write, taken_in):
    ratings = ["10 - Extremely likely", "perhaps", "0", "7", "8", "9"]
    nps = column(
        taken_in(write(table("Likelihood to recommend", ratings))), "Likelihood to recommend"
    )
    assert {one.reason: one.count for one in nps.rejected} == {
        "a number with text": 1,
        "not a number": 1,
    }


def test_ratings_from_1_to_10_are_never_taken_for_0_to_10(write):
    path = write(table("NPS", [*range(1, 11)] * 10))
    found = profile(path)
    plan = suggest(found)
    question = questions(found, plan)[0]
    assert question.key == "scale:NPS"
    assert [value for value, _ in question.options] == ["0-10", "1-10", "1-5", "ignore"]
    with pytest.raises(IntakeError, match="leaves open: scale:NPS"):
        read(path, plan)
    as_satisfaction = answer(plan, question.key, "1-10").roles["NPS"]
    assert (as_satisfaction.kind, as_satisfaction.scale) == ("satisfaction", (1, 10))
    as_recommend = answer(plan, question.key, "0-10").roles["NPS"]
    assert (as_recommend.kind, as_recommend.scale) == ("recommend", (0, 10))


def test_stars_are_never_taken_for_0_to_10(write):
    found = profile(write(table("Would you recommend us", [1, 2, 3, 4, 5, 5])))
    assert [q.key for q in questions(found, suggest(found))] == ["scale:Would you recommend us"]


def test_a_scale_of_1_to_10_stated_in_the_header_is_asked(write):
    found = profile(write(table("Recommend us (1-10)", [1, 9, 10, 8])))
    question = questions(found, suggest(found))[0]
    assert "states another scale" in question.why


def test_few_ratings_without_a_zero_are_noted(write, taken_in):
    intake = taken_in(write(table("NPS", [9, 10, 3, 7])))
    assert any("no zero occurs among 4 ratings" in note for note in intake.receipt.notes)


def test_a_column_of_words_cannot_be_a_recommendation(write):
    found = profile(write(table("Mood", ["good", "bad", "good"])))
    with pytest.raises(IntakeError, match="can't be read as"):
        assign(found, suggest(found), "Mood", "recommend")


def test_the_scale_of_satisfaction_is_asked_unless_its_ends_are_seen(write):
    few = profile(write(table("CSAT", [3, 4, 4])))
    assert [q.key for q in questions(few, suggest(few))] == ["scale:CSAT"]
    many = profile(write(table("CSAT", [1, 2, 3, 4, 5] * 20), "many.csv"))
    assert suggest(many).roles["CSAT"].scale == (1, 5)


def test_the_direction_of_effort_is_always_asked_unless_the_header_says_it(write):
    ratings = [1, 2, 3, 4, 5] * 20
    found = profile(write(table("CES", ratings)))
    assert [q.key for q in questions(found, suggest(found))] == ["effort:CES"]
    stated = profile(write(table("CES 2.0", ratings), "stated.csv"))
    assert suggest(stated).roles["CES 2.0"].version == "ces2"


def test_an_effort_that_runs_against_satisfaction_gets_a_warning(write, taken_in):
    rows = "".join(f"{n % 5 + 1},{n % 5 + 1}\n" for n in range(100))
    path = write("Customer effort,CSAT\n" + rows)
    warned = taken_in(path, effort="ces1").receipt.notes
    assert any("Check the direction of" in note for note in warned)
    calm = taken_in(path, effort="ces2").receipt.notes
    assert not any("Check the direction of" in note for note in calm)


def test_a_rating_with_a_decimal_zero_is_whole(write, taken_in):
    assert taken_in(write(table("NPS", ["9.0", "0.0", "10.0"]))).frame["NPS"].tolist() == [9, 0, 10]


def test_a_role_survives_json():
    role = Role("satisfaction", scale=(1, 5), labelled=True, why="x")
    assert Role.from_dict(role.to_dict()) == role
