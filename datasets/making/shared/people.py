"""Names in several scripts, as a company's customers have them. Any likeness is chance."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from making.draws import Draws

GIVEN = (
    "Alice",
    "Ben",
    "Carys",
    "Dafydd",
    "Élodie",
    "Fiona",
    "Grzegorz",
    "Hannah",
    "Idris",
    "Jürgen",
    "Kasia",
    "Liam",
    "Müge",
    "Nuno",
    "Orla",
    "Petra",
    "Quentin",
    "Rhian",
    "Søren",
    "Tomás",
    "Uma",
    "Věra",
    "Wojciech",
    "Xenia",
    "Yusuf",
    "Zoë",
)
FAMILY = (
    "Abbott",
    "Bakker",
    "Çelik",
    "Davies",
    "Evans",
    "Fernández",
    "Grant",
    "Hughes",
    "Iversen",
    "Jones",
    "Kowalska",
    "Łukasik",
    "Morris",
    "Nowak",
    "O'Brien",
    "Price",
    "Quinn",
    "Råberg",
    "Smith",
    "Tuček",
    "Underhill",
    "Vaughan",
    "Williams",
    "Young",
    "Zielińska",
)
OTHERS = (
    (("Ольга", "Андрій", "Наталія", "Іван"), ("Шевченко", "Коваль", "Бондар", "Мельник")),
    (("Ελένη", "Νίκος", "Σοφία"), ("Παπαδοπούλου", "Γεωργίου", "Ιωάννου")),
    (("प्रिया", "अर्जुन", "मीरा"), ("शर्मा", "पटेल", "सिंह")),
    (("محمد", "ليلى", "سامي"), ("حداد", "خوري", "منصور")),
)
FAMILY_FIRST = (("王", "李", "陈", "佐藤", "김"), ("小明", "芳", "建国", "さくら", "민준"))
SCRIPT_SHARES = (0.92, 0.05, 0.03)


def names(draws: Draws, n: int) -> NDArray[Any]:
    """Names of n people."""
    found = draws.pick(GIVEN, n) + " " + draws.pick(FAMILY, n)
    script = draws.which(SCRIPT_SHARES, n)
    which = draws.whole(0, len(OTHERS) - 1, n)
    for place, (given, family) in enumerate(OTHERS):
        here = (script == 1) & (which == place)
        count = int(here.sum())
        found[here] = draws.pick(given, count) + " " + draws.pick(family, count)
    here = script == 2
    count = int(here.sum())
    found[here] = draws.pick(FAMILY_FIRST[0], count) + draws.pick(FAMILY_FIRST[1], count)
    return np.asarray(found)
