from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from playbook.analysis import MEASURES
from playbook.cli import main
from playbook.locations import datasets_dir

ALIVE = "period,alive\n0,1000\n1,869\n2,743\n3,653\n4,593\n5,551\n6,517\n7,491\n"
HISTORIES = "x,t_x,T,m\n" + "".join(
    f"{x},{0 if x == 0 else (7 * x + row) % 30 + 1},{30 + row % 9},{20 + (row * 7) % 31}\n"
    for row, x in enumerate([0, 0, 1, 2, 0, 5, 0, 3, 1, 0, 8, 2] * 12)
)
PURCHASES = "who,on,paid\n" + "".join(
    f"c{row * row % 37},2025-{1 + row % 12:02d}-{1 + (row * 5) % 28:02d},{10 + row % 23}.5\n"
    for row in range(400)
)
TESTED = "finding,p\na,0.001\nb,0.02\nc,0.03\nd,0.6\n"
FLOWS = "year,flow\n0,-40000\n1,5000\n2,8000\n3,12000\n4,30000\n"
CODED = "rule,hand,first,second,one,two,three\n" + "".join(
    f"{'yes' if row % 3 else 'no'},{'yes' if row % 3 or row % 7 == 0 else 'no'},"
    f"{'price' if row % 4 else 'staff'},{'price' if row % 4 or row % 9 == 0 else 'staff'},"
    f"{1 + row % 5},{1 + (row + row // 11) % 5},{'' if row % 6 == 0 else 1 + row % 5}\n"
    for row in range(66)
)
SUPPORT = "failed,recovered,stayed,minutes,team,late,invited,back,score\n" + "".join(
    f"{'yes' if row % 3 == 0 else 'no'},{'yes' if row % 6 == 0 else 'no'},{int(row % 5 > 0)},"
    f"{row % 300},{'Elm' if row % 2 else 'Oak'},{'yes' if row > 200 else 'no'},"
    f"{'yes' if row % 4 else 'no'},{'yes' if row % 8 == 0 else 'no'},{row % 11}\n"
    for row in range(400)
)
REVENUE = "start,end\n" + "".join(
    f"{100 + row % 50},{0 if row % 9 == 0 else 95 + row % 60}\n" for row in range(200)
)
SMALL = "unit,n\n" + "".join(f"{'ABCD'[min(row // 9, 3)]},1\n" for row in range(30))
FILES = {
    "alive": ALIVE,
    "histories": HISTORIES,
    "purchases": PURCHASES,
    "tested": TESTED,
    "flows": FLOWS,
    "coded": CODED,
    "support": SUPPORT,
    "revenue": REVENUE,
    "small": SMALL,
}
DRIVERS = "rated_reliability,rated_valued,rated_price"
STATED = "importance_reliability,importance_valued,importance_price"
CASES = {
    "nps": "responses --column likelihood_to_recommend --by journey",
    "satisfaction": "responses --column satisfaction --by journey",
    "effort": "responses --column effort --version ces2",
    "share": "customers --column left --by contract",
    "average": "responses --column rated_valued --unit 1–7",
    "correlation": "responses --x rated_valued --y likelihood_to_recommend",
    "churn": "customers --joined joined --left left_on --start 2025-01-01 --end 2026-01-01",
    "revenue-retention": "@revenue --start start --end end",
    "cohorts": "customers --joined joined --left left_on --observed-until 2025-12-31 --unit year",
    "survival": "@histories --duration T --event x --counts-as 0 --at 12",
    "bg-nbd": "@histories --frequency x --recency t_x --age T --horizon 10",
    "gamma-gamma": "@histories --frequency x --mean-value m",
    "lifetime-value": "@purchases --customer who --date on --amount paid --margin 0.3 "
    "--discount 0.1 --horizon 26",
    "sbg": "@alive --period period --alive alive",
    "drivers": f"responses --outcome likelihood_to_recommend --drivers {DRIVERS} --bootstraps 100",
    "stated-derived": f"responses --outcome likelihood_to_recommend --drivers {DRIVERS} "
    f"--stated {STATED}",
    "say-do": "responses --intention intention_to_stay --did channel --counts-as phone",
    "standardise": "touchpoints --outcome minutes --group channel --stratum journey",
    "league": "responses --column likelihood_to_recommend --group team --score nps",
    "raking": "responses --column likelihood_to_recommend --margins channel "
    "--targets 'channel:phone=30,web=30,email=20,text message=20'",
    "response": "invitations --group channel --answered opened",
    "screening": "@tested --column p --label finding",
    "suppression": "@small --group unit",
    "xmr": "monthly --column nps --period month --baseline 12",
    "p-chart": "department_months --events events --opportunities opportunities --period month",
    "u-chart": "department_months --events events --exposure opportunities --period month",
    "kappa": "verbatims --first coder_a --second coder_b",
    "krippendorff": "verbatims --coders coder_a,coder_b",
    "krippendorff-ratings": "@coded --coders one,two,three",
    "coding-accuracy": "@coded --found rule --truth hand",
    "cronbach": "@coded --items one,two,three",
    "maturity": "area_ratings --department department --area area --respondent respondent_id "
    "--rating rating",
    "difference-in-differences": "pilot_months --outcome outcome --unit unit --period month "
    "--treated treated --after 2025-04",
    "recovery": "@support --outcome stayed --failed failed --recovered recovered",
    "npv": "@flows --year year --flow flow --discount 0.08",
    "bunching": "bonus_results --column share_9_10 --threshold 48 --width 4",
    "heaping": "bonus_answers --column likelihood_to_recommend --team team",
    "answer-timing": "bonus_answers --minutes minutes_since_contact --team team --within 15",
    "invitation-change": "@support --invited invited --team team --after late",
    "score-and-behaviour": "@support --column score --repeat back --team team --after late",
}


def test_every_measure_has_a_case() -> None:
    assert set(CASES) == set(MEASURES)


@pytest.mark.parametrize("measure", sorted(CASES))
def test_measure_says_the_same_in_memory_and_out_of_core(
    measure: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, *arguments = shlex.split(CASES[measure])
    path = datasets_dir() / "quillmere" / f"{file}.csv"
    if file.startswith("@"):
        path = tmp_path / f"{file[1:]}.csv"
        path.write_text(FILES[file[1:]], encoding="utf-8")
    command = ["analyse", str(path), "--measure", measure, *arguments, "--json"]
    assert main(command) == 0
    in_memory = json.loads(capsys.readouterr().out)
    assert main([*command, "--out-of-core"]) == 0
    out_of_core = json.loads(capsys.readouterr().out)
    assert in_memory["results"] == out_of_core["results"]
    assert in_memory["file"]["rows"] == out_of_core["file"]["rows"]
    for result in in_memory["results"]:
        assert result["sentence"].endswith((".", "%", ")"))
        assert len(result["sentence"]) > 10
