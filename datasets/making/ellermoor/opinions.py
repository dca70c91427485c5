"""What moves Ellermoor's guests, and how they are asked.

A good night's sleep and the feeling of being welcome move the likelihood to recommend. How
attentive the staff seem goes with both and moves nothing by itself, so that its correlation is the
highest. Asked what matters, guests say clean rooms and the price; hardly anyone says "to be
welcome".
"""

from __future__ import annotations

from datetime import date

from making.shared.drivers import Driver, OpinionPlan
from making.shared.invitations import InvitationPlan
from making.shared.responses import Asking

PLAN = OpinionPlan(
    drivers=(
        Driver("sleep", "I slept well.", 0.36, {}, 0.93, 0.55, 4.9, 4.4),
        Driver("welcome", "I felt welcome.", 0.40, {}, 0.92, 0.54, 4.6, 2.7),
        Driver(
            "attention",
            "The staff were attentive.",
            0.0,
            {"sleep": 0.51, "welcome": 0.52},
            0.64,
            0.0,
            5.0,
            3.3,
        ),
        Driver("cleanliness", "My room was clean.", 0.15, {"sleep": 0.15}, 0.85, 0.05, 5.9, 4.75),
        Driver("price", "The price was fair.", 0.3, {"welcome": 0.12}, 0.93, 0.04, 4.2, 4.5),
        Driver("breakfast", "Breakfast was good.", 0.2, {"sleep": 0.08}, 0.97, 0.03, 4.8, 3.0),
    ),
    noise=0.58,
    recommend_mean=7.6,
    recommend_spread=1.9,
    satisfaction_mean=3.7,
    effort_mean=5.1,
    intention_mean=4.75,
)
ASKING = Asking(
    recommend="How likely are you to recommend our hotel to a friend or colleague? 0 not at all, "
    "10 extremely.",
    satisfaction="How satisfied are you with your stay? 1 very dissatisfied, 5 very satisfied.",
    effort="The hotel made it easy for me to handle my issue. 1 strongly disagree, 7 strongly "
    "agree: high is good (Customer Effort Score 2.0).",
    intention="How likely are you to stay with us again within a year?",
    rescaled=date(2023, 10, 1),
)
INVITING = InvitationPlan(after_team=0.66, after_self_service=0.16, a_year=0.0)

BY_KIND = (-0.90, 0.05, 0.50)
"""What guests on business, for pleasure and with the family find, whatever the hotel."""
MOODS = {"2024-08": 0.14, "2024-11": -0.14}
"""What single months add to everyone's opinion: two that tempt."""
OTHER_MOODS = 0.03
CONTACT = {True: 0.18, False: -0.75}
TEAMS_DIFFER = 0.012
"""Spread of the desks' own share of contacts that go well: next to nothing."""
