"""Twenty-four months of survey answers, each about one journey, with a few known flaws."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from making.comments import comment
from making.customers import SURVEY_TO
from making.draws import Draws, rounded
from making.journeys import Journey

ANSWER_RATE = 0.8
CHANNELS = ("email", "text message", "phone", "web")
CHANNEL_SHARES = (0.46, 0.27, 0.12, 0.15)

RECOMMEND_BY_JOURNEY = {1: 2.3, 2: 4.4, 3: 6.6, 4: 8.2, 5: 9.2}
BLANKS = {"likelihood_to_recommend": 31, "satisfaction": 18, "effort": 24}
DUPLICATES = 14


@dataclass(frozen=True)
class Response:
    """One answered survey; None is a question left blank."""

    response_id: str
    customer_id: str
    answered_on: date
    journey: str
    channel: str
    likelihood_to_recommend: int | None
    satisfaction: int | None
    effort: int | None
    comment: str | None

    @property
    def month(self) -> str:
        """The month of the answer, for instance 2023-04."""
        return self.answered_on.strftime("%Y-%m")


def make_responses(draws: Draws, journeys: list[Journey]) -> list[Response]:
    """Answers in the order they came in; the duplicates were sent again a little later."""
    asked = sorted(journeys, key=lambda journey: journey.on)
    answered = [journey for journey in asked if draws.chance(ANSWER_RATE)]
    responses = [
        _answer(draws, f"R-{number:05d}", journey) for number, journey in enumerate(answered, 1)
    ]
    responses.sort(key=lambda response: response.answered_on)
    places = draws.sample(range(len(responses)), sum(BLANKS.values()) + DUPLICATES)
    for question, count in BLANKS.items():
        for _ in range(count):
            place = places.pop()
            responses[place] = replace(responses[place], **{question: None})
    for place in sorted(places, reverse=True):
        responses.insert(place + draws.whole(1, 40), responses[place])
    return responses


def _answer(draws: Draws, response_id: str, journey: Journey) -> Response:
    whole = journey.satisfaction
    satisfaction = rounded(whole + 0.5 * draws.bell(), 1, 5)
    return Response(
        response_id=response_id,
        customer_id=journey.customer.customer_id,
        answered_on=min(SURVEY_TO, journey.on + timedelta(draws.whole(1, 6))),
        journey=journey.name,
        channel=draws.pick(CHANNELS, CHANNEL_SHARES),
        likelihood_to_recommend=rounded(
            RECOMMEND_BY_JOURNEY[whole] + 0.3 * journey.customer.generous + 1.3 * draws.bell(),
            0,
            10,
        ),
        satisfaction=satisfaction,
        effort=rounded(1.6 + 1.05 * whole + 1.0 * draws.bell(), 1, 7),
        comment=comment(draws, journey.name, satisfaction),
    )


def without_duplicates(responses: list[Response]) -> list[Response]:
    """Each response_id once."""
    return list({response.response_id: response for response in responses}.values())
