"""Groups compared fairly: many tests, different mixes, small numbers."""
