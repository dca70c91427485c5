"""The tools that exports come from, and what their columns are known to mean."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from playbook.intake.roles import Role

QUALTRICS_STATUS = {
    "1": "survey preview",
    "survey preview": "survey preview",
    "2": "survey test",
    "survey test": "survey test",
    "8": "spam",
    "spam": "spam",
    "9": "spam",
    "preview spam": "spam",
    "spam preview": "spam",
    "12": "spam",
    "imported spam": "spam",
    "17": "survey preview",
    "offline preview": "survey preview",
    "offline survey preview": "survey preview",
}
STATUS_TEXTS = {value: reason for value, reason in QUALTRICS_STATUS.items() if not value.isdigit()}
_QUALTRICS_ROLES = {
    "responseid": Role("id"),
    "status": Role("status"),
    "recordeddate": Role("date"),
    "enddate": Role("date"),
    "startdate": Role("date"),
    **dict.fromkeys(
        [
            "ipaddress",
            "progress",
            "durationinseconds",
            "finished",
            "recipientlastname",
            "recipientfirstname",
            "recipientemail",
            "externalreference",
            "externaldatareference",
            "locationlatitude",
            "locationlongitude",
            "responseset",
            "name",
            "emailaddress",
            "locationaccuracy",
        ],
        Role("ignore"),
    ),
    "userlanguage": Role("group"),
    "distributionchannel": Role("group"),
}


@dataclass(frozen=True)
class Export:
    """One tool's export: column names that tell it, their roles, and statuses to drop."""

    name: str
    marks: frozenset[str]
    needed: int
    roles: Mapping[str, Role]
    status_drops: Mapping[str, str]


EXPORTS = (
    Export(
        "Qualtrics (legacy)",
        frozenset({"responseset", "externaldatareference", "responseid", "finished", "ipaddress"}),
        4,
        _QUALTRICS_ROLES,
        QUALTRICS_STATUS,
    ),
    Export(
        "Qualtrics",
        frozenset({"responseid", "recordeddate", "distributionchannel", "durationinseconds"}),
        2,
        _QUALTRICS_ROLES,
        QUALTRICS_STATUS,
    ),
    Export(
        "SurveyMonkey",
        frozenset({"respondentid", "collectorid"}),
        2,
        {
            "respondentid": Role("id"),
            "enddate": Role("date"),
            "datemodified": Role("date"),
            "startdate": Role("date"),
            "datecreated": Role("date"),
            **dict.fromkeys(
                ["collectorid", "ipaddress", "emailaddress", "firstname", "lastname"],
                Role("ignore"),
            ),
        },
        {},
    ),
    Export(
        "Delighted",
        frozenset({"surveytype", "score", "permalink", "comment", "personproperties"}),
        3,
        {"id": Role("id"), "createdat": Role("date"), "permalink": Role("ignore")},
        {},
    ),
    Export(
        "Zendesk",
        frozenset(
            {"requester", "requesterid", "assignee", "assigneeid", "tickettype", "ticketformid"}
            | {"satisfactionscore", "brandid", "viachannel", "solvedat"}
        ),
        3,
        {
            "id": Role("id"),
            "createdat": Role("date"),
            "status": Role("status"),
            "satisfactionscore": Role("outcome", event="Good", other="Bad"),
            **dict.fromkeys(
                ["group", "priority", "via", "viachannel", "type", "tickettype"], Role("group")
            ),
            "fivetransynced": Role("ignore"),
        },
        {"deleted": "deleted ticket"},
    ),
    Export(
        "Salesforce",
        frozenset(
            {"casenumber", "isescalated", "createddate", "closeddate", "caseowner", "caseorigin"}
            | {"datetimeopened", "datetimeclosed"}
        ),
        2,
        {
            "casenumber": Role("id"),
            "createddate": Role("date"),
            "datetimeopened": Role("date"),
            "isescalated": Role("outcome"),
            **dict.fromkeys(
                ["status", "origin", "caseorigin", "priority", "reason", "casereason"],
                Role("group"),
            ),
        },
        {},
    ),
    Export(
        "HubSpot",
        frozenset({"surveyname", "surveytype", "sentiment", "submissiondate", "contactid"}),
        3,
        {
            "submissiondate": Role("date"),
            "contactid": Role("ignore"),
            "surveyname": Role("group"),
            "surveytype": Role("group"),
            "sentiment": Role("group"),
        },
        {},
    ),
    Export(
        "Intercom",
        frozenset({"conversationid", "startedat", "rating", "remark", "teammate"}),
        3,
        {
            "conversationid": Role("id"),
            "startedat": Role("date"),
            "rating": Role(
                "satisfaction", scale=(1, 5), why="Intercom's conversation rating has 1 to 5"
            ),
            "teammate": Role("group"),
        },
        {},
    ),
)
ANSWER_IDS = frozenset({"responseid", "respondentid", "conversationid", "casenumber", "ticketid"})
"""Column names of ids of one answer, so that a repeat is the same answer once more."""


def bare_name(name: str) -> str:
    """A column name in lower case without spaces, marks and underscores."""
    return re.sub(r"[\W_]+", "", name.casefold())


def recognise(columns: Sequence[str]) -> Export | None:
    """The export that these column names belong to; None if they tell nothing."""
    names = {bare_name(column) for column in columns}
    return next((one for one in EXPORTS if len(one.marks & names) >= one.needed), None)


def export_named(name: str) -> Export | None:
    """The export of this name; None if there is none."""
    return next((one for one in EXPORTS if one.name == name), None)
