"""The real lesson, served from a snapshot and by an ordinary kernel: the same to a learner."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from playbook.curriculum import bank
from tests.kernels.trees import tree
from tests.server.conftest import LESSON, Visitor, visit_of
from tests.server.test_snapshots import states_of_all
from tests.server.wire import answers, connect, message, packed
from tests.serving import Served

pytestmark = pytest.mark.xdist_group("kernels")

SLUG = LESSON.rpartition("/")[2]
PROMISE = "Call three customers – first thing on Monday"


@dataclass(frozen=True)
class Way:
    """The lesson as one of the two ways served it to one and the same learner."""

    page: str
    states: dict[str, Any]
    """All widgets, after the learner was brought in."""

    @cached_property
    def places(self) -> dict[str, Tag]:
        """What each code cell gave, by the place where it is shown."""
        soup = BeautifulSoup(self.page, "html.parser")
        places = {str(each["id"]): each for each in soup.select(".place")}
        for arrived in soup.select(".arrived"):
            places[str(arrived["data-place"])] = arrived
        return places

    @cached_property
    def prose(self) -> str:
        """The text around what the cells gave."""
        soup = BeautifulSoup(self.page, "html.parser")
        for each in soup.select(".place, .arrived"):
            each.decompose()
        [text] = soup.select(".lesson-text")
        return text.get_text()

    def printed(self, place: str) -> list[str]:
        """What a cell printed."""
        return [each.get_text() for each in self.places[place].select(".printed")]

    def views(self, place: str) -> list[Any]:
        """The widgets that a cell showed, with all that belongs to them."""
        scripts = self.places[place].select("script")
        return [tree(json.loads(str(each.string))["model_id"], self.states) for each in scripts]


def served_to(visitor: Visitor) -> Way:
    """Open the lesson as a page does, and tell it that the learner is there."""
    page = visitor.open_lesson().answer.text
    channel = connect(visitor, str(visit_of(page)["kernelId"]))
    [frame] = [
        model
        for model, each in states_of_all(channel).items()
        if "sections" in each["state"] and "title" in each["state"]
    ]
    arrival = {"method": "custom", "content": {"type": "arrive"}}
    channel.send_binary(packed(message("comm_msg", {"comm_id": frame, "data": arrival})))
    for each in answers(channel):
        data = each["content"].get("data") or {}
        if data.get("method") == "custom":
            assert data["content"] == {"type": "here"}
            break
    states = states_of_all(channel)
    channel.close()
    return Way(page, states)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Both ways, one after the other, with one learner and the same records."""
    data = tmp_path_factory.mktemp("both") / "data"
    found: dict[str, Any] = {}
    with Served(data) as server:
        server.prepared()
        visitor = Visitor(server)
        visitor.record.keep(SLUG, "commitment", "what", PROMISE)
        found["snapshot"] = served_to(visitor)
        found["states"] = visitor.get(str(visit_of(found["snapshot"].page)["states"])).text
    with Served(data, CCO_KERNELS="ordinary") as server:
        visitor.server = server
        found["ordinary"] = served_to(visitor)
        found["no snapshot"] = visitor.post(f"{LESSON}/visits")
    return found


@pytest.fixture(scope="module")
def snapshot(both: dict[str, Any]) -> Way:
    way: Way = both["snapshot"]
    return way


@pytest.fixture(scope="module")
def ordinary(both: dict[str, Any]) -> Way:
    way: Way = both["ordinary"]
    return way


def test_each_is_served_in_its_own_way(snapshot: Way, ordinary: Way) -> None:
    assert visit_of(snapshot.page)["snapshot"] is not None
    assert visit_of(ordinary.page)["snapshot"] is None
    assert visit_of(ordinary.page)["states"] is None


def test_the_text_is_the_same(snapshot: Way, ordinary: Way) -> None:
    assert len(snapshot.prose) > 5_000
    assert snapshot.prose == ordinary.prose


def test_the_same_numbers_are_printed_in_the_same_places(snapshot: Way, ordinary: Way) -> None:
    printed = {place: snapshot.printed(place) for place in snapshot.places}

    assert len(list(filter(None, printed.values()))) >= 4
    assert printed == {place: ordinary.printed(place) for place in ordinary.places}


def test_the_same_widgets_are_shown_in_the_same_places(snapshot: Way, ordinary: Way) -> None:
    """With the same state, once the learner is there."""
    views = {place: snapshot.views(place) for place in snapshot.places}

    assert sum(len(each) for each in views.values()) > 10
    assert views.keys() == ordinary.places.keys()
    for place, shown in views.items():
        assert shown == ordinary.views(place), place


def test_what_was_entered_before_is_there_in_both(snapshot: Way, ordinary: Way) -> None:
    for way in (snapshot, ordinary):
        assert PROMISE in json.dumps(way.states, ensure_ascii=False)
        assert PROMISE not in way.page


def test_what_was_entered_before_is_not_in_the_states_that_everybody_gets(
    both: dict[str, Any],
) -> None:
    assert PROMISE not in both["states"]
    assert "visited_at" not in both["states"]


def literal(text: str) -> str:
    """The longest piece of a text that no generated number is filled into, as JSON has it."""
    longest = max(re.split(r"\{[^}]*\}", text), key=len)
    return json.dumps(longest.strip(), ensure_ascii=False)[1:-1]


def test_the_states_tell_no_right_answer_and_nothing_that_leads_to_one(
    both: dict[str, Any],
) -> None:
    told: str = both["states"]
    for item in bank(SLUG):
        secrets = [item.solution, *item.hints, item.otherwise]
        secrets += [each.feedback for each in (*item.wrong, *item.options)]
        for secret in (each for each in secrets if each and len(literal(each)) > 20):
            assert literal(secret) not in told, item.id
    assert '"correct"' not in told
    assert sum(literal(item.prompt) in told for item in bank(SLUG)) > 3, "it is looked for well"


def test_an_open_page_whose_lesson_has_no_snapshot_is_told_to_open_it_anew(
    both: dict[str, Any],
) -> None:
    answer = both["no snapshot"]

    assert answer.status == 409
    assert json.loads(answer.content) == {"snapshot": None}
