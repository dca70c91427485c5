from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from playbook.measures import RateChart, XmRChart, p_chart, u_chart, xmr
from playbook.samples import load

BASELINES = (12, 16, 20)


def chart(series: pd.DataFrame, baseline: int, *, wider: bool = False) -> RateChart | XmRChart:
    labels = list(series["month"].dt.strftime("%Y-%m"))
    kind = series["kind"].iloc[0]
    if kind == "value":
        return xmr(series["value"], baseline=baseline, labels=labels)
    build = p_chart if kind == "share" else u_chart
    return build(
        series["events"],
        series["opportunities"],
        baseline=baseline,
        labels=labels,
        dispersion="Laney" if wider else "chance",
    )


def level(series: pd.DataFrame) -> pd.Series[float]:
    values = series["value"].fillna(series["events"] / series["opportunities"])
    return values.set_axis(series["month"].dt.strftime("%Y-%m")).astype(float)


@pytest.fixture(scope="module")
def by_measure(company: str) -> dict[str, pd.DataFrame]:
    frame = load(company, "department_months").sort_values("month")
    return {str(name): rows for name, rows in frame.groupby("measure")}


@pytest.fixture(scope="module")
def planted(truth: dict[str, Any]) -> dict[str, Any]:
    months: dict[str, Any] = truth["department_months"]
    return months


def test_each_measure_has_every_month_once(
    by_measure: dict[str, pd.DataFrame], planted: dict[str, Any]
) -> None:
    assert sum(map(len, by_measure.values())) == planted["rows"]
    for rows in by_measure.values():
        assert rows["month"].is_unique
        assert len(rows) == 36
        assert rows["department"].nunique() == 1


def test_every_measure_is_either_steady_or_one_of_the_two_signals(
    by_measure: dict[str, pd.DataFrame], planted: dict[str, Any]
) -> None:
    signals = {planted["lasting_shift"]["measure"], planted["single_month"]["measure"]}
    assert len(signals) == 2
    assert set(by_measure) == signals | set(planted["steady"])
    assert not signals & set(planted["steady"])


@pytest.mark.parametrize("baseline", BASELINES)
def test_lasting_shift_is_found_where_it_was_planted(
    by_measure: dict[str, pd.DataFrame], planted: dict[str, Any], baseline: int
) -> None:
    shift = planted["lasting_shift"]
    rows = by_measure[shift["measure"]]
    first = shift["row"] - 1
    assert rows["department"].iloc[0] == shift["department"]
    assert rows["month"].iloc[first].strftime("%Y-%m") == shift["month"]
    found = chart(rows, baseline)
    outside = [one.index for one in found.signals if one.rule == "outside limits"]
    runs = [one for one in found.signals if one.rule == "eight on one side"]
    assert first <= min(outside) <= first + 2
    assert [run.points[0] for run in runs] == [first]
    assert runs[0].points[-1] == len(rows) - 1


@pytest.mark.parametrize("baseline", BASELINES)
def test_single_month_is_the_only_signal_of_its_measure(
    by_measure: dict[str, pd.DataFrame], planted: dict[str, Any], baseline: int
) -> None:
    single = planted["single_month"]
    rows = by_measure[single["measure"]]
    assert rows["month"].iloc[single["row"] - 1].strftime("%Y-%m") == single["month"]
    found = chart(rows, baseline)
    assert [(one.index, one.rule) for one in found.signals] == [
        (single["row"] - 1, "outside limits")
    ]


@pytest.mark.parametrize("baseline", [*BASELINES, 36])
def test_no_signal_is_found_where_none_was_planted(
    by_measure: dict[str, pd.DataFrame], planted: dict[str, Any], baseline: int
) -> None:
    for name in planted["steady"]:
        wider = name in planted["wider_than_chance"]
        assert chart(by_measure[name], baseline, wider=wider).signals == (), name


def test_comparing_with_the_month_before_raises_dozens_of_false_alarms(
    by_measure: dict[str, pd.DataFrame], planted: dict[str, Any]
) -> None:
    worse = 0
    for name in planted["steady"]:
        values = level(by_measure[name])
        good = by_measure[name]["good"].iloc[0]
        change = values.pct_change(fill_method=None)
        worse += int(((change >= 0.1) if good == "down" else (change <= -0.1)).sum())
    assert worse >= 24


def test_tempting_months_are_the_highest_and_lowest(
    by_measure: dict[str, pd.DataFrame], planted: dict[str, Any]
) -> None:
    for name, months in planted["steady"].items():
        values = level(by_measure[name])
        assert values[months["highest"]] == values.max()
        assert values[months["lowest"]] == values.min()


def test_limits_from_chance_alone_are_too_narrow_where_the_spread_is_wider(
    by_measure: dict[str, pd.DataFrame], planted: dict[str, Any]
) -> None:
    assert planted["wider_than_chance"]
    for name in planted["wider_than_chance"]:
        found = chart(by_measure[name], 20)
        assert isinstance(found, RateChart)
        assert found.dispersion is not None
        assert found.dispersion.p < 0.01
        assert sum(one.rule == "outside limits" for one in found.signals) >= 4


def test_small_counts_have_exact_limits(by_measure: dict[str, pd.DataFrame]) -> None:
    charts = [
        found
        for rows in by_measure.values()
        if isinstance(found := chart(rows, 20), RateChart) and any(found.exact)
    ]
    assert charts


@pytest.mark.parametrize("company", ["ellermoor"], indirect=True)
def test_counts_follow_the_season_and_rates_do_not(
    by_measure: dict[str, pd.DataFrame], planted: dict[str, Any]
) -> None:
    rows = by_measure["complaints at the desk"]
    assert "complaints at the desk" in planted["follows_the_season_in_counts"]
    assert xmr(rows["events"], baseline=20).signals
    assert not chart(rows, 20).signals
