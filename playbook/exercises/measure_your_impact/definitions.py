"""What a number is made of, and which way it points."""

from __future__ import annotations

import random

from playbook.exercises.measure_your_impact.drawing import (
    apart,
    bounded,
    draw_until,
    known,
    recommend_counts,
)
from playbook.exercises.measure_your_impact.uncertainty import BRANCHES
from playbook.exercises.registry import generator
from playbook.exercises.variant import Variant
from playbook.measures import effort, nps, nps_from_counts, satisfaction, share


@generator("nps-from-counts")
def from_counts(rng: random.Random) -> Variant:
    """The score in points from three counts."""

    def make() -> Variant | None:
        counts = recommend_counts(rng, rng.randint(120, 900))
        promoters, passives, detractors = counts
        estimate = nps_from_counts(*counts)
        answer, n = known(estimate.value), estimate.n
        of_promoters = known(share(promoters, n).value)
        extremes = known(nps_from_counts(promoters, 0, detractors).value)
        count_gap = float(promoters - detractors)
        if answer < 4 or not apart((answer, of_promoters, extremes, count_gap), 1.5):
            return None
        values = {
            "promoters": promoters,
            "passives": passives,
            "detractors": detractors,
            "n": n,
            "promoter_share": of_promoters,
            "detractor_share": known(share(detractors, n).value),
            "extremes": extremes,
            "count_gap": count_gap,
            "low": known(estimate.low),
            "high": known(estimate.high),
            "answer": answer,
        }
        wrong = (
            (of_promoters, "promoters-only"),
            (extremes, "passives-left-out"),
            (count_gap, "counts-for-shares"),
        )
        return Variant(values, answer, 0.15, wrong)

    return draw_until(make)


@generator("effort-direction")
def effort_direction(rng: random.Random) -> Variant:
    """Two teams, one measuring effort (low is good), one measuring ease (high is good)."""

    def make() -> Variant | None:
        truth = rng.choice(("team-a", "team-b"))
        effort_centre, ease_centre = (1.9, 3.4) if truth == "team-a" else (3.9, 5.9)
        n_a, n_b = rng.randint(90, 400), rng.randint(90, 400)
        efforts = [bounded(rng.gauss(effort_centre, 0.9), 1, 5) for _ in range(n_a)]
        eases = [bounded(rng.gauss(ease_centre, 1.2), 1, 7) for _ in range(n_b)]
        team_a, team_b = effort(efforts, version="ces1"), effort(eases, version="ces2")
        easy_a, easy_b = known(team_a.easy.value), known(team_b.easy.value)
        mean_a, mean_b = known(team_a.mean.value), known(team_b.mean.value)
        if abs(easy_a - easy_b) < 25 or mean_b - mean_a < 1:
            return None
        values = {
            "n_a": n_a,
            "n_b": n_b,
            "mean_a": mean_a,
            "mean_b": mean_b,
            "easy_a": easy_a,
            "easy_b": easy_b,
            "average": (mean_a + mean_b) / 2,
            "side_a": "the easy end" if mean_a < 3 else "the hard end",
            "side_b": "the easy end" if mean_b > 4 else "the hard end",
            "better": "A" if truth == "team-a" else "B",
        }
        return Variant(values, truth)

    return draw_until(make)


@generator("one-to-ten")
def one_to_ten(rng: random.Random) -> Variant:
    """Answers on a scale of 1 to 10, and what each repair would make of them."""

    def make() -> Variant | None:
        n, centre = rng.randint(260, 900), rng.uniform(7.2, 8.3)
        answers = [bounded(rng.gauss(centre, 1.9), 1, 10) for _ in range(n)]
        if min(answers) != 1:
            return None
        as_it_is = nps(answers)
        shifted = nps([answer - 1 for answer in answers])
        stretched = nps([round((answer - 1) * 10 / 9) for answer in answers])
        top = satisfaction(answers, scale=(1, 10), top=2)
        scores = [known(each.value) for each in (as_it_is, shifted, stretched)]
        if not apart(scores[:2], 5):
            return None
        values = {
            "n": n,
            "as_it_is": scores[0],
            "shifted": scores[1],
            "stretched": scores[2],
            "spread": scores[0] - scores[1],
            "top": known(top.value),
            "low": known(top.low),
            "high": known(top.high),
        }
        return Variant(values)

    return draw_until(make)


@generator("no-answers")
def no_answers(rng: random.Random) -> Variant:
    """A branch without answers in a month, among branches that have some."""

    def make() -> Variant | None:
        branch = rng.choice(BRANCHES)
        n_others = rng.randint(200, 900)
        satisfied = round(n_others * rng.uniform(0.7, 0.9))
        others, none = share(satisfied, n_others), share(0, 0)
        if none.available:
            return None
        branches = rng.randint(4, 9)
        values: dict[str, float | str] = {
            "branch": branch,
            "branches": branches,
            "n_others": n_others,
            "company": known(others.value),
            "last_month": known(others.value) + rng.randint(-6, 6),
            "with_zero": known(others.value) * (branches - 1) / branches,
        }
        return Variant(values)

    return draw_until(make)
