"""What goes with an outcome, what customers say matters, and whether they do as they say."""
