"""How well a keyword rule finds what people found by reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from playbook.measures.estimate import Estimate
from playbook.measures.flags import NOT_YES_OR_NO, read_flags
from playbook.measures.groups import same_length
from playbook.measures.reading import Values
from playbook.measures.scores.share import share
from playbook.measures.wording import dropped_text, number_text


@dataclass(frozen=True)
class CodingAccuracy:
    """A rule against hand coding, over the comments that have both.

    `precision`: of the comments found, how many are right; `recall`: of the right ones, how many
    were found; both in %. `f1` is their harmonic mean, 0 to 1, None where no comment was found and
    none was right. The four counts add up to `n`.
    """

    name: str
    precision: Estimate
    recall: Estimate
    f1: float | None
    rightly_found: int
    wrongly_found: int
    missed: int
    rightly_left: int
    n: int
    dropped: Mapping[str, int] = field(default_factory=dict)

    @property
    def available(self) -> bool:
        """Whether both precision and recall have a value."""
        return self.precision.available and self.recall.available

    def sentence(self) -> str:
        """Precision, recall and what they mean, in words."""
        f1 = "not available" if self.f1 is None else number_text(self.f1, 2)
        return (
            f"{self.name}: of {self.rightly_found + self.wrongly_found:,} comments found, "
            f"{self.wrongly_found:,} wrong; of {self.rightly_found + self.missed:,} right ones, "
            f"{self.missed:,} missed (n = {self.n:,}, F1 {f1}). "
            f"{self.precision.sentence()} {self.recall.sentence()}{dropped_text(self.dropped)}"
        )


def coding_accuracy(
    found: Values, truth: Values, *, name: str = "Keyword rule", confidence: float = 0.95
) -> CodingAccuracy:
    """Precision, recall and F1 of a rule's yes/no against a hand coding's, one row a comment.

    `found` and `truth`: one-dimensional, of equal length, True or 1 for yes, False or 0 for no; a
    comment without both is left out and counted. The hand-coded comments are a random sample of
    all: a sample of the found ones only can't show what the rule misses. With no comment found
    there is no precision, with none right no recall. Intervals: Wilson 1927. Raises MeasureError
    for columns of unequal length. Source of the measures: van Rijsbergen 1979, Information
    Retrieval.
    """
    rule, hand = read_flags(found), read_flags(truth)
    same_length(("found", len(rule.yes)), ("truth", len(hand.yes)))
    both = rule.used & hand.used
    blank = ~both & (rule.blank | hand.blank)
    left_out = {"blank": int(blank.sum()), NOT_YES_OR_NO: int((~both & ~blank).sum())}
    right, wrong = int((rule.yes & hand.yes).sum()), int((rule.yes & hand.no).sum())
    missed, left = int((rule.no & hand.yes).sum()), int((rule.no & hand.no).sum())
    either = right + wrong + missed
    return CodingAccuracy(
        name=name,
        precision=share(right, right + wrong, name="Precision", confidence=confidence),
        recall=share(right, right + missed, name="Recall", confidence=confidence),
        f1=2 * right / (right + either) if either else None,
        rightly_found=right,
        wrongly_found=wrong,
        missed=missed,
        rightly_left=left,
        n=int(both.sum()),
        dropped={why: count for why, count in left_out.items() if count},
    )
