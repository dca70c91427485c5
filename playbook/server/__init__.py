"""The training server: home page, lessons through Voila, downloads, a learner's record."""
