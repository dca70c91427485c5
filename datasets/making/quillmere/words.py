"""What Quillmere's customers write, by theme."""

from __future__ import annotations

from making.shared.comments import CommentPlan
from making.shared.verbatims import CodingPlan

THEMES = (
    "price",
    "billing",
    "waiting",
    "repeat contact",
    "engineer visit",
    "line quality",
    "staff",
    "website and app",
)
COMMENTS = CommentPlan(
    themes=THEMES,
    themes_of={
        "join": (0.30, 0.05, 0.12, 0.13, 0.02, 0.03, 0.20, 0.15),
        "install": (0.03, 0.03, 0.22, 0.12, 0.40, 0.08, 0.08, 0.04),
        "first bill": (0.20, 0.50, 0.06, 0.12, 0.00, 0.02, 0.06, 0.04),
        "repair": (0.02, 0.03, 0.22, 0.28, 0.22, 0.13, 0.07, 0.03),
        "move": (0.05, 0.14, 0.18, 0.30, 0.15, 0.06, 0.08, 0.04),
        "renew": (0.44, 0.10, 0.08, 0.16, 0.00, 0.06, 0.08, 0.08),
        "any": (0.20, 0.12, 0.10, 0.14, 0.06, 0.20, 0.08, 0.10),
    },
    glad={
        "price": (
            "Clear offer, no small print surprises.",
            "Was offered a fair price without having to threaten to leave.",
            "Good that the letter compared the old and the new price side by side.",
            "The price was the price, after {n} weeks of comparing I know.",
            "Fair for what it is.",
        ),
        "billing": (
            "Bill matched the letter, to the penny.",
            "Easy to read, and it came when you said it would.",
            "The first bill covers five weeks; your message told me so before I had to ask.",
            "A wrong item was off my bill within {n} minutes.",
        ),
        "waiting": (
            "Rang at nine, back online by noon.",
            "Line was in and live the same {day}, thanks.",
            "{n} minutes in the queue, that's fine with me.",
            "No waiting, no menu, a person.",
        ),
        "repeat contact": (
            "Told you once, and everyone knew. More of that.",
            "One person dealt with it from start to finish.",
            "Didn't have to ring a second time.",
            'He had my notes in front of him and said: "I see you rang on {day}."',
        ),
        "engineer visit": (
            "Engineer came when he said he would and tidied up after himself.",
            "Working by lunchtime.\nThe engineer tested every room before leaving.",
            "+1 for the engineer, who explained the router to my mother.",
            "Fixed on the first visit.",
            'Text messages kept me posted: "engineer {n}0 minutes away". That helped.',
        ),
        "line quality": (
            "Hasn't dropped once in {n} months.",
            "Fast, also in the evening.",
            "Three of us on video calls and it holds.",
        ),
        "staff": (
            'The person on chat said "I will call you back at four" and did.',
            "Patient with someone who knows nothing about routers.",
            "You handled the notice to my old provider for me.",
            "Friendly on a {day} evening, that's not easy.",
        ),
        "website and app": (
            "Renewing took two clicks.",
            "The app showed where the engineer was.",
            "Found the answer on your help page in {n} minutes.",
        ),
    },
    unhappy={
        "price": (
            "New customers pay less than I do after {n} years.",
            "Told 29 on the phone, letter says 33.50.",
            "=SUM of all your extras is more than the offer said.",
            "Too dear for what arrives here.",
            "The discount ran out and nobody told me.",
        ),
        "billing": (
            "Charged for the weeks before it was installed.",
            'I can\'t tell what "partial period adj." means. Please write in words.',
            "The discount I was promised isn't on the bill; support says ask sales.",
            "Paid for two addresses for {n} weeks.",
            "Renewed online, then was billed at the old price.",
        ),
        "waiting": (
            "On hold for {n}0 minutes.",
            "Took the day off, nobody came, nobody rang.",
            "{n} weeks for an appointment.",
            "The date moved twice, from {day} on.",
            "I waited all {day} for a call back.",
        ),
        "repeat contact": (
            "Had to give my details three times to three people.",
            "Had to explain it all again, for the {n}th time.",
            "Every single person was polite. Nobody owned the problem.",
            'Each call starts with "have you turned it off and on". It is in your notes that I '
            "did.",
            "Rang {n} times, still waiting for the same thing.",
            "Sales, billing and the engineers each had a different date.",
        ),
        "engineer visit": (
            "Three visits.\nEach engineer started from zero.",
            "The call centre says the engineer closed the job. It isn't fixed.",
            "Second visit in a month for the same fault.",
            "- router arrived late\n- no cable in the box\n- left without testing",
        ),
        "line quality": (
            "Drops every evening at {n}.",
            "Slow since {day}, nobody knows why.",
            "Video freezes, the children complain, I pay.",
            "A line that works would do.",
        ),
        "staff": (
            "Was talked to like a child.",
            "The shop said ask the phone, the phone said ask the shop, and neither cared.",
            "Nobody listens; they read from a sheet.",
        ),
        "website and app": (
            "Website said available at my address, the phone said not.",
            "I heard of the new date from the chat bot.",
            "The app logs me out {n} times a day.",
            "Help page is for another router.",
        ),
    },
    so_so=(
        ("It works. Nothing to add.", "line quality"),
        ("Fine in the end, more calls than needed.", "repeat contact"),
        ("Speed OK, help slow.", "waiting"),
        ("Average; the app could tell me more.", "website and app"),
        ("n/a", "staff"),
        ("Ask me again in a year.", "staff"),
        ("Neither cheap nor dear.", "price"),
        ("Bill is fine, I had to read it twice.", "billing"),
    ),
    sarcastic=(
        ("Great, another delay.", "waiting"),
        ("Lovely, on hold for only {n}0 minutes this time.", "waiting"),
        ('Your "fast lane" is really something, I had time to read a book.', "line quality"),
        ("Wonderful: I now know all your engineers by name.", "engineer visit"),
    ),
    foreign_glad=(
        ("Wszystko działa, dziękuję.", "line quality"),
        ("技术员很准时,解释得很清楚。", "engineer visit"),
        ("Ο τεχνικός ήταν ευγενικός και ήρθε στην ώρα του.", "engineer visit"),
        ("शिकायत एक ही बार में हल हो गई।", "repeat contact"),
    ),
    foreign_unhappy=(
        ("Чекали три тижні, ніхто не подзвонив.", "waiting"),
        ("انتظرت طوال اليوم ولم يأتِ أحد.", "waiting"),
        ("Trzy wizyty, trzy różne odpowiedzi.", "engineer visit"),
        ("Rechnung falsch, Hotline »nicht zuständig«.", "billing"),
    ),
)
CODING = CodingPlan(
    first_strays=0.06,
    second_strays=0.09,
    mistaken="repeat contact",
    for_theme="waiting",
    mistakes=0.6,
)
