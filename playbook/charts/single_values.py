"""Charts of results that are one value, or three, whose note is not a number of answers."""

from __future__ import annotations

from playbook.charts.chart import ChartWithSummary
from playbook.charts.estimates import span_of
from playbook.charts.interval import IntervalRow, interval_rows
from playbook.measures.business.money import money_text, rate_text
from playbook.measures.lifetime.gamma_gamma import GammaGamma
from playbook.measures.lifetime.lifetime_value import LifetimeValue
from playbook.measures.lifetime.purchase_outlook import PurchaseOutlook
from playbook.measures.pay.payout import Payment
from playbook.measures.surveys.response import ResponseBias
from playbook.measures.wording import lasting, number_text, places_for, with_unit

ROOM = 0.1


def lifetime_value_chart(result: LifetimeValue, *, title: str | None = None) -> ChartWithSummary:
    """The lifetime value, with the interval that follows from that of retention."""
    value = money_text(result.value, result.currency)
    row = IntervalRow("Lifetime value of a customer", value, result.value, result.low, result.high)
    return ChartWithSummary(
        chart=interval_rows(
            [row], x_title=_axis("Present value of a customer", result.currency), span=_from_0(row)
        ),
        title=title
        or f"A customer is worth {value} today, {number_text(result.multiple, 2)} times the margin "
        f"of a period, at a retention of {rate_text(result.retention)}.",
        summary=result.sentence(),
    )


def amounts_chart(result: GammaGamma, *, title: str | None = None) -> ChartWithSummary:
    """The mean amount of a purchase over all customers, by the model, with its interval."""
    mean = result.mean_value
    shown = "not available" if mean.value is None else money_text(mean.value, result.currency)
    row = IntervalRow(mean.name, f"{shown}, n = {result.n:,}", mean.value, mean.low, mean.high)
    made = (
        f"{mean.name}: not available, {mean.absent}."
        if mean.value is None
        else f"By the model a purchase is worth {shown} on average over customers."
    )
    return ChartWithSummary(
        chart=interval_rows(
            [row], x_title=_axis("Amount of a purchase", result.currency), span=_from_0(row)
        ),
        title=title or made,
        summary=result.sentence(),
    )


def outlook_chart(result: PurchaseOutlook, *, title: str | None = None) -> ChartWithSummary:
    """One customer's chance to be one still, with the interval of the model's parameters."""
    low, high = result.p_alive_interval
    alive = f"{number_text(100 * result.p_alive, 1)}%"
    silent = lasting(round(result.silence, 1), f"{result.unit}s")
    row = IntervalRow(
        "Chance to be a customer still",
        alive,
        100 * result.p_alive,
        None if low is None else 100 * low,
        None if high is None else 100 * high,
    )
    times = "once" if result.frequency == 1 else f"{result.frequency:,} times"
    bought = f"bought again {times}" if result.frequency else "has not bought again"
    return ChartWithSummary(
        chart=interval_rows([row], x_title="Chance to be a customer still (%)", span=(0, 100)),
        title=title
        or f"A customer who {bought} and has been silent for {silent} is one still with a chance "
        f"of {alive} by the model.",
        summary=result.sentence(),
    )


def response_bias_chart(result: ResponseBias, *, title: str | None = None) -> ChartWithSummary:
    """The means of those who answered, of everyone asked, and the assumed one of the others."""
    means = {
        "Those who answered": result.respondents,
        "Everyone asked": result.everyone,
        "Those who did not answer (assumed)": result.nonrespondents,
    }
    places = places_for(result.unit, *means.values())
    rows = [
        IntervalRow(name, with_unit(mean, _sign(result.unit), places), mean, None, None)
        for name, mean in means.items()
    ]
    return ChartWithSummary(
        chart=interval_rows(rows, x_title=_axis("Mean", result.unit), span=span_of(result.unit)),
        title=title or _bias_title(result, places),
        summary=result.sentence(),
    )


def payment_chart(result: Payment, *, title: str | None = None) -> ChartWithSummary:
    """What the score pays, and what the ends of its interval would have paid."""
    payout, low, high = (None if one is None else 100 * one for one in _payouts(result))
    shown = "not payable" if result.payout is None else rate_text(result.payout)
    row = IntervalRow(f"Payout for {result.score.name}", shown, payout, low, high)
    return ChartWithSummary(
        chart=interval_rows([row], x_title="Payout (% of the target bonus)", span=_from_0(row)),
        title=title or _payment_title(result),
        summary=result.sentence(),
    )


def _bias_title(result: ResponseBias, places: int) -> str:
    if result.bias == 0:
        return "If those who did not answer would have given the same mean, it has no bias."
    size = with_unit(abs(result.bias), _sign(result.unit), places)
    others = with_unit(result.nonrespondents, _sign(result.unit), places)
    return (
        f"The mean of those who answered lies {size} {'above' if result.bias > 0 else 'below'} "
        f"that of everyone asked, if the others would have given {others}."
    )


def _payouts(result: Payment) -> tuple[float | None, float | None, float | None]:
    if result.payout is None or result.reasons:
        return result.payout, None, None
    return result.payout, result.at_low, result.at_high


def _payment_title(result: Payment) -> str:
    if result.payout is None:
        return f"{result.score.name} is not fit to pay on."
    _, low, high = _payouts(result)
    span = (
        ""
        if low is None or high is None
        else f"; scores within its interval would have paid {rate_text(low)} to {rate_text(high)}"
    )
    return f"{result.score.name} pays {rate_text(result.payout)} of target{span}."


def _from_0(row: IntervalRow) -> tuple[float, float] | None:
    """An axis from 0, for amounts; None where there is nothing above it."""
    numbers = [one for one in (row.value, row.low, row.high) if one is not None]
    if not numbers or min(numbers) < 0 or max(numbers) <= 0:
        return None
    return 0.0, (1 + ROOM) * max(numbers)


def _sign(unit: str) -> str:
    """The unit where it belongs beside a number; a scale stands in the axis title."""
    return unit if unit == "%" else ""


def _axis(name: str, unit: str) -> str:
    return f"{name} ({unit})" if unit else name
