"""The measures by their names on the command line."""

from playbook.analysis.catalogue import (
    coding,
    comparing,
    control,
    drivers,
    pay,
    pilots,
    retention,
    surveys,
    value,
)
from playbook.analysis.parameters import Measure

TOPICS: dict[str, tuple[Measure, ...]] = {
    "What customers say": surveys.MEASURES,
    "Whether customers stay": retention.MEASURES,
    "What customers are worth": value.MEASURES,
    "What goes with an outcome": drivers.MEASURES,
    "Groups compared fairly": comparing.MEASURES,
    "Measures over time": control.MEASURES,
    "Judgements: codes, rules, questionnaires, maturity": coding.MEASURES,
    "Whether it worked, and what it is worth": pilots.MEASURES,
    "Whether a score that is paid for is worked on": pay.MEASURES,
}

MEASURES: dict[str, Measure] = {
    measure.name: measure for topic in TOPICS.values() for measure in topic
}
