"""What customers would answer if they were asked: six rated drivers, and what follows from them.

Two drivers move the likelihood to recommend. A third leans on both without an effect of its own, so
that its plain correlation with the outcome is the highest. What customers say is important is drawn
apart from what moves them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from making.draws import Draws, Floats, Ints, rounded

MOST_PERSONAL = 0.35


@dataclass(frozen=True)
class Driver:
    """One rated statement: what its latent rating is made of, and what it does.

    `bond` is its loading on the customer's bond with the company, `leans` on drivers before it,
    `own` the spread of what is its own. `effect` is its effect on the latent likelihood to
    recommend, `mean` its mean rating (1–7), `stated` its mean stated importance (1–5).
    """

    name: str
    asked: str
    bond: float
    leans: Mapping[str, float]
    own: float
    effect: float
    mean: float
    stated: float


@dataclass(frozen=True)
class OpinionPlan:
    """Six drivers and the questions that follow them."""

    drivers: tuple[Driver, ...]
    noise: float
    recommend_mean: float
    recommend_spread: float
    satisfaction_mean: float
    effort_mean: float
    intention_mean: float


@dataclass(frozen=True)
class Opinions:
    """One honest opinion an invitation, answered or not; `intention` is on no scale yet."""

    recommend: Ints
    satisfaction: Ints
    effort: Ints
    rated: Mapping[str, Ints]
    importance: Mapping[str, Ints]
    intention: Floats


def opine(plan: OpinionPlan, draws: Draws, bond: Floats, contact: Floats, mood: Floats) -> Opinions:
    """Opinions from each customer's bond (about standard normal), how the contact went, and mood.

    `contact` moves satisfaction and effort, and the likelihood to recommend hardly.
    """
    n = len(bond)
    latent: dict[str, Floats] = {}
    pull = np.zeros(n)
    for driver in plan.drivers:
        value = driver.bond * bond + driver.own * draws.bell(n)
        for other, weight in driver.leans.items():
            value = value + weight * latent[other]
        latent[driver.name] = value
        pull = pull + driver.effect * value
    pull = pull + mood + 0.12 * contact
    outcome = pull + plan.noise * draws.bell(n)
    personal = MOST_PERSONAL * draws.bell(n)
    return Opinions(
        recommend=rounded(plan.recommend_mean + plan.recommend_spread * outcome, 0, 10),
        satisfaction=rounded(
            plan.satisfaction_mean + 0.5 * pull + 0.75 * contact + 0.35 * draws.bell(n), 1, 5
        ),
        effort=rounded(plan.effort_mean + 0.8 * pull + 1.15 * contact + 0.55 * draws.bell(n), 1, 7),
        rated={
            driver.name: rounded(driver.mean + 1.3 * latent[driver.name], 1, 7)
            for driver in plan.drivers
        },
        importance={
            driver.name: rounded(driver.stated + personal + 0.75 * draws.bell(n), 1, 5)
            for driver in plan.drivers
        },
        intention=plan.intention_mean + 0.4 * bond + 0.35 * pull + 0.75 * draws.bell(n),
    )
