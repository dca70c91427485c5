"""What moves Quillmere's customers, and how they are asked.

A line that works and the feeling of being valued move the likelihood to recommend. Friendly staff
goes with both and moves nothing by itself, so that its correlation is the highest. Asked what
matters, customers say price and the bill; hardly anyone says "to be valued".
"""

from __future__ import annotations

from datetime import date

from making.shared.drivers import Driver, OpinionPlan
from making.shared.invitations import InvitationPlan
from making.shared.responses import Asking

PLAN = OpinionPlan(
    drivers=(
        Driver("reliability", "My line works when I need it.", 0.45, {}, 0.89, 0.54, 4.9, 4.55),
        Driver("valued", "Quillmere values me as a customer.", 0.45, {}, 0.89, 0.54, 4.3, 2.6),
        Driver(
            "friendliness",
            "The people I deal with are friendly.",
            0.0,
            {"reliability": 0.515, "valued": 0.53},
            0.57,
            0.0,
            5.2,
            3.2,
        ),
        Driver(
            "billing",
            "My bill is right and clear.",
            0.25,
            {"reliability": 0.2},
            0.93,
            0.06,
            4.8,
            4.45,
        ),
        Driver("price", "The price is fair.", 0.3, {"valued": 0.15}, 0.93, 0.03, 4.1, 4.7),
        Driver(
            "website",
            "Website and app let me do what I want.",
            0.2,
            {"reliability": 0.1},
            0.97,
            0.02,
            4.7,
            2.9,
        ),
    ),
    noise=0.62,
    recommend_mean=7.35,
    recommend_spread=2.0,
    satisfaction_mean=3.75,
    effort_mean=5.0,
    intention_mean=4.8,
)
ASKING = Asking(
    recommend="How likely are you to recommend Quillmere to a friend or neighbour? 0 not at all, "
    "10 extremely.",
    satisfaction="How satisfied are you with how this went? 1 very dissatisfied, 5 very satisfied.",
    effort="Quillmere made it easy for me to handle my issue. 1 strongly disagree, 7 strongly "
    "agree: high is good (Customer Effort Score 2.0).",
    intention="How likely are you to be with Quillmere a year from now?",
    rescaled=date(2024, 1, 1),
)
INVITING = InvitationPlan(after_team=0.55, after_self_service=0.30, a_year=0.34)

MOODS = {"2024-03": 0.15, "2024-04": -0.15}
"""What months add to everyone's opinion: two that tempt, inside the score's limits."""
OTHER_MOODS = 0.03
CONTACT = {True: 0.22, False: -0.95}
TEAMS_DIFFER = 0.012
"""Spread of the teams' own share of contacts that go well: next to nothing."""
