"""Ellermoor's guest list, with names in the scripts of the guests' countries."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from making.draws import Draws, Ints
from making.ellermoor.about import COMPANY
from making.ellermoor.guests import COUNTRIES, Guests
from making.ellermoor.hotels import KINDS
from making.shared.people import FAMILY, GIVEN
from making.shared.touchpoints import customer_column, named
from making.table import Column, Table

OWN_SCRIPT = 0.8
"""How many guests of such a country are entered in its script; the others in Latin letters."""
FAMILY_FIRST = frozenset({"JP", "CN", "KR"})
SCRIPTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "JP": (("さくら", "健太", "美咲", "翔"), ("佐藤", "高橋", "田村", "小野寺")),
    "CN": (("小明", "芳", "建国", "雨桐"), ("王", "李", "陈", "欧阳")),
    "KR": (("민준", "서연", "지우"), ("김", "박", "최")),
    "UA": (("Ольга", "Андрій", "Наталія", "Іван"), ("Шевчук", "Коваль", "Бондар", "Мельник")),
    "GR": (("Ελένη", "Νίκος", "Σοφία"), ("Γεωργίου", "Ιωάννου", "Νικολάου")),
    "IN": (("प्रिया", "अर्जुन", "मीरा"), ("शर्मा", "पटेल", "सिंह")),
    "LB": (("محمد", "ليلى", "سامي"), ("حداد", "خوري", "منصور")),
}


def customers_table(draws: Draws, guests: Guests) -> Table:
    """One row a guest."""
    return Table(
        name="customers",
        title="Guests",
        description="One row a guest: a sample of those who stayed at least once from 2023 to "
        "2025.",
        columns=(
            Column(
                "customer_id",
                "string",
                customer_column(COMPANY, "The guest.").meaning,
                pattern="E[0-9]{6,7}",
                unique=True,
            ),
            Column("name", "string", "The guest's name, as it was entered."),
            Column("country", "string", "Where the guest lives.", allowed=COUNTRIES),
            Column("travels_for", "string", "What the guest mostly travels for.", allowed=KINDS),
            Column("member", "boolean", "Whether the guest is in the members' programme."),
            Column(
                "first_stay",
                "date",
                "The day of the very first stay. Before 2023: stays before 2023 are in no table.",
                unit="day",
            ),
        ),
        values={
            "customer_id": guests.ids,
            "name": _names(draws, guests.country),
            "country": named(list(COUNTRIES), guests.country),
            "travels_for": named(list(KINDS), guests.kind),
            "member": guests.member,
            "first_stay": guests.first_stay,
        },
        primary_key=("customer_id",),
    )


def _names(draws: Draws, country: Ints) -> NDArray[Any]:
    n = len(country)
    found = np.asarray(draws.pick(GIVEN, n) + " " + draws.pick(FAMILY, n))
    own = draws.chance(OWN_SCRIPT, n)
    for name, (given, family) in SCRIPTS.items():
        here = own & (country == COUNTRIES.index(name))
        count = int(here.sum())
        first, last = draws.pick(given, count), draws.pick(family, count)
        found[here] = last + first if name in FAMILY_FIRST else first + " " + last
    return found
