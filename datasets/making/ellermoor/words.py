"""What Ellermoor's guests write, by theme."""

from __future__ import annotations

from making.shared.comments import CommentPlan
from making.shared.verbatims import CodingPlan

THEMES = (
    "sleep and noise",
    "welcome",
    "staff",
    "room and cleaning",
    "breakfast and bar",
    "price and bill",
    "booking",
    "heating, lift and Wi-Fi",
)
COMMENTS = CommentPlan(
    themes=THEMES,
    themes_of={
        "book": (0.00, 0.08, 0.06, 0.04, 0.02, 0.30, 0.48, 0.02),
        "arrive": (0.05, 0.34, 0.20, 0.22, 0.02, 0.04, 0.09, 0.04),
        "stay": (0.30, 0.10, 0.14, 0.16, 0.16, 0.02, 0.00, 0.12),
        "leave": (0.14, 0.16, 0.16, 0.08, 0.10, 0.26, 0.02, 0.08),
        "return": (0.04, 0.30, 0.08, 0.02, 0.04, 0.26, 0.24, 0.02),
        "any": (0.20, 0.16, 0.16, 0.14, 0.12, 0.10, 0.06, 0.06),
    },
    glad={
        "sleep and noise": (
            "Slept like a stone, first time in {n} weeks.",
            "So quiet that I missed my alarm.",
            "Best bed of the whole trip.",
        ),
        "welcome": (
            "They knew my name and my room, before I said a word.",
            'The note on the pillow said "good to have you back". It was by hand.',
            "Tea in the lobby while it rained. We felt at home.",
            "Arrived at midnight and was expected.",
        ),
        "staff": (
            "Everybody smiled, {n} days long.",
            "The night porter found us a pharmacy that was open.",
            "Quick, kind, and not a word too many.",
        ),
        "room and cleaning": (
            "Spotless.\nEven behind the radiator.",
            "Room ready at noon, thank you.",
            "Cot was there before we asked.",
        ),
        "breakfast and bar": (
            "Breakfast until eleven on {day}. Civilised.",
            "Bread from the village, eggs as ordered.",
            "The barman remembered the drink from last year.",
        ),
        "price and bill": (
            "The bill was what the booking said.",
            "Not cheap, and worth it.",
            "Invoice by e-mail before I reached the station.",
        ),
        "booking": (
            "Changed the date twice, no fuss, no fee.",
            "Booked in {n} minutes.",
            "They rang to ask about the children's ages. Good.",
        ),
        "heating, lift and Wi-Fi": (
            "Wi-Fi good enough for {n} video calls a day.",
            "Warm room, warm bath, no noise from the lift.",
        ),
    },
    unhappy={
        "sleep and noise": (
            "Lift behind the bed, all night.",
            "Deliveries under the window at {n}. On a {day}.",
            "Mattress with a valley.",
            "Disco until two; nobody told us at booking.",
        ),
        "welcome": (
            "Checked in like a parcel.",
            'First words: "Card?" Not even hello.',
            "Fifth stay this year and again: is this your first time here?",
            "Stood at the desk for {n} minutes, then a screen greeted me.",
        ),
        "staff": (
            "Asked for a towel {n} times.",
            "Nobody at the desk knew of the call I had made.",
            "Bar closed while we sat in it.",
        ),
        "room and cleaning": (
            "Hair in the bath, and not ours.",
            "Room not ready at five. We stood in the lobby with two children.",
            "- bin not emptied\n- one cup\n- dust on the lamp",
        ),
        "breakfast and bar": (
            "Queue for eggs: {n}0 minutes.",
            'Coffee cold, "machine is new".',
            "Out of bread at nine on {day}.",
        ),
        "price and bill": (
            "Charged for a minibar that was locked.",
            "Breakfast was in the price on the portal; here it is 19 euros.",
            "City tax twice; {n} e-mails so far.",
        ),
        "booking": (
            "Booked a lake view, got the car park.",
            "Sent to another hotel at ten at night: overbooked.",
            "Cancelled in time, charged all the same.",
        ),
        "heating, lift and Wi-Fi": (
            "Heating off at night, thirteen degrees in the morning.",
            "Lift out of order, my mother climbed four floors.",
            "Wi-Fi drops in every video call.",
        ),
    },
    so_so=(
        ("Fine for a night.", "room and cleaning"),
        ("Nice people, thin walls.", "sleep and noise"),
        ("Breakfast as everywhere.", "breakfast and bar"),
        ("n/a", "staff"),
        ("OK for the price.", "price and bill"),
        ("Nothing wrong, nothing to remember.", "welcome"),
        ("Easy to book, hard to change.", "booking"),
    ),
    sarcastic=(
        ("Lovely sunrise over the car park we had not booked.", "booking"),
        (
            "Great: a wake-up call from the lift, every {n} minutes, free of charge.",
            "sleep and noise",
        ),
        ('A "warm" welcome: thirteen degrees in the room.', "heating, lift and Wi-Fi"),
        ("Thank you for the surprise on the bill, I love surprises.", "price and bill"),
    ),
    foreign_glad=(
        ("Wunderbar geschlafen, sehr herzlicher Empfang.", "welcome"),
        ("とても静かで、よく眠れました。", "sleep and noise"),
        ("Accueil chaleureux, on reviendra.", "welcome"),
        ("Η θέα ήταν υπέροχη και το πρωινό εξαιρετικό.", "breakfast and bar"),
        ("غرفة نظيفة وموظفون لطفاء.", "room and cleaning"),
    ),
    foreign_unhappy=(
        ("Dreimal nach »Handtüchern« gefragt.", "staff"),
        ("Ліфт не працював {n} дні.", "heating, lift and Wi-Fi"),
        ("前台让我们等了{n}0分钟。", "welcome"),
        ("Camera rumorosa, colazione finita alle nove.", "sleep and noise"),
        ("कमरा पाँच बजे तक तैयार नहीं था।", "room and cleaning"),
    ),
    personal=(
        " Please ring +41 555 0{three}.",
        " My mobile: 555-0{three}.",
        " Write to guest{three}@example.org.",
        " (m.lake{three}@example.org)",
    ),
)
CODING = CodingPlan(
    first_strays=0.06,
    second_strays=0.08,
    mistaken="welcome",
    for_theme="staff",
    mistakes=0.6,
)
