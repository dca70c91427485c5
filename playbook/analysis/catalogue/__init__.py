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

MEASURES: dict[str, Measure] = {
    measure.name: measure
    for topic in (surveys, retention, value, drivers, comparing, control, coding, pilots, pay)
    for measure in topic.MEASURES
}
