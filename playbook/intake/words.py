"""Words in column names and question texts that tell a column's role, in four languages."""

from __future__ import annotations

import re

RECOMMEND = re.compile(
    r"\bnps\b|promoter|recommend|weiter ?empf|empfehl|recommand|recomend|likely to refer", re.I
)
NOT_RECOMMEND = re.compile(r"nps.?(group|category|segment)|promoter.?(group|category|type)", re.I)
SATISFACTION = re.compile(r"\bcsat\b|satisf|zufrieden|\bstars?\b|\brating\b|bewertung", re.I)
EFFORT = re.compile(
    r"\bces ?[12]?\b|effort|aufwand|mühe|esfuerzo|made it easy|easy (was|to)|einfach war|facilité"
    r"|facilidad",
    re.I,
)
EFFORT_CES1 = re.compile(r"\bces ?1\b|how much effort", re.I)
EFFORT_CES2 = re.compile(r"\bces ?2\b|made it easy", re.I)
LEFT = re.compile(
    r"churn|\bleft\b|cancel|attrition|\blost\b|kündig|gekündigt|abgewandert|abwander|résili|resili"
    r"|\bbaja\b|abandon",
    re.I,
)
OUTCOME = re.compile(
    LEFT.pattern + r"|renew|retain|resolved|gelöst|résolu|resuelto|escalat|verlänger|reopened",
    re.I,
)
DATE = re.compile(
    r"date|datum|fecha|\bdía\b|\bday\b|\btime\b|timestamp|zeitpunkt|created|closed|submitted"
    r"|solved|erstellt|créé|creado|\bat\b",
    re.I,
)
BEST_DATE = re.compile(r"record|submit|respon|survey|answer|end|created|erstellt|créé|fecha", re.I)
WEIGHT = re.compile(r"\bweights?\b|\bgewicht(ung)?\b|\bpoids\b|\bpeso\b|pondér", re.I)
ID = re.compile(r"\bids?\b|\bnr\b|nummer|numéro|número|\bnumber\b|\bno\b|\bkey\b|\buuid\b", re.I)
ID_LIKE = re.compile(r"\bids?\b|nummer\b", re.I)
BEST_ID = re.compile(r"respon|answer|survey|customer|kunde|client|ticket|case|^id$", re.I)
PERSONAL = re.compile(
    r"e-?mail|\bfirst name|\blast name|vorname|nachname|\bphone( no| number)?$|telefon|\bip\b"
    r"|address|adresse|latitude|longitude|\burl\b|comment|kommentar|verbatim",
    re.I,
)
DAY_FIRST_HINT = re.compile(r"dd\W?mm\W?yy|tt\W?mm\W?jj|jj\W?mm\W?aa", re.I)
MONTH_FIRST_HINT = re.compile(r"mm\W?dd\W?yy", re.I)
SCALE = re.compile(r"\b([01])\s*(?:-|–|—|to|bis|à|a|\.\.)\s*(5|7|10)\b", re.I)

YES = frozenset(
    [
        "yes",
        "true",
        "1",
        "y",
        "ja",
        "wahr",
        "oui",
        "vrai",
        "sí",
        "si",
        "verdadero",
        "x",
        "churned",
        "left",
        "cancelled",
        "canceled",
        "lost",
    ]
)
NO = frozenset(
    [
        "no",
        "false",
        "0",
        "n",
        "nein",
        "falsch",
        "non",
        "faux",
        "falso",
        "active",
        "retained",
        "stayed",
        "current",
        "customer",
    ]
)


def spoken(name: str) -> str:
    """A column name as words: "customerID" and "customer_id" become "customer id"."""
    split = re.sub(r"(?<=[a-zß-ÿ0-9])(?=[A-Z])|_+|\.", " ", name)
    return " ".join(split.split())


def stated_scale(text: str) -> tuple[int, int] | None:
    """The scale that a name or a question states, such as (0, 10) in "from 0 to 10"."""
    match = SCALE.search(text)
    return (int(match[1]), int(match[2])) if match else None
