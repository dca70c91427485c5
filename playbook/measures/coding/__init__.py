"""Judgements of people: coders who agree, rules that find, items that go together."""
