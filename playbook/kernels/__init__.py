"""How a lesson's kernel starts: forked from a process that has run the notebook, or from nothing.

`docs/snapshot_kernels.md` tells how it works.
"""

import playbook.lean_jsonschema  # noqa: F401  comes first, before nbformat
