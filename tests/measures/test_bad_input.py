"""Whatever is handed in, a measure answers with a result or a MeasureError, and never warns."""

import datetime as dt
import math
import warnings
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from playbook import measures as m

N = 24
RATINGS = [0, 3, 6, 7, 8, 9, 10, 10] * 3
GROUPS = ["A", "B", "C", "D"] * 6
FLAGS = [0, 1, 1, 0, 1, 0] * 4
NUMBERS = [float(one) for one in range(40, 40 + N)]
DAYS = [dt.date(2024, 1 + place % 12, 1 + place) for place in range(N)]
FREQUENCY, AGES = [0, 1, 2, 3] * 6, [30.0 + place for place in range(N)]
RECENCY = [0.0 if not count else 5.0 * count for count in FREQUENCY]
MODEL = m.BetaGeometricNBD(0.243, 4.414, 0.793, 2.426)
AMOUNTS = m.GammaGamma(6.25, 3.74, 15.4)
CURVE = m.PayoutCurve(70, 80, 90)
TABLE = pd.DataFrame(
    {"a": NUMBERS, "b": RATINGS, "y": [n + r for n, r in zip(NUMBERS, RATINGS, strict=True)]}
)
PANEL = pd.DataFrame(
    [(u, p, u * p % 5 + 0.5, u < 3) for u in range(6) for p in range(6)], columns=list("upot")
)

COLUMNS = {
    "nps": m.nps,
    "nps weights": lambda bad: m.nps(RATINGS, weights=bad),
    "nps counts": lambda bad: m.nps(RATINGS, counts=bad),
    "nps_difference": lambda bad: m.nps_difference(bad, RATINGS),
    "nps_by group": lambda bad: m.nps_by(RATINGS, bad),
    "satisfaction": m.satisfaction,
    "effort": lambda bad: m.effort(bad, version="ces2"),
    "average": lambda bad: m.average(bad, name="Mean", unit=""),
    "correlation": lambda bad: m.correlation(bad, NUMBERS, name="Both"),
    "mean_difference": lambda bad: m.mean_difference(bad, NUMBERS, name="Both"),
    "logo_churn": lambda bad: m.logo_churn(bad, DAYS, start="2024-01-01", end="2024-06-01"),
    "cohort_retention": lambda bad: m.cohort_retention(DAYS, bad, observed_until="2025-01-31"),
    "kaplan_meier": lambda bad: m.kaplan_meier(bad, FLAGS),
    "log_rank group": lambda bad: m.log_rank(NUMBERS, FLAGS, bad),
    "revenue_retention": lambda bad: m.revenue_retention(bad, NUMBERS),
    "previously active": lambda bad: m.revenue_retention(NUMBERS, NUMBERS, previously_active=bad),
    "fit_sbg": m.fit_sbg,
    "fit_bg_nbd": lambda bad: m.fit_bg_nbd(bad, RECENCY, AGES),
    "fit_gamma_gamma": lambda bad: m.fit_gamma_gamma(FREQUENCY, bad),
    "p_alive": lambda bad: MODEL.p_alive(FREQUENCY, RECENCY, bad),
    "repeat_counts": lambda bad: m.repeat_counts(MODEL, bad, AGES),
    "expected_value": lambda bad: AMOUNTS.expected_value(FREQUENCY, bad),
    "purchases": lambda bad: m.purchase_histories(GROUPS, bad),
    "composition group": lambda bad: m.composition(bad, FLAGS),
    "holm": m.holm,
    "league_table": lambda bad: m.league_table(bad, GROUPS),
    "standardise stratum": lambda bad: m.standardise(FLAGS, GROUPS, bad),
    "say_do": lambda bad: m.say_do(bad, FLAGS),
    "say_do levels": lambda bad: m.say_do(bad, FLAGS, levels=[1, 2, 3]),
    "xmr": m.xmr,
    "p_chart": lambda bad: m.p_chart(bad, [100] * N),
    "u_chart": lambda bad: m.u_chart([5] * N, bad, dispersion="Laney"),
    "cohen_kappa": lambda bad: m.cohen_kappa(bad, GROUPS),
    "fleiss_kappa": m.fleiss_kappa,
    "krippendorff_alpha": m.krippendorff_alpha,
    "coding_accuracy": lambda bad: m.coding_accuracy(bad, FLAGS),
    "recovery": lambda bad: m.recovery_value(
        bad, FLAGS, [1] * N, kind="average", good="up", name="Mean"
    ),
    "bunching": lambda bad: m.bunching(bad, 50, width=2),
    "heaping": lambda bad: m.heaping(bad, GROUPS),
    "payouts": CURVE.payouts,
    "npv": lambda bad: m.npv(0.1, bad),
    "irr": m.irr,
    "hidden_ranges": m.hidden_ranges,
    "suppress_small": m.suppress_small,
    "people_revealed": lambda bad: m.people_revealed({"A": 5}, bad),
    "rake": lambda bad: m.rake(TABLE, {"b": bad}),
    "cronbach_alpha": m.cronbach_alpha,
    "importance": lambda bad: m.driver_importance(bad, "y", ["a", "b"]),
    "importance drivers": lambda bad: m.driver_importance(TABLE, "y", bad),
    "panel": lambda bad: m.difference_in_differences(
        bad, outcome="o", unit="u", period="p", treated="t", after=3
    ),
    "ramp": lambda bad: case(ramp=bad),
    "ranges": lambda bad: case(ranges=bad),
    "labels": lambda bad: m.xmr(NUMBERS, labels=bad),
}
BAD_COLUMNS = {
    "none": None,
    "empty": [],
    "text": "abc",
    "one number": 5,
    "blanks": [None] * N,
    "words": ["word"] * N,
    "mixed": [None, "x", 1, 2.5, True, math.inf] * 4,
    "infinite": [math.inf] * N,
    "huge": [1e308, -1e308] * 12,
    "tiny": [5e-324, 0.0] * 12,
    "huge whole": [10**400] * N,
    "largest whole": np.full(N, 2**63 - 1),
    "negative": [-1] * N,
    "constant": [1] * N,
    "one row": [1],
    "too long": [1] * (N + 1),
    "two dimensions": np.ones((N, 2)),
    "lists": [[1]] * N,
    "durations": np.ones(N, dtype="m8[D]"),
    "half floats": np.ones(N, dtype="float16"),
    "mapping": {"A": None},
}


def case(**changed):
    return m.business_case(
        **{
            "eligible_customers": 1000,
            "churn": 0.2,
            "best_segment_churn": 0.1,
            "churn_reduction": 0.05,
            "margin": 100,
            "ramp": [0.5, 1],
            "attribution": 0.5,
            "set_up_cost": 1000,
            "running_cost": 100,
            "discount": 0.1,
            **changed,
        }
    )


SCALARS = {
    "confidence": lambda bad: m.nps(RATINGS, confidence=bad),
    "share": lambda bad: m.share(bad, 10),
    "share n": lambda bad: m.share(0, bad),
    "counts": lambda bad: m.nps_from_counts(bad, 1, 1),
    "margin of error": m.nps_sample_size,
    "sample of shares": m.share_sample_size,
    "power": lambda bad: m.two_share_sample_size(0.1, 0.08, bad),
    "visible change": m.smallest_visible_nps_change,
    "chance of a move": m.smallest_visible_nps_change(200).chance_of,
    "top": lambda bad: m.satisfaction(RATINGS, top=bad),
    "scale": lambda bad: m.satisfaction(RATINGS, scale=(1, bad)),
    "compound": lambda bad: m.compound(bad, 12),
    "per_period": lambda bad: m.per_period(0.1, bad),
    "survival time": m.kaplan_meier(NUMBERS, FLAGS).at,
    "multiple": lambda bad: m.lifetime_multiple(bad, 0.1, first_payment="now"),
    "lifetime margin": lambda bad: m.simple_lifetime_value(bad, 0.8, 0.1, first_payment="now"),
    "model parameter": lambda bad: m.BetaGeometricNBD(bad, 4, 1, 2),
    "horizon": lambda bad: MODEL.expected_of_a_new_customer(bad),
    "renewals": m.ShiftedBetaGeometric(0.7, 3.8).retention,
    "level": lambda bad: m.holm([0.01], alpha=bad),
    "tests": m.false_alarm_chance,
    "reliability": lambda bad: m.regress_to_mean(40, bad, 20),
    "bias": lambda bad: m.response_bias(0.3, bad, 5),
    "per": lambda bad: m.u_chart([5] * N, [100] * N, per=bad),
    "baseline": lambda bad: m.xmr(NUMBERS, baseline=bad),
    "width": lambda bad: m.bunching(NUMBERS, 50, width=bad),
    "within": lambda bad: m.answer_timing(NUMBERS, GROUPS, within=bad),
    "payout": CURVE.payout,
    "curve": lambda bad: m.PayoutCurve(70, 80, 90, at_threshold=bad),
    "answers": lambda bad: m.pay_from_noise(CURVE, n=bad, share=0.75, draws=100),
    "invited": lambda bad: m.payment(
        CURVE, m.share(8, 10), invited=bad, fewest_answers=5, lowest_response_rate=0.1
    ),
    "discount": lambda bad: m.npv(bad, [-100, 60, 60]),
    "swing": lambda bad: case(swing=bad),
    "trim": lambda bad: m.rake(TABLE.assign(s="x"), {"s": {"x": 1}}, trim=bad),
    "smallest": lambda bad: m.suppress_small({"A": 3, "B": 9}, smallest=bad),
    "shift": lambda bad: m.stated_against_derived({"a": 1, "b": 2}, {"a": 1, "b": 2}, shift=bad),
    "bootstraps": lambda bad: m.driver_importance(TABLE, "y", ["a", "b"], bootstraps=bad),
    "seed": lambda bad: m.cohen_kappa(GROUPS, GROUPS[::-1], seed=bad),
    "model": lambda bad: m.forecast_purchases(bad, 5, FREQUENCY, RECENCY, AGES),
}
BAD_SCALARS = [None, "a", "5", math.nan, math.inf, -1, 10**400, 1e308, 1e-320, True, [], 1j]
BAD_SCALARS += [Decimal("0.5"), np.array([0.5]), pd.NA, 1 - 1e-16, np.float32(0.5)]


def answered(call, bad):
    """The sentence of the result, or the refusal in words."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            found = call(bad)
        except m.MeasureError as refused:
            return f"{refused.reason.strip()[0]}{refused.remedy.strip()[0]}: {refused}"
        return found.sentence() if hasattr(found, "sentence") else str(found)


@pytest.mark.parametrize("call", COLUMNS.values(), ids=COLUMNS.keys())
def test_a_bad_column_is_counted_or_refused(call):
    for name, bad in BAD_COLUMNS.items():
        text = answered(call, bad)
        assert "nan" not in text.split(), name


@pytest.mark.parametrize("call", SCALARS.values(), ids=SCALARS.keys())
def test_a_bad_number_is_refused(call):
    for bad in BAD_SCALARS:
        assert answered(call, bad)
    for bad in (None, "a", math.nan, [], 1j):
        if bad is None and call in (SCALARS["baseline"], SCALARS["trim"]):
            continue  # None is their default
        with pytest.raises(m.MeasureError):
            call(bad)
