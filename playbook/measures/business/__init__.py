"""What it costs and what it pays: poor service, cash flows, business cases."""
