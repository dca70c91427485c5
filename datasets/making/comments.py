"""What customers write: with quotes, line breaks, other scripts, and a leading sign here and there.

A comment follows the satisfaction given with it, except for sarcasm, which praises in words only.
"""

from __future__ import annotations

from making.draws import Draws

COMMENT_SHARE = 0.42
FOREIGN_SHARE = 0.06
SARCASM_SHARE = 0.08

GLAD = {
    "join": (
        "Signing up took ten minutes and the price was the price.",
        "Clear offer, no small print surprises.",
        'The person on chat said "I will call you back at four" and did.',
        "Switched from my old provider, you handled the notice for me.",
    ),
    "install": (
        "Engineer came when he said he would and tidied up after himself.",
        "Working by lunchtime.\nThe engineer tested every room before leaving.",
        "Line was in and live the same day, thanks.",
        "+1 for the engineer, who explained the router to my mother.",
    ),
    "first bill": (
        "Bill matched the letter, to the penny.",
        "Easy to read, and it came when you said it would.",
        "The first bill covers five weeks; your message told me so before I had to ask.",
    ),
    "repair": (
        "Fixed on the first visit.",
        'Text messages kept me posted: "engineer 20 minutes away". That helped.',
        "Rang at nine, back online by noon.",
        "One person dealt with it from start to finish.",
    ),
    "move": (
        "Internet worked at the new place on the day we moved.",
        "Told you once, and everyone knew. More of that.",
    ),
    "renew": (
        "Was offered a fair price without having to threaten to leave.",
        "Renewing took two clicks.",
        "Good that the renewal letter compared the old and the new price side by side.",
    ),
}
UNHAPPY = {
    "join": (
        "Website said available at my address, the phone said not. Twice.",
        "Had to give my details three times to three people.",
        "Told 29 on the phone, letter says 33.50.",
    ),
    "install": (
        "Took the day off, nobody came, nobody rang.",
        "Three visits.\nEach engineer started from zero.",
        "The date moved twice and I heard of it from the chat bot.",
        "- router arrived late\n- no cable in the box\n- help page is for another model",
    ),
    "first bill": (
        "Charged for the weeks before it was installed.",
        'I can\'t tell what "partial period adj." means. Please write in words.',
        "The discount I was promised isn't on the bill; support says ask sales.",
    ),
    "repair": (
        'Each call starts with "have you turned it off and on". It is in your notes that I did.',
        "The call centre says the engineer closed the job. It isn't fixed.",
        "Every single person was polite. Nobody owned the problem.",
        "Second visit in a month for the same fault, and had to explain it all again.",
    ),
    "move": (
        "Paid for two addresses for six weeks.",
        "Moved house; sales, billing and the engineers each had a different date.",
    ),
    "renew": (
        "New customers pay less than I do after nine years.",
        "Had to ring three times to keep the price in your own letter.",
        "Renewed online, then was billed at the old price.",
    ),
}
SO_SO = (
    "It works. Nothing to add.",
    "Fine in the end, more calls than needed.",
    "Speed OK, help slow.",
    "Average; the app could tell me more.",
    "n/a",
    "Ask me again in a year.",
)
SARCASTIC = (
    "Great, another delay.",
    "Lovely, on hold for only 50 minutes this time.",
    'Your "fast lane" is really something, I had time to read a book.',
)
FOREIGN_GLAD = (
    "Wszystko działa, dziękuję.",
    "技术员很准时,解释得很清楚。",
    "Ο τεχνικός ήταν ευγενικός και ήρθε στην ώρα του.",
    "शिकायत एक ही बार में हल हो गई।",
)
FOREIGN_UNHAPPY = (
    "Чекали три тижні, ніхто не подзвонив.",
    "انتظرت طوال اليوم ولم يأتِ أحد.",
    "Trzy wizyty, trzy różne odpowiedzi.",
    "Rechnung falsch, Hotline »nicht zuständig«.",
)


def comment(draws: Draws, journey: str, satisfaction: int) -> str | None:
    """A comment that fits a satisfaction of 1–5 with this journey; None when nothing is written."""
    if not draws.chance(COMMENT_SHARE):
        return None
    if satisfaction == 3:
        return draws.pick(SO_SO)
    glad = satisfaction > 3
    if draws.chance(FOREIGN_SHARE):
        return draws.pick(FOREIGN_GLAD if glad else FOREIGN_UNHAPPY)
    if not glad and draws.chance(SARCASM_SHARE):
        return draws.pick(SARCASTIC)
    return draws.pick((GLAD if glad else UNHAPPY)[journey])
