"""Pay on customer measures: payout curves, luck, and signs of gaming."""
