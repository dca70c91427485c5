from __future__ import annotations

from playbook.charts.payout import payout_chart
from playbook.measures.pay.noise_pay import pay_from_noise
from playbook.measures.pay.payout import PayoutCurve

CURVE = PayoutCurve(70, 80, 90)
NOISE = pay_from_noise(CURVE, n=60, share=0.66, draws=200)


def rows_of(chart, column):
    return [row for data in chart.spec()["datasets"].values() for row in data if column in row]


def test_corners_of_the_curve_and_its_jump_are_drawn():
    chart = payout_chart(CURVE, x_title="Satisfied customers (%)")
    assert [row["text"] for row in rows_of(chart, "text")] == ["50%", "100%", "200%"]
    assert rows_of(chart, "end") == [{"score": 70.0, "payout": 0.0, "end": 50.0}]
    assert "Satisfied customers (%)" in str(chart.spec())
    assert chart.title == "Nothing below 70, 50% of target there, 200% at 90."


def test_luck_is_drawn_with_what_it_pays_on_average():
    chart = payout_chart(CURVE, NOISE)
    text = str(chart.spec())
    assert "luck pays 20%" in text
    assert "60 answers give" in text
    assert "sampling alone pays 20%" in chart.title
    assert NOISE.sentence() in chart.summary
    assert chart.png(358, 1).startswith(b"\x89PNG")


def test_summary_names_the_faults_of_the_curve():
    summary = payout_chart(PayoutCurve(70, 80, 90, capped=False)).summary
    assert "without a cap" in summary
    assert "A cliff" in summary
    assert "No cap" in summary


def test_a_curve_without_a_cap_rises_to_the_edge():
    chart = payout_chart(PayoutCurve(70, 80, 90, capped=False))
    assert max(row["payout"] for row in rows_of(chart, "payout")) > 200
