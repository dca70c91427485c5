"""Published figures beside the kit's own: `python tests/reference/published.py` writes the page.

Every line is computed anew; `test_published.py` holds each to its tolerance and the page to what
is computed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from playbook import measures as m

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "references.md"
INTRODUCTION = """# The measures against published figures

Each line is computed by the kit when its tests run, and must lie within the tolerance of the
figure that the source prints; the tolerance is that of its rounding. Further figures, from R, stand
with the call that made them in `tests/reference/*.yaml`.

| measure | source | published | here | difference |
|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Figure:
    """A figure that someone has printed, and how the kit computes it."""

    measure: str
    source: str
    published: float
    tolerance: float
    compute: Callable[[], float | None]


def reference(name: str) -> dict[str, Any]:
    """The stored figures of another program, with the call that made them."""
    found: dict[str, Any] = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


def _gehan() -> dict[str, list[float]]:
    """Weeks to relapse with 6-MP and placebo, as Gehan 1965 prints them; + is in remission."""
    drug = "6 6 6 7 10 13 16 22 23 6+ 9+ 10+ 11+ 17+ 19+ 20+ 25+ 32+ 32+ 34+ 35+"
    placebo = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"
    weeks = [*drug.split(), *placebo.split()]
    return {
        "weeks": [float(week.rstrip("+")) for week in weeks],
        "relapse": [float(not week.endswith("+")) for week in weeks],
        "group": [0.0] * 21 + [1.0] * 21,
    }


GEHAN = _gehan()
DRUG = m.kaplan_meier(GEHAN["weeks"][:21], GEHAN["relapse"][:21], unit="weeks")
PLACEBO = m.kaplan_meier(GEHAN["weeks"][21:], GEHAN["relapse"][21:], unit="weeks")
HIGH_END = m.fit_sbg([1000, 869, 743, 653, 593, 551, 517, 491])
CDNOW = m.BetaGeometricNBD(0.24259, 4.4135, 0.79289, 2.42575)
KRIPPENDORFF = pd.DataFrame(
    {
        "a": [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        "b": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        "c": [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        "d": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    }
)
NIST = [
    49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1,
]  # fmt: skip
BENJAMINI = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
    0.6528, 0.7590, 1.0000,
]  # fmt: skip
SWISS = reference("swiss")
TOY = pd.DataFrame(
    [("r1", "c1")] * 30 + [("r1", "c2")] * 20 + [("r2", "c1")] * 10 + [("r2", "c2")] * 40,
    columns=["row", "column"],
)
RAKED = m.rake(TOY, {"row": {"r1": 60, "r2": 40}, "column": {"c1": 45, "c2": 55}}, trim=None)
FLOWS = (-40_000, 5_000, 8_000, 12_000, 30_000)
CURVE = m.PayoutCurve(70, 80, 90)


def _swiss(method: str, name: str) -> float:
    figures = SWISS["figures"]
    found = m.importance_from_correlations(
        figures["correlations"],
        figures["names"],
        "Fertility",
        47,
        method,  # type: ignore[arg-type]
        bootstraps=100,
    )
    return float(found.r_squared or 0) if name == "R²" else found.driver(name).share


def _raked_cell(row: str, column: str) -> float:
    cell = ((TOY["row"] == row) & (TOY["column"] == column)).to_numpy()
    return float(100 * RAKED.weights[cell].sum() / RAKED.weights.sum())


def _multiple(retention: float, discount: float) -> Callable[[], float]:
    return lambda: m.lifetime_multiple(retention, discount, first_payment="in one period")


def _at(curve: m.Survival, week: float) -> Callable[[], float | None]:
    def share() -> float | None:
        found = curve.at(week).value
        return None if found is None else found / 100

    return share


def _alpha(level: Any) -> Callable[[], float | None]:
    return lambda: m.krippendorff_alpha(KRIPPENDORFF, level=level).value


def _expected() -> float:
    return float(CDNOW.expected_purchases(39, [2], [30.43], [38.86])[0])


def _p_alive() -> float:
    return float(CDNOW.p_alive([2], [30.43], [38.86])[0])


def _kappa() -> float | None:
    first = ["yes"] * 25 + ["no"] * 25
    second = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    return m.cohen_kappa(first, second).value


FREIREICH = "Freireich et al. 1963, as Gehan 1965 prints it"
GUPTA = "Gupta & Lehmann 2003"
FADER = "Fader & Hardie 2007, High End"
CUSTOMERS_YOUR = "Fader, Hardie & Lee 2005"
KRIPPENDORFF_2011 = "Krippendorff 2011"
NEWCOMBE = "Newcombe 1998"
SWISS_LMG = "R relaimpo, swiss (Mosteller & Tukey 1977)"
SWISS_JOHNSON = "Johnson 2000, swiss"

FIGURES = (
    Figure("Net Promoter Score®, 50/30/20, interval low", "Rocks 2016, formula", 14.05, 0.005,
           lambda: m.nps_from_counts(50, 30, 20).low),
    Figure("Net Promoter Score, 50/30/20, interval high", "Rocks 2016, formula", 44.20, 0.005,
           lambda: m.nps_from_counts(50, 30, 20).high),
    Figure("Standard error of a Net Promoter Score", "multinomial variance", 7.810, 0.0005,
           lambda: m.nps_standard_error(50, 30, 20)),
    Figure("Answers for ± 5 points at variance 0.6", "normal approximation", 922, 0,
           lambda: m.nps_sample_size(5, 0.6)),
    Figure("Wilson's interval, 81 of 263, low", NEWCOMBE, 0.2553, 5e-5,
           lambda: (m.share(81, 263).low or 0) / 100),
    Figure("Wilson's interval, 81 of 263, high", NEWCOMBE, 0.3662, 5e-5,
           lambda: (m.share(81, 263).high or 0) / 100),
    Figure("Wilson's interval, 15 of 148, low", NEWCOMBE, 0.0624, 5e-5,
           lambda: (m.share(15, 148).low or 0) / 100),
    Figure("Wilson's interval, 15 of 148, high", NEWCOMBE, 0.1605, 5e-5,
           lambda: (m.share(15, 148).high or 0) / 100),
    Figure("2 % a month, over a year", "compounding", 0.2153, 5e-5, lambda: m.compound(0.02, 12)),
    Figure("10 % a year, a month", "compounding", 0.00874, 5e-6, lambda: m.per_period(0.10, 12)),
    *(
        Figure(f"Kaplan–Meier, 6-MP, S({week})", FREIREICH, share, 0.0005, _at(DRUG, week))
        for week, share in zip(
            (6, 7, 10, 13, 16, 22, 23), (0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448),
            strict=True,
        )
    ),
    Figure("Median, 6-MP, weeks", FREIREICH, 23, 0, lambda: DRUG.median),
    Figure("Median, placebo, weeks", FREIREICH, 8, 0, lambda: PLACEBO.median),
    Figure("Log-rank χ²", FREIREICH, 16.79, 0.005,
           lambda: m.log_rank(GEHAN["weeks"], GEHAN["relapse"], GEHAN["group"]).chi2),
    *(
        Figure(f"Lifetime multiple, r {retention}, i {discount}", GUPTA, multiple, 0.005,
               _multiple(retention, discount))
        for retention, multiples in (
            (0.6, (1.20, 1.15, 1.11, 1.07)), (0.7, (1.75, 1.67, 1.59, 1.52)),
            (0.8, (2.67, 2.50, 2.35, 2.22)), (0.9, (4.50, 4.09, 3.75, 3.46)),
        )
        for discount, multiple in zip((0.10, 0.12, 0.14, 0.16), multiples, strict=True)
    ),
    Figure("Shifted beta-geometric, α", FADER, 0.668, 0.0005, lambda: HIGH_END.alpha),
    Figure("Shifted beta-geometric, β", FADER, 3.806, 0.0005, lambda: HIGH_END.beta),
    Figure("Shifted beta-geometric, log-likelihood", FADER, -1611.16, 0.005,
           lambda: HIGH_END.log_likelihood),
    Figure("BG/NBD, expected purchases in 39 weeks", CUSTOMERS_YOUR, 1.226, 0.0005, _expected),
    Figure("BG/NBD, P(alive)", CUSTOMERS_YOUR, 0.7267, 0.0002, _p_alive),
    Figure("Raking, first cell", "Deming & Stephan 1940, by hand", 36.688, 0.0005,
           lambda: _raked_cell("r1", "c1")),
    Figure("Raking, last cell", "Deming & Stephan 1940, by hand", 31.688, 0.0005,
           lambda: _raked_cell("r2", "c2")),
    Figure("Design effect", "Kish 1965", 1.0405, 5e-5, lambda: RAKED.design_effect),
    Figure("Answers for ± 5 points", "normal approximation", 385, 0,
           lambda: m.share_sample_size(0.05)),
    Figure("The same out of 1,000", "Krejcie & Morgan 1970", 278, 0,
           lambda: m.share_sample_size(0.05, population=1000)),
    Figure("The same out of 10,000", "Krejcie & Morgan 1970", 370, 0,
           lambda: m.share_sample_size(0.05, population=10_000)),
    Figure("Customers an arm, 10 % against 8 %", "R power.prop.test", 3213, 0,
           lambda: m.two_share_sample_size(0.10, 0.08)),
    *(
        Figure(f"LMG, {name}", SWISS_LMG, share, 0.0001,
               lambda name=name: _swiss("lmg", name))
        for name, share in zip(
            ("R²", "Agriculture", "Examination", "Education", "Catholic", "Infant.Mortality"),
            (0.7067, 0.0571, 0.1712, 0.2601, 0.1056, 0.1128), strict=True,
        )
    ),
    *(
        Figure(f"Relative weight, {name}", SWISS_JOHNSON, share, 0.0001,
               lambda name=name: _swiss("johnson", name))
        for name, share in zip(
            ("Agriculture", "Examination", "Education", "Catholic", "Infant.Mortality"),
            (0.0484, 0.1547, 0.2720, 0.1147, 0.1170), strict=True,
        )
    ),
    Figure("Findings that stand, Benjamini–Hochberg", "Benjamini & Hochberg 1995", 4, 0,
           lambda: float(len(m.benjamini_hochberg(BENJAMINI).standing))),
    Figure("Findings that stand, Holm", "Benjamini & Hochberg 1995", 3, 0,
           lambda: float(len(m.holm(BENJAMINI).standing))),
    Figure("False alarm in 20 tests", "multiplication rule", 0.642, 0.0005,
           lambda: m.false_alarm_chance(20)),
    Figure("Regression to the mean", "bivariate normal", 30, 1e-9,
           lambda: m.regress_to_mean(40, 0.5, 20)),
    Figure("XmR chart, centre", "NIST e-Handbook 6.3.2.2", 50.81, 0.005,
           lambda: m.xmr(NIST).centre),
    Figure("XmR chart, mean moving range", "NIST e-Handbook 6.3.2.2", 1.8778, 5e-5,
           lambda: m.xmr(NIST).moving_range),
    Figure("XmR chart, upper limit", "NIST e-Handbook 6.3.2.2", 55.8041, 0.001,
           lambda: m.xmr(NIST).upper),
    Figure("XmR chart, lower limit", "NIST e-Handbook 6.3.2.2", 45.8159, 0.001,
           lambda: m.xmr(NIST).lower),
    Figure("Cohen's κ, 20/5/10/15", "Cohen 1960, formula", 0.40, 1e-9, _kappa),
    Figure("Krippendorff's α, nominal", KRIPPENDORFF_2011, 0.743, 0.0005, _alpha("nominal")),
    Figure("Krippendorff's α, ordinal", KRIPPENDORFF_2011, 0.815, 0.0005, _alpha("ordinal")),
    Figure("Krippendorff's α, interval", KRIPPENDORFF_2011, 0.849, 0.0005, _alpha("interval")),
    Figure("Krippendorff's α, ratio", KRIPPENDORFF_2011, 0.797, 0.0005, _alpha("ratio")),
    Figure("Net present value at 8 %", "by hand", 3065.22, 0.005, lambda: m.npv(0.08, FLOWS)),
    *(
        Figure(f"Payout at {score}", "piecewise linear, by hand", payout, 1e-9,
               lambda score=score: CURVE.payout(score))
        for score, payout in (
            (69.9, 0), (70, 0.5), (75, 0.75), (80, 1), (85, 1.5), (90, 2), (95, 2),
        )
    ),
    Figure("Chain of six steps at 90 %", "multiplication rule", 0.531, 0.0005,
           lambda: m.chain_completion([0.9] * 6)),
)  # fmt: skip


def page() -> str:
    """The page, a line a figure."""
    lines = []
    for figure in FIGURES:
        found = figure.compute()
        here = "not available" if found is None else f"{found:,.6g}"
        difference = "" if found is None else f"{found - figure.published:.1e}"
        if found is not None and abs(found - figure.published) < 1e-12:
            difference = "0"
        lines.append(
            f"| {figure.measure} | {figure.source} | {figure.published:,.6g} | {here} "
            f"| {difference} |"
        )
    return INTRODUCTION + "\n".join(lines) + "\n"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    print(f"Wrote {PAGE.name}: {len(FIGURES)} figures.")


if __name__ == "__main__":
    np.seterr(all="raise", under="ignore")
    main()
