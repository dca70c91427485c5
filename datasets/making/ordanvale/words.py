"""What the contacts of Ordanvale's accounts write, by theme."""

from __future__ import annotations

from making.shared.comments import CommentPlan
from making.shared.verbatims import CodingPlan

THEMES = (
    "reliability",
    "being understood",
    "support",
    "onboarding",
    "documentation",
    "price and invoice",
    "features",
    "change of contact",
)
COMMENTS = CommentPlan(
    themes=THEMES,
    themes_of={
        "buy": (0.03, 0.20, 0.03, 0.08, 0.04, 0.34, 0.22, 0.06),
        "onboard": (0.06, 0.16, 0.08, 0.44, 0.10, 0.02, 0.08, 0.06),
        "use": (0.24, 0.16, 0.12, 0.04, 0.16, 0.03, 0.20, 0.05),
        "support": (0.20, 0.12, 0.42, 0.02, 0.12, 0.02, 0.06, 0.04),
        "renew": (0.06, 0.18, 0.04, 0.02, 0.02, 0.42, 0.06, 0.20),
        "any": (0.20, 0.18, 0.14, 0.06, 0.08, 0.12, 0.12, 0.10),
    },
    glad={
        "reliability": (
            "Runs. Nobody on the shift talks about it, which is the best I can say.",
            "Not one stop in {n} months.",
            "The planner opens at once, on Mondays too.",
            "Update on {day} night, everything there in the morning.",
        ),
        "being understood": (
            "Your consultant has stood in a plant before. You notice.",
            'First vendor who asked "what happens when line {n} stops?" before showing slides.',
            "She knew why we can't plan by calendar alone.",
            "They speak maintenance, not software.",
        ),
        "support": (
            "Answer in {n} minutes, and it was the right one.",
            "The night desk stayed on the line until the line ran.",
            "Told once, solved once.",
            "Ticket closed only after I said so.",
        ),
        "onboarding": (
            "Training with our own machines' names, not with demo data.",
            "Kick-off, import, go-live:\nthree dates, three kept.",
            "Forty shift leaders trained in {n} days.",
            "The import found our double entries for us.",
        ),
        "documentation": (
            "Help page had the answer, with a picture of the right version.",
            "Found it myself in {n} minutes.",
            "Release notes a human can read.",
        ),
        "price and invoice": (
            "Not cheap, but the offer was the invoice.",
            "You took the returned seats off the invoice before I asked.",
            "Fair increase, announced {n} months ahead.",
        ),
        "features": (
            "The shift view is what we'd have drawn ourselves.",
            "Export to our stock system works since {day}.",
            "Everything we need and little we don't.",
        ),
        "change of contact": (
            "Same success manager for {n} years. Please keep it so.",
            "The hand-over to the new manager was done with both in the call.",
            "I know whom to ring.",
        ),
    },
    unhappy={
        "reliability": (
            "Planner takes {n} minutes to open on Mondays.",
            "Since the release the calendar shows yesterday.",
            "Stopped on {day}, in the middle of a shift change.",
            "Log-in failed {n} times this week.",
        ),
        "being understood": (
            "Nobody of yours has ever seen our plant, and it shows.",
            'Asked for a maintenance window, got a link to "best practices".',
            "Every review starts with what we do. It has been {n} years.",
            "You sell to offices. We are a paper mill.",
        ),
        "support": (
            "Ticket closed with 'works as designed' before anybody rang me.",
            "{n} days of silence on a stopped plant.",
            "Asked three times for the same log file.",
            "Late desk writes: please contact the early desk.",
        ),
        "onboarding": (
            "Go-live was promised for May; it is {n} weeks late.",
            "Training was for the old version.",
            "- import stopped at row 4,000\n- nobody knew why\n- we typed the rest",
        ),
        "documentation": (
            "Help pages show screens we don't have.",
            'The page for the connector says "see your manual". We have none.',
            "Searched for {n}0 minutes, then asked a colleague.",
        ),
        "price and invoice": (
            "Invoice counts {n} seats that we returned in January.",
            "Seven per cent more, announced to somebody who left.",
            "Night support is extra? The offer said 'support included'.",
        ),
        "features": (
            "The connector from the demonstration does not exist.",
            "Export drops every row with a comma in the machine's name.",
            'A list of spare parts: "on the roadmap" for {n} years.',
        ),
        "change of contact": (
            "Fourth contact person in two years, each asks what we do.",
            "Our manager left; we heard it from an out-of-office.",
            "Review cancelled {n} times since the hand-over.",
        ),
    },
    so_so=(
        ("Does the job.", "reliability"),
        ("OK for planning, not for reporting.", "features"),
        ("Support polite, answers late.", "support"),
        ("n/a", "being understood"),
        ("Price in line with others.", "price and invoice"),
        ("Help pages fine if you know the word they use.", "documentation"),
        ("New contact, let's see.", "change of contact"),
    ),
    sarcastic=(
        ("Wonderful, another release on a {day} night.", "reliability"),
        ("Great: a fifth person to whom I may explain our plant.", "change of contact"),
        ('Love the "smart" search. It found the word "the".', "documentation"),
        (
            "Thanks for the invoice, it is the only thing that is always on time.",
            "price and invoice",
        ),
    ),
    foreign_glad=(
        ("Läuft. Endlich ein Anbieter, der Instandhaltung versteht.", "being understood"),
        ("Svarade inom {n} minuter, problemet löst.", "support"),
        ("Η εκπαίδευση έγινε πάνω στις δικές μας μηχανές.", "onboarding"),
        ("現場をよく分かっている担当者です。", "being understood"),
        ("La formación fue clara y a tiempo.", "onboarding"),
    ),
    foreign_unhappy=(
        ("Seit {n} Tagen keine Antwort, die Anlage »steht«.", "support"),
        ("Чотири контактні особи за два роки.", "change of contact"),
        ("Factuur klopt niet, al {n} maanden.", "price and invoice"),
        ("월요일마다 {n}분씩 멈춥니다.", "reliability"),
        ("A exportação perde linhas.", "features"),
    ),
    personal=(
        " Call me: +46 555 0{three}.",
        " My direct line is 555-0{three}, early shift.",
        " Mail planner{three}@example.org, not the info address.",
        " (h.berg{three}@example.org)",
    ),
)
CODING = CodingPlan(
    first_strays=0.05,
    second_strays=0.08,
    mistaken="being understood",
    for_theme="change of contact",
    mistakes=0.7,
)
