"""What the widgets share: the recorded base class, plain functions for their front ends."""
