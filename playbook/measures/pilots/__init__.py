"""Whether it worked: pilots against a comparison group, recovery of failures."""
