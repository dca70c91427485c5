"""How the sample companies' tables are made: seeded, and the same on every machine."""
