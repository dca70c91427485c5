"""Ellermoor's complaints: the desk hears them, rooms and bookings cause them."""

from __future__ import annotations

from making.shared.complaints import Cause, ComplaintsPlan

COMPLAINTS = ComplaintsPlan(
    rows=780,
    causes=(
        Cause(
            "Housekeeping",
            0.27,
            {"Front office": 0.9, "Housekeeping": 0.04, "Research": 0.06},
            (
                "Room not ready at five. We stood in the lobby with two children.",
                "Hair in the bath, and not ours.",
                "Asked for a cot three times; it came at eleven at night.",
                "Smell of smoke in a non-smoking room.",
            ),
            (
                "Room status: 'clean' set at 17:42.",
                "Inspection sheet of the day, room not ticked.",
                "Request in the desk's book at 18:05, 19:30 and 22:10.",
                "Same room, same note, four guests in a row.",
            ),
            (1, 25),
        ),
        Cause(
            "Reservations",
            0.25,
            {"Front office": 0.74, "Reservations": 0.17, "Marketing": 0.09},
            (
                "Booked a lake view, got the car park.",
                "Sent to another hotel at ten at night: overbooked.",
                "Breakfast was in the price on the portal; here it is 19 euros.",
                "Cancelled in time, charged all the same.",
            ),
            (
                "Room type on the portal sold above its number.",
                "Arrivals list: 103 per cent sold on purpose.",
                "Rate code on the portal against the rate in the house.",
                "Cancellation e-mail arrived two minutes before the deadline, read next morning.",
            ),
            (1, 60),
        ),
        Cause(
            "Technical services",
            0.2,
            {"Front office": 0.93, "Housekeeping": 0.07},
            (
                "Heating off at night, thirteen degrees in the morning.",
                "Lift out of order, my mother climbed four floors.",
                "Wi-Fi drops in every video call.",
                "Shower cold after seven in the morning.",
            ),
            (
                "Boiler timer; no night setting since the change of supplier.",
                "Fault report twelve days old.",
                "Access point log, third floor.",
                "Hot water tank sized for half the rooms.",
            ),
            (5, 90),
        ),
        Cause(
            "Food and drink",
            0.13,
            {"Food and drink": 0.52, "Front office": 0.48},
            (
                "Forty minutes for breakfast, no table.",
                "Told them of my allergy twice. It was in the sauce.",
                "Charged for a minibar that was empty.",
            ),
            (
                "Arrivals show 140 guests for 80 seats between eight and nine.",
                "Order slip without the note; the note was on the booking.",
                "Minibar list of the day before.",
            ),
            (1, 40),
        ),
        Cause(
            "Front office",
            0.12,
            {"Front office": 0.95, "Research": 0.05},
            (
                "Nobody at the desk for twenty minutes at midnight.",
                "Invoice made out to the wrong company, third time.",
                "Spoke over my head to my husband although I had booked.",
            ),
            (
                "Rota: one person for two houses that night.",
                "Three invoices for one stay in the system.",
                "Letter of the guest, and the colleague's own note.",
            ),
            (1, 6),
        ),
        Cause(
            "Marketing",
            0.03,
            {"Front office": 0.6, "Research": 0.4},
            ("Voucher from your letter is 'not valid in this house'.",),
            ("Letter names all houses; four were left out in the booking system.",),
            (1, 150),
        ),
    ),
    channels={
        "Front office": ("desk", "desk", "phone", "e-mail"),
        "Housekeeping": ("room",),
        "Reservations": ("phone", "e-mail", "web"),
        "Marketing": ("e-mail", "web"),
        "Food and drink": ("room", "desk"),
        "Research": ("e-mail", "app"),
    },
    value=(18.0, 160.0),
    compensations=(0.0, 0.0, 0.0, 15.0, 25.0, 40.0, 90.0),
    resolutions=(0.36, 0.22, 0.2, 0.22),
    without_evidence=0.09,
    coded_twice=0.5,
    agreement=0.92,
    says="Four in five complaints surface at the desk, which causes one in nine. Housekeeping "
    "and Reservations cause about half between them.",
)
