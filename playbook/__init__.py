"""The CCO Playbook: the domain and the service of the training kit."""

__version__ = "0.1.0"
