"""Group results that give nobody away."""
