"""What customers are worth: contracts renewed, purchases to come, amounts spent."""

from __future__ import annotations

from playbook.analysis.data import Data
from playbook.analysis.errors import AnalysisError
from playbook.analysis.parameters import Column, Measure, Option, Options, Results
from playbook.measures import (
    PurchaseHistories,
    discounted_lifetime_value,
    fit_bg_nbd,
    fit_gamma_gamma,
    fit_sbg,
    forecast_purchases,
    purchase_histories,
)

PURCHASES = (
    Column("customer", "text", "the customer's id, one row a purchase", required=False),
    Column("date", "date", "day of the purchase", required=False),
    Column("amount", "number", "amount of the purchase", required=False),
)
HISTORIES = (
    Column("frequency", "number", "repeat purchases, one row a customer", required=False),
    Column("recency", "number", "time of the last purchase since the first", required=False),
    Column("age", "number", "time observed since the first purchase", required=False),
)
READING = (
    Option("unit", "unit of time", default="week", choices=("day", "week", "month")),
    Option("calibration_end", "last day to fit on, such as 1997-09-30; by default the last day"),
)


def _histories(data: Data, options: Options) -> PurchaseHistories:
    if not (data.has("customer") and data.has("date")):
        raise AnalysisError(
            "The purchases are missing.", "Name --customer and --date, one row a purchase."
        )
    return purchase_histories(
        data.column("customer"),
        data.column("date"),
        data.column("amount") if data.has("amount") else None,
        unit=options["unit"],
        calibration_end=options["calibration_end"],
    )


def _bg_nbd(data: Data, options: Options) -> Results:
    first: Results = []
    if data.has("frequency") and data.has("recency") and data.has("age"):
        columns = [data.column(name) for name in ("frequency", "recency", "age")]
    else:
        histories = _histories(data, options)
        first = [("purchases", histories)]
        columns = [histories.frame[name] for name in ("frequency", "recency", "age")]
    model = fit_bg_nbd(*columns, unit=options["unit"])
    results = [*first, ("", model)]
    if options["horizon"] is not None:
        results.append(("forecast", forecast_purchases(model, options["horizon"], *columns)))
    return results


def _gamma_gamma(data: Data, options: Options) -> Results:
    if data.has("frequency") and data.has("mean_value"):
        found = fit_gamma_gamma(data.column("frequency"), data.column("mean_value"))
        return [("", found)]
    histories = _histories(data, options)
    found = fit_gamma_gamma(histories.frame["valued"], histories.frame["mean_value"])
    return [("purchases", histories), ("", found)]


def _lifetime_value(data: Data, options: Options) -> Results:
    histories = _histories(data, options)
    frame = histories.frame
    model = fit_bg_nbd(frame["frequency"], frame["recency"], frame["age"], unit=options["unit"])
    spend = fit_gamma_gamma(frame["valued"], frame["mean_value"])
    found = discounted_lifetime_value(
        model,
        spend,
        histories,
        margin=options["margin"],
        discount=options["discount"],
        horizon=options["horizon"],
    )
    return [("purchases", histories), ("model", model), ("amounts", spend), ("", found)]


def _sbg(data: Data, options: Options) -> Results:
    rows = data.table(["period", "alive"]).sort_values("period")
    return [("", fit_sbg(rows["alive"], unit=options["unit"]))]


MEASURES = (
    Measure(
        "bg-nbd",
        "BG/NBD model of purchases without a contract, from purchases or one history a customer",
        (*PURCHASES, *HISTORIES),
        _bg_nbd,
        (*READING, Option("horizon", "how far to forecast, in units of time", float)),
        example="purchases.csv --customer customer_id --date bought_on --horizon 52",
    ),
    Measure(
        "gamma-gamma",
        "gamma-gamma model of amounts spent, from purchases or one history a customer",
        (
            *PURCHASES,
            HISTORIES[0],
            Column("mean_value", "number", "mean amount of repeat purchases", required=False),
        ),
        _gamma_gamma,
        READING,
        example="purchases.csv --customer customer_id --date bought_on --amount paid",
    ),
    Measure(
        "lifetime-value",
        "discounted lifetime value of customers without a contract, from their purchases",
        PURCHASES,
        _lifetime_value,
        (
            *READING,
            Option("margin", "margin as a share of the amount, such as 0.3", float, required=True),
            Option("discount", "discount rate a year, such as 0.1", float, required=True),
            Option("horizon", "how far to look, in units of time", float, required=True),
        ),
        example="purchases.csv --customer customer_id --date bought_on --amount paid --margin "
        "0.3 --discount 0.1 --horizon 104",
    ),
    Measure(
        "sbg",
        "shifted beta-geometric model of renewals, from customers left after each period",
        (
            Column("period", "number", "0 for the start, then 1, 2, …"),
            Column("alive", "number", "customers still there"),
        ),
        _sbg,
        (Option("unit", "what a period is", default="periods"),),
        example="renewals.csv --period year --alive customers --unit years",
    ),
)
