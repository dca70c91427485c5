"""Ordanvale's complaints: tickets reach Support, promises come from Sales."""

from __future__ import annotations

from making.shared.complaints import Cause, ComplaintsPlan

COMPLAINTS = ComplaintsPlan(
    rows=420,
    causes=(
        Cause(
            "Sales",
            0.33,
            {"Support": 0.4, "Customer success": 0.47, "Sales": 0.08, "Finance": 0.05},
            (
                "The connector to our stock system was demonstrated; it does not exist.",
                "We were sold 80 seats; 34 people do this job here.",
                "Go-live was promised for May, before anybody had seen our data.",
                "The offer says 'support included'. Night support is extra.",
            ),
            (
                "Recording of the demonstration; the connector is a slide.",
                "Order form 80 seats, log-ins of the first half-year 31 people.",
                "Offer dated before the data check; Onboarding was not asked.",
                "Offer text against the price list of that month.",
            ),
            (1, 6),
        ),
        Cause(
            "Product",
            0.27,
            {"Support": 0.82, "Customer success": 0.18},
            (
                "Since the release the maintenance calendar shows yesterday.",
                "Export drops every row with a comma in the machine's name.",
                "Screen for the shift leaders was moved without a word; forty people rang me.",
                "Planner takes two minutes to open on Mondays.",
            ),
            (
                "Defect confirmed; time zone of the server, fixed nine days later.",
                "Reproduced with the customer's file.",
                "Release notes do not mention the move.",
                "Monitoring of the Monday jobs, all accounts of that server.",
            ),
            (2, 90),
        ),
        Cause(
            "Customer success",
            0.15,
            {"Support": 0.35, "Customer success": 0.6, "Finance": 0.05},
            (
                "Fourth contact person in two years, each asks what we do.",
                "Review meeting cancelled three times.",
                "Training was for the old version.",
            ),
            (
                "Account record: four owners since signing, hand-over note empty.",
                "Calendar entries, cancelled by our side.",
                "Training deck dated before the release in use.",
            ),
            (1, 8),
        ),
        Cause(
            "Finance",
            0.12,
            {"Finance": 0.45, "Customer success": 0.4, "Support": 0.15},
            (
                "Invoice counts seats that we returned in January.",
                "Reminder with a lawyer's letter for an invoice paid in March.",
                "Price rise of seven per cent by e-mail to somebody who left.",
            ),
            (
                "Seat change is in the contract record, not in the invoice list.",
                "Bank statement against the reminder run.",
                "Bounced e-mail in the mailbox of Invoicing.",
            ),
            (1, 14),
        ),
        Cause(
            "Support",
            0.11,
            {"Support": 0.95, "Customer success": 0.05},
            (
                "Ticket closed with 'works as designed' before anybody rang me.",
                "Eleven days of silence on a stopped plant.",
                "Asked three times for the same log file.",
            ),
            (
                "Ticket history: closed from the queue without a call.",
                "Priority set by the form, not by the plant; nobody looked again.",
                "Ticket history shows the file attached on day one.",
            ),
            (1, 4),
        ),
        Cause(
            "Marketing",
            0.02,
            {"Customer success": 1.0},
            ("Our logo is on your website. Nobody asked us.",),
            ("No consent in the file.",),
            (1, 3),
        ),
    ),
    channels={
        "Support": ("portal", "portal", "e-mail", "phone"),
        "Customer success": ("video call", "e-mail", "visit"),
        "Finance": ("e-mail", "phone"),
        "Sales": ("phone", "visit"),
    },
    value=(900.0, 6_500.0),
    compensations=(0.0, 0.0, 0.0, 0.0, 250.0, 500.0, 1_500.0),
    resolutions=(0.3, 0.26, 0.28, 0.16),
    without_evidence=0.11,
    coded_twice=0.6,
    agreement=0.58,
    says="Support takes most complaints and causes about a tenth; Sales causes most. A second "
    "reviewer puts Support first: the two agree too little for counts of owners to be shown yet.",
    seed=1,
)
