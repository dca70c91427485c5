"""Ordanvale's list of accounts, and what they are called."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from making.draws import Draws
from making.ordanvale.about import COMPANY
from making.ordanvale.accounts import INDUSTRIES, SEGMENTS, SOURCES, SUCCESS, Accounts, Days
from making.shared.touchpoints import customer_column, named
from making.table import Column, Table, Values

COUNTRIES = {
    "Nordics": ("SE", "NO", "DK", "FI"),
    "DACH": ("DE", "AT", "CH"),
    "Benelux": ("NL", "BE", "LU"),
    "Iberia": ("ES", "PT"),
}
COUNTRY_SHARES = {
    "Nordics": (0.38, 0.24, 0.22, 0.16),
    "DACH": (0.68, 0.18, 0.14),
    "Benelux": (0.62, 0.30, 0.08),
    "Iberia": (0.70, 0.30),
}
TRADES = {
    "SE": ("Mekaniska", "Mejeri", "Pappersbruk", "Energi", "Järnvägsverkstad", "Lasarett"),
    "NO": ("Mekaniske", "Meieri", "Papirfabrikk", "Energi", "Jernbaneverksted", "Sykehus"),
    "DK": ("Maskinfabrik", "Mejeri", "Papirfabrik", "Energi", "Jernbaneværksted", "Sygehus"),
    "FI": ("Konepaja", "Meijeri", "Paperitehdas", "Energia", "Rautatiekonepaja", "Sairaala"),
    "DE": ("Maschinenbau", "Molkerei", "Papierfabrik", "Energie", "Bahnwerk", "Klinikum"),
    "NL": ("Machinefabriek", "Zuivel", "Papierfabriek", "Energie", "Spoorwerken", "Ziekenhuis"),
    "LU": ("Mécanique", "Laiterie", "Papeterie", "Énergie", "Ateliers ferroviaires", "Hôpital"),
    "ES": ("Maquinaria", "Lácteos", "Papelera", "Energía", "Talleres ferroviarios", "Hospital"),
    "PT": (
        "Metalomecânica",
        "Lacticínios",
        "Papel",
        "Energia",
        "Oficinas ferroviárias",
        "Hospital",
    ),
}
TRADES |= {"AT": TRADES["DE"], "CH": TRADES["DE"], "BE": TRADES["NL"]}
PLACES = {
    "SE": ("Älvsta", "Norrhult", "Söderåker", "Björkvik", "Lövsjö"),
    "NO": ("Fjellvåg", "Bekkelund", "Sørnes", "Østdal", "Tverrå"),
    "DK": ("Løgtved", "Sønderå", "Birkholm", "Åbjerg", "Vesthave"),
    "FI": ("Koivuranta", "Yläniemi", "Mäkelänjoki", "Harjukoski"),
    "DE": ("Mühlgrund", "Osterwalde", "Weißenbruck", "Grünenau", "Lindtal", "Höllbach"),
    "AT": ("Steinachau", "Hohenwang", "Ötschgraben"),
    "CH": ("Rüttwil", "Oberälp", "Seematt"),
    "NL": ("Waalwoude", "Lindermeer", "Oosterbrug", "IJzerdijk"),
    "BE": ("Scheldehove", "Groenbeke", "Kempenveld"),
    "LU": ("Valferme", "Hautmoulin"),
    "ES": ("Valdoro", "Peñalba del Río", "Monteagua", "Puentenuño"),
    "PT": ("Vale de Açor", "Fonte Sã", "Ribaluz"),
}
FORMS = {
    "SE": "AB",
    "NO": "AS",
    "DK": "A/S",
    "FI": "Oy",
    "DE": "GmbH",
    "AT": "GmbH",
    "CH": "AG",
    "NL": "B.V.",
    "BE": "NV",
    "LU": "S.à r.l.",
    "ES": "S.L.",
    "PT": "Lda.",
}
TRADE_FIRST = frozenset({"LU", "ES", "PT"})
ABROAD = (
    ("GR", "Αιγαίο Ναυπηγεία Α.Ε."),
    ("GR", "Θεσσαλικά Γαλακτοκομικά Α.Ε."),
    ("UA", "ТОВ «Дніпро-Агромаш»"),
    ("UA", "ПрАТ «Карпатський папір»"),
    ("BG", "Балкан Метал АД"),
    ("JP", "北川精機株式会社"),
    ("JP", "山彦製紙株式会社"),
    ("KR", "한빛정공 주식회사"),
    ("CN", "青山包装有限公司"),
)
ABROAD_SHARE = 0.06
GIANT_NAME = ("SE", "Nordstråk Järnväg AB")


def customers_table(draws: Draws, accounts: Accounts, left_on: Days) -> Table:
    """One row an account."""
    country, name = _names(draws, accounts)
    left = np.where(np.isnat(left_on), np.datetime64("9999-01-01"), left_on)
    never = np.datetime64("NaT")
    champion_left = np.where(accounts.champion_left < left, accounts.champion_left, never)
    values: dict[str, Values] = {
        "customer_id": accounts.ids,
        "name": name,
        "country": country,
        "region": named(list(COMPANY.regions), accounts.region),
        "industry": named(list(INDUSTRIES), accounts.industry),
        "segment": named(list(SEGMENTS), accounts.segment),
        "source": named(list(SOURCES), accounts.source),
        "success_team": named(list(COMPANY.teams), accounts.team),
        "joined": accounts.joined,
        "champion": accounts.champion,
        "champion_left_on": champion_left,
        "left": ~np.isnat(left_on),
        "left_on": left_on,
    }
    return Table(
        name="customers",
        title="Accounts",
        description="One row an account: a sample of those that were customers at any time from "
        "2023 to 2025. Who left before 2023 is not in it.",
        columns=(
            customer_id_column(),
            Column("name", "string", "What the account is called, in the script it is written in."),
            Column("country", "string", "Where its head office is.", pattern="[A-Z]{2}"),
            Column("region", "string", "The office that looks after it.", allowed=COMPANY.regions),
            Column("industry", "string", "What it does.", allowed=INDUSTRIES),
            Column(
                "segment",
                "string",
                "Its size when it joined: small up to 55 seats, mid up to 190, large above.",
                allowed=SEGMENTS,
            ),
            Column("source", "string", "Where the sale came from.", allowed=SOURCES),
            Column("success_team", "string", "The team that looks after it.", allowed=SUCCESS),
            Column("joined", "date", "The first day of its first contract.", unit="day"),
            Column(
                "champion",
                "boolean",
                "Whether it had a champion: somebody there who speaks up for Ordanvale.",
            ),
            Column(
                "champion_left_on",
                "date",
                "The day the champion left the account for another job; blank: still there when "
                "the account left, or at the end of 2025, or there was none.",
                unit="day",
                required=False,
            ),
            Column("left", "boolean", "Whether it had left by the end of 2025."),
            Column(
                "left_on",
                "date",
                "The first day without a contract; blank for those still there at the end of 2025.",
                unit="day",
                required=False,
            ),
        ),
        values=values,
        primary_key=("customer_id",),
    )


def customer_id_column() -> Column:
    """The key of the list."""
    plain = customer_column(COMPANY, "The account.")
    return Column(plain.name, plain.type, plain.meaning, pattern=plain.pattern, unique=True)


def _names(draws: Draws, accounts: Accounts) -> tuple[NDArray[Any], NDArray[Any]]:
    n = len(accounts)
    spot, place, abroad = draws.unit(n), draws.unit(n), draws.chance(ABROAD_SHARE, n)
    other = draws.pick(ABROAD, n)
    country, name = np.empty(n, dtype=object), np.empty(n, dtype=object)
    for at in range(n):
        if accounts.is_giant[at]:
            country[at], name[at] = GIANT_NAME
        elif abroad[at]:
            country[at], name[at] = other[at]
        else:
            country[at] = _country(COMPANY.regions[accounts.region[at]], spot[at])
            name[at] = _name(country[at], int(accounts.industry[at]), place[at])
    return country, name


def _country(region: str, spot: float) -> str:
    edges = np.cumsum(COUNTRY_SHARES[region])
    return COUNTRIES[region][min(int(np.searchsorted(edges, spot)), len(edges) - 1)]


def _name(country: str, industry: int, spot: float) -> str:
    place = PLACES[country][int(spot * len(PLACES[country]))]
    trade = TRADES[country][industry]
    words = (trade, place) if country in TRADE_FIRST else (place, trade)
    return f"{' '.join(words)} {FORMS[country]}"
