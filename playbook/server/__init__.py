"""The training server: home page, lessons through Voila, downloads, a learner's record."""

import playbook.lean_jsonschema  # noqa: F401  comes first, before Altair and Jupyter
