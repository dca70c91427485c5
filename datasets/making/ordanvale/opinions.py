"""What moves Ordanvale's contacts, and how they are asked.

That Ordanvale understands their work, and that the software runs, move the likelihood to recommend.
How well they were brought in is remembered by whoever is content: it goes with both, moves nothing
by itself, and its correlation is the highest. Asked what matters, contacts say price and features;
hardly anyone says "to be understood".
"""

from __future__ import annotations

from datetime import date

from making.shared.drivers import Driver, OpinionPlan
from making.shared.invitations import InvitationPlan
from making.shared.responses import Asking

PLAN = OpinionPlan(
    drivers=(
        Driver("reliability", "The software runs when we need it.", 0.36, {}, 0.93, 0.54, 5.0, 4.5),
        Driver("understood", "Ordanvale understands our work.", 0.40, {}, 0.92, 0.56, 4.2, 2.7),
        Driver(
            "onboarding",
            "We were brought in well.",
            0.0,
            {"reliability": 0.51, "understood": 0.53},
            0.58,
            0.0,
            4.9,
            3.1,
        ),
        Driver(
            "documentation",
            "The help pages answer my question.",
            0.2,
            {"reliability": 0.12},
            0.96,
            0.02,
            4.4,
            2.9,
        ),
        Driver("price", "The price is fair.", 0.3, {"understood": 0.12}, 0.94, 0.03, 3.9, 4.6),
        Driver(
            "features",
            "The software can do what we need.",
            0.25,
            {"reliability": 0.18},
            0.94,
            0.06,
            4.9,
            4.4,
        ),
    ),
    noise=0.60,
    recommend_mean=7.55,
    recommend_spread=1.95,
    satisfaction_mean=3.8,
    effort_mean=4.9,
    intention_mean=4.95,
)
ASKING = Asking(
    recommend="How likely are you to recommend Ordanvale to a colleague in another company? 0 not "
    "at all, 10 extremely.",
    satisfaction="How satisfied are you with how this went? 1 very dissatisfied, 5 very satisfied.",
    effort="Ordanvale made it easy for me to handle my issue. 1 strongly disagree, 7 strongly "
    "agree: high is good (Customer Effort Score 2.0).",
    intention="How likely is your company to be with Ordanvale a year from now?",
    rescaled=date(2023, 7, 1),
)
INVITING = InvitationPlan(after_team=0.55, after_self_service=0.25, a_year=0.62)

BY_ROLE = (0.42, -0.40, -0.03)
BY_SEGMENT = (-0.16, 0.0, 0.20)
"""What champions, buyers and users find, and contacts of small, mid and large accounts."""

MOODS = {"2024-10": 0.12}
"""What single months add to everyone's opinion: one that tempts."""
OTHER_MOODS = 0.03
CONTACT = {True: 0.2, False: -0.85}
TEAMS_DIFFER = 0.012
"""Spread of the teams' own share of contacts that go well: next to nothing."""
