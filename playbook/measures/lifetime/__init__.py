"""What customers are worth over time, with a contract and without."""
