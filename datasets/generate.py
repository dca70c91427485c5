"""Write the sample companies: `python datasets/generate.py [--out DIR]`.

Writes the tables and `truth.yaml` of Quillmere Broadband into DIR/quillmere. The bytes are the same
on every machine; what is planted in the tables is said in `truth.yaml`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from pathlib import Path

from making.customers import CONTRACTS, Customer, make_customers
from making.draws import Draws
from making.journeys import STEP_SUCCESS, Journey, make_journeys
from making.monthly import MONTHS, SHIFT_FROM, SHIFTED_MEASURE, STEADY, make_monthly
from making.responses import BLANKS, DUPLICATES, Response, make_responses, without_duplicates
from making.survey_export import make_survey_export
from making.writing import write_csv, write_yaml

CUSTOMERS = 1500
SEEDS = {"customers": 11, "journeys": 12, "responses": 51, "monthly": 401, "survey_export": 15}
BASELINE_MONTHS = 12


def write_quillmere(folder: Path) -> None:
    """Write Quillmere's tables and its truth into a folder, which is made when it isn't there."""
    folder.mkdir(parents=True, exist_ok=True)
    customers = make_customers(Draws(SEEDS["customers"]), CUSTOMERS)
    journeys = make_journeys(Draws(SEEDS["journeys"]), customers)
    responses = make_responses(Draws(SEEDS["responses"]), journeys)
    once = without_duplicates(responses)
    monthly = make_monthly(Draws(SEEDS["monthly"]), once)
    export, export_truth = make_survey_export(Draws(SEEDS["survey_export"]))

    write_csv(folder / "customers.csv", _customer_rows(customers))
    write_csv(folder / "journeys.csv", _journey_rows(journeys))
    write_csv(folder / "responses.csv", _response_rows(responses))
    write_csv(folder / "monthly.csv", [tuple(monthly[0]), *(row.values() for row in monthly)])
    write_csv(folder / "survey_export.csv", export)
    write_yaml(
        folder / "truth.yaml",
        "What is planted in Quillmere's tables. Written by datasets/generate.py.",
        {
            "seeds": SEEDS,
            "customers": _customers_truth(customers),
            "journeys": _journeys_truth(journeys),
            "responses": _responses_truth(responses, once),
            "monthly": _monthly_truth(monthly),
            "survey_export": export_truth,
        },
    )


def _customer_rows(customers: list[Customer]) -> Iterable[tuple[object, ...]]:
    yield "customer_id", "contract", "region", "joined", "monthly_bill", "left"
    for one in customers:
        yield (
            one.customer_id,
            one.contract,
            one.region,
            one.joined.isoformat(),
            f"{one.monthly_bill:.2f}",
            "yes" if one.left else "no",
        )


def _journey_rows(journeys: list[Journey]) -> Iterable[tuple[object, ...]]:
    steps = (f"touchpoint_{number}" for number in range(1, len(STEP_SUCCESS) + 1))
    yield "customer_id", "journey", "journey_satisfaction", *steps
    for one in journeys:
        yield one.customer.customer_id, one.name, one.satisfaction, *one.touchpoints


def _response_rows(responses: list[Response]) -> Iterable[tuple[object, ...]]:
    yield (
        "response_id",
        "customer_id",
        "answered_on",
        "journey",
        "channel",
        "likelihood_to_recommend",
        "satisfaction",
        "effort",
        "comment",
    )
    for one in responses:
        yield (
            one.response_id,
            one.customer_id,
            one.answered_on.isoformat(),
            one.journey,
            one.channel,
            one.likelihood_to_recommend,
            one.satisfaction,
            one.effort,
            one.comment,
        )


def _customers_truth(customers: list[Customer]) -> Mapping[str, object]:
    return {
        "rows": len(customers),
        "left": sum(one.left for one in customers),
        "says": "Leaving falls from month-to-month to two-year contracts. Regions do not differ by "
        "plan: what their shares show is chance.",
        "contracts_by_leaving": list(CONTRACTS),
    }


def _journeys_truth(journeys: list[Journey]) -> Mapping[str, object]:
    return {
        "rows": len(journeys),
        "says": "The score of the whole follows the worst step and failed hand-overs, and leaving "
        "follows the score of the whole. So it explains leaving better than the mean of the steps.",
        "step_success_planned": list(STEP_SUCCESS),
        "all_six_steps_satisfied": sum(min(one.touchpoints) >= 4 for one in journeys),
        "journey_satisfied": sum(one.satisfaction >= 4 for one in journeys),
        "end_to_end_between": [0.53, 0.60],
        "journey_r_squared_at_least": 0.12,
        "touchpoint_r_squared_at_most": 0.06,
    }


def _responses_truth(responses: list[Response], once: list[Response]) -> Mapping[str, object]:
    recommend = [
        one.likelihood_to_recommend for one in once if one.likelihood_to_recommend is not None
    ]
    return {
        "rows": len(responses),
        "duplicate_rows": DUPLICATES,
        "says": "A duplicate is the same answer sent twice, with the same response_id. "
        "The score does not move over the 24 months beyond what chance does.",
        "rows_once": len(once),
        **{f"blank_{question}_once": count for question, count in BLANKS.items()},
        "promoters_once": sum(rating >= 9 for rating in recommend),
        "passives_once": sum(7 <= rating <= 8 for rating in recommend),
        "detractors_once": sum(rating <= 6 for rating in recommend),
    }


def _monthly_truth(monthly: list[dict[str, object]]) -> Mapping[str, object]:
    steady = [name for name in (*STEADY, "nps") if name != SHIFTED_MEASURE]
    return {
        "rows": len(monthly),
        "baseline_months": BASELINE_MONTHS,
        "says": "Repair calls rise for good in the month below, when the routers' software "
        "changed. The peaks and dips of the other measures are inside their limits: noise.",
        "signal_measure": SHIFTED_MEASURE,
        "signal_from_row": SHIFT_FROM,
        "signal_from_month": MONTHS[SHIFT_FROM - 1],
        "steady_measures": steady,
        "tempting_peaks": {name: _by_value(monthly, name)[-1] for name in steady},
        "tempting_dips": {name: _by_value(monthly, name)[0] for name in steady},
    }


def _by_value(monthly: list[dict[str, object]], name: str) -> list[object]:
    """The months, the one with the lowest value first."""
    return [row["month"] for row in sorted(monthly, key=lambda row: float(str(row[name])))]


def main() -> None:
    """Read the command line and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, metavar="DIR")
    write_quillmere(parser.parse_args().out / "quillmere")


if __name__ == "__main__":
    main()
