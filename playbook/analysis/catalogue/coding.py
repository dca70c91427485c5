"""Judgements of people: coders who agree, rules that find, levels of maturity."""

from __future__ import annotations

from playbook.analysis.data import Data
from playbook.analysis.parameters import Column, Measure, Option, Options, Results
from playbook.analysis.texts import scale_text
from playbook.measures import (
    coding_accuracy,
    cohen_kappa,
    cronbach_alpha,
    krippendorff_alpha,
    maturity,
)


def _kappa(data: Data, options: Options) -> Results:
    found = cohen_kappa(data.column("first"), data.column("second"), weights=options["weights"])
    return [("", found)]


def _alpha(data: Data, options: Options) -> Results:
    table = data.own_table(["coders"]).astype(object)
    return [("", krippendorff_alpha(table.where(table.notna(), None), level=options["level"]))]


def _ordered_alpha(data: Data, options: Options) -> Results:
    return [("", krippendorff_alpha(data.own_table(["coders"]), level=options["level"]))]


def _accuracy(data: Data, options: Options) -> Results:
    return [("", coding_accuracy(data.column("found"), data.column("truth")))]


def _cronbach(data: Data, options: Options) -> Results:
    return [("", cronbach_alpha(data.own_table(["items"])))]


def _maturity(data: Data, options: Options) -> Results:
    names = ["department", "area", "respondent", "rating"]
    found = maturity(
        data.table([*names, *(["item"] if data.has("item") else [])]),
        item="item" if data.has("item") else None,
        scale=options["scale"],
        smallest=options["smallest"],
    )
    return [("", found)]


MEASURES = (
    Measure(
        "kappa",
        "Cohen's κ of two coders",
        (
            Column("first", "text", "codes of the first coder"),
            Column("second", "text", "codes of the second coder"),
        ),
        _kappa,
        (Option("weights", "weights of ordered codes", choices=("linear", "quadratic")),),
        splits=True,
        example="verbatims.csv --first coder_a --second coder_b",
    ),
    Measure(
        "krippendorff",
        "Krippendorff's α of any number of coders who gave names, gaps allowed",
        (Column("coders", "text", "one column a coder", many=True),),
        _alpha,
        (Option("level", "level of the codes", default="nominal", choices=("nominal",)),),
        example="verbatims.csv --coders coder_a,coder_b",
    ),
    Measure(
        "krippendorff-ratings",
        "Krippendorff's α of any number of coders who gave numbers, gaps allowed",
        (Column("coders", "number", "one column a coder", many=True),),
        _ordered_alpha,
        (
            Option(
                "level",
                "level of the numbers",
                default="ordinal",
                choices=("nominal", "ordinal", "interval", "ratio"),
            ),
        ),
        example="ratings.csv --coders first_judge,second_judge,third_judge",
    ),
    Measure(
        "coding-accuracy",
        "a keyword rule against hand coding: precision and recall",
        (
            Column("found", "flag", "whether the rule found it"),
            Column("truth", "flag", "whether it is so"),
        ),
        _accuracy,
        splits=True,
        example="verbatims.csv --found rule --truth by_hand",
    ),
    Measure(
        "cronbach",
        "Cronbach's α: whether the items of a questionnaire go together",
        (Column("items", "number", "one column an item", many=True),),
        _cronbach,
        example="responses.csv --items rated_reliability,rated_valued,rated_price",
    ),
    Measure(
        "maturity",
        "median levels by area and department, small departments hidden",
        (
            Column("department", "text", "department of the respondent"),
            Column("area", "text", "area rated"),
            Column("respondent", "text", "who rated"),
            Column("rating", "number", "the rating"),
            Column("item", "text", "the item, where an area has several", required=False),
        ),
        _maturity,
        (
            Option("scale", "lowest and highest rating, such as 1-4", scale_text, (1, 4)),
            Option("smallest", "smallest number of respondents that may be shown", int, 5),
        ),
        example="area_ratings.csv --department department --area area --respondent "
        "respondent_id --rating rating",
    ),
)
