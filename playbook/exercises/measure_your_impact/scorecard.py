"""What belongs on a scorecard, and what its numbers may be made to say."""

from __future__ import annotations

import random
from dataclasses import dataclass

from playbook.exercises.measure_your_impact.drawing import draw_until, known
from playbook.exercises.measure_your_impact.uncertainty import BRANCHES
from playbook.exercises.registry import generator
from playbook.exercises.variant import Variant
from playbook.measures import correlation

WEIGHTS = ((50, 30, 20), (20, 30, 50), (30, 20, 50), (60, 20, 20), (40, 40, 20), (20, 40, 40))


@generator("composite-weights")
def composite(rng: random.Random) -> Variant:
    """Two branches, three measures, two sets of weights: the leader changes with the weights."""

    def make() -> Variant | None:
        one = [rng.randint(58, 94) for _ in range(3)]
        other = [rng.randint(58, 94) for _ in range(3)]
        first, second = rng.sample(WEIGHTS, 2)
        gaps = [weighted(one, each) - weighted(other, each) for each in (first, second)]
        if gaps[0] < 1.5 or gaps[1] > -1.5:
            return None
        leader, follower = rng.sample(BRANCHES, 2)
        values: dict[str, float | str] = {
            "one": leader,
            "other": follower,
            "weights_first": " / ".join(str(weight) for weight in first),
            "weights_second": " / ".join(str(weight) for weight in second),
            "one_first": weighted(one, first),
            "other_first": weighted(other, first),
            "one_second": weighted(one, second),
            "other_second": weighted(other, second),
            "one_equal": weighted(one, (1, 1, 1)),
            "other_equal": weighted(other, (1, 1, 1)),
        }
        for name, scores in (("one", one), ("other", other)):
            for part, score in zip(("satisfied", "solved", "kept"), scores, strict=True):
                values[f"{name}_{part}"] = score
        return Variant(values)

    return draw_until(make)


def weighted(scores: list[int], weights: tuple[int, ...]) -> float:
    """Weighted mean of scores: Σws / Σw."""
    return sum(w * s for w, s in zip(weights, scores, strict=True)) / sum(weights)


@dataclass(frozen=True)
class Business:
    """A business with measures that lead, follow, repeat each other, or lead nowhere."""

    name: str
    lead: str
    lag: str
    second_lag: str
    twins: tuple[str, str]
    out_of_reach: str


BUSINESSES = (
    Business(
        "a broadband company",
        "installations done at the first visit",
        "customers who leave within twelve months",
        "revenue kept after twelve months",
        ("satisfaction with the installation", "satisfaction with the technician"),
        "growth of the regional market",
    ),
    Business(
        "a software company",
        "new customers with their first working report by day 14",
        "contracts renewed after a year",
        "revenue kept from last year's customers",
        ("satisfaction with the product", "likelihood to recommend the product"),
        "the exchange rate",
    ),
    Business(
        "an insurer",
        "claims with every question asked in the first letter",
        "policies kept after a claim",
        "premium kept after a claim",
        ("satisfaction with the claim", "ease of making the claim"),
        "the number of storms",
    ),
    Business(
        "a parcel service",
        "parcels delivered in the window that was promised",
        "senders who ship again within 90 days",
        "revenue for each active sender",
        ("satisfaction of receivers", "star rating given by receivers"),
        "the price of fuel",
    ),
    Business(
        "a bank for small firms",
        "accounts opened without a second request for documents",
        "firms that make us their main bank within a year",
        "income for each firm after a year",
        ("satisfaction with opening the account", "ease of opening the account"),
        "the central bank's rate",
    ),
    Business(
        "a hotel group",
        "rooms ready at the promised hour",
        "guests who book again within a year",
        "income for each returning guest",
        ("satisfaction at check-out", "likelihood to recommend at check-out"),
        "the weather in high season",
    ),
)


@generator("lead-and-lag")
def lead_and_lag(rng: random.Random) -> Variant:
    """A lead that can be acted on with the lag it points to, among pairs that lack one of both."""
    business = rng.choice(BUSINESSES)
    values: dict[str, float | str] = {
        "business": business.name,
        "customers": rng.randrange(4_000, 90_000, 500),
        "lead": business.lead,
        "lag": business.lag,
        "second_lag": business.second_lag,
        "twin_one": business.twins[0],
        "twin_two": business.twins[1],
        "out_of_reach": business.out_of_reach,
        "weeks": rng.randint(2, 5),
        "months": rng.randint(6, 12),
    }
    return Variant(values)


@generator("callbacks-and-churn")
def callbacks(rng: random.Random) -> Variant:
    """Branches that call unhappy customers back lose fewer; a correlation and no experiment."""

    def make() -> Variant | None:
        n = rng.randint(36, 90)
        called = [rng.uniform(20, 90) for _ in range(n)]
        lost = [9 - 0.035 * rate + rng.gauss(0, 1.5) for rate in called]
        found = correlation(called, lost, name="Share called back and customers lost")
        r, explained = known(found.r), 100 * known(found.r_squared)
        if known(found.high) > -0.1 or not 10 <= explained <= 45 or min(lost) < 0.5:
            return None
        values = {
            "n": n,
            "r": r,
            "r_as_percent": 100 * abs(r),
            "explained": explained,
            "low": known(found.low),
            "high": known(found.high),
        }
        return Variant(values)

    return draw_until(make)
