"""The journey and its parts."""

from __future__ import annotations

import random

from playbook.exercises.measure_your_impact.drawing import apart, bounded, draw_until, known
from playbook.exercises.registry import generator
from playbook.exercises.variant import Variant
from playbook.measures import chain_completion, correlation

JOURNEYS = (
    "Opening a business account",
    "Moving house with a broadband contract",
    "Making an insurance claim",
    "Ordering and installing a heat pump",
    "Getting a new hire onto the software",
    "Returning a parcel",
)


@generator("chain-completion")
def chain(rng: random.Random) -> Variant:
    """k equal, independent steps; per cent who get through all of them."""

    def make() -> Variant | None:
        steps, rate = rng.randint(4, 9), rng.randint(80, 97)
        answer = 100 * chain_completion([rate / 100] * steps)
        added = 100 - steps * (100 - rate)
        if added < 5 or not apart((answer, float(rate), float(added), 100 - answer), 1.5):
            return None
        begun = rng.randrange(2_000, 48_000, 100)
        values: dict[str, float | str] = {
            "journey": rng.choice(JOURNEYS),
            "steps": steps,
            "rate": rate,
            "failing": 100 - rate,
            "added": added,
            "added_failures": 100 - added,
            "answer": answer,
            "lost": 100 - answer,
            "begun": begun,
            "through": begun * answer / 100,
        }
        wrong = (
            (float(rate), "average-of-parts"),
            (float(added), "adding-failures"),
            (100 - answer, "other-side"),
        )
        return Variant(values, answer, 0.15, wrong)

    return draw_until(make)


@generator("needed-step-rate")
def needed_rate(rng: random.Random) -> Variant:
    """The rate that each of k equal steps needs for a wanted completion, in per cent."""

    def make() -> Variant | None:
        steps, wanted = rng.randint(4, 9), rng.randint(50, 75)
        answer = 100 * (wanted / 100) ** (1 / steps)
        divided = 100 - (100 - wanted) / steps
        if not apart((answer, divided, float(wanted)), 0.6):
            return None
        journey = rng.choice(JOURNEYS)
        values: dict[str, float | str] = {
            "journey_lower": journey[0].lower() + journey[1:],
            "steps": steps,
            "wanted": wanted,
            "missing": 100 - wanted,
            "divided": divided,
            "divided_gives": 100 * chain_completion([divided / 100] * steps),
            "wanted_gives": 100 * chain_completion([wanted / 100] * steps),
            "answer": answer,
            "failures_allowed": 100 - answer,
        }
        wrong = ((divided, "adding-failures"), (float(wanted), "average-of-parts"))
        return Variant(values, answer, 0.15, wrong)

    return draw_until(make)


@generator("all-green")
def all_green(rng: random.Random) -> Variant:
    """Every touchpoint meets its target, and the chain of them does not."""

    def make() -> Variant | None:
        steps, target = rng.randint(5, 9), rng.choice((85, 88, 90, 92))
        rates = [rng.randint(target, 96) for _ in range(steps)]
        completion = 100 * chain_completion([rate / 100 for rate in rates])
        if not 35 <= completion <= 68:
            return None
        values: dict[str, float | str] = {
            "journey": rng.choice(JOURNEYS),
            "steps": steps,
            "target": target,
            "rates": ", ".join(f"{rate}%" for rate in rates),
            "lowest": min(rates),
            "completion": completion,
            "lost": 100 - completion,
            "without_worst": completion / min(rates) * 100,
        }
        return Variant(values)

    return draw_until(make)


@generator("journey-or-touchpoints")
def journey_or_touchpoints(rng: random.Random) -> Variant:
    """Journey rating and mean touchpoint rating, each against later spend."""

    def make() -> Variant | None:
        n = rng.randint(320, 700)
        journeys, touchpoints, spends = [], [], []
        for _ in range(n):
            felt = rng.gauss(6.5, 1.6)
            journeys.append(bounded(felt + rng.gauss(0, 0.8), 0, 10))
            parts = [bounded(0.4 * felt + rng.gauss(4.5, 2.2), 0, 10) for _ in range(5)]
            touchpoints.append(sum(parts) / len(parts))
            spends.append(100 + 20 * felt + rng.gauss(0, 34))
        whole = correlation(journeys, spends, name="Journey rating and spend")
        parts_mean = correlation(touchpoints, spends, name="Touchpoint mean and spend")
        r2_journey, r2_touch = 100 * known(whole.r_squared), 100 * known(parts_mean.r_squared)
        if r2_touch < 8 or not 6 <= r2_journey - r2_touch <= 40:
            return None
        if known(whole.low) <= known(parts_mean.high):
            return None
        values = {
            "n": n,
            "r2_journey": r2_journey,
            "r2_touch": r2_touch,
            "gap": r2_journey - r2_touch,
            "rest": 100 - r2_journey,
            "r_journey": known(whole.r),
            "low": known(whole.low),
            "high": known(whole.high),
        }
        return Variant(values)

    return draw_until(make)
