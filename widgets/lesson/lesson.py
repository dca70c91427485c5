"""A lesson in a notebook: it makes the widgets and brings them to life for the learner."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

import ipywidgets

from playbook.charts import ChartWithSummary, control_chart
from playbook.curriculum import Item, bank, course
from playbook.exercises import Exercise, Variant
from playbook.kernels.visitor import before_visitors, on_rehearsal, on_visitor
from playbook.measures import xmr
from playbook.records import Introduction, Learner, LessonRecord, Records, open_records
from widgets.common.recorded import Recorded
from widgets.exercise import ExercisePanel
from widgets.form import Field, Form
from widgets.lesson.frame import LessonFrame
from widgets.lesson.review import Review
from widgets.quiz import Quiz

LOCAL_LEARNER = "0" * 32
"""Whose record a lesson opened in JupyterLab keeps: the one person at this machine."""

COMMITMENT = (
    Field("what", "What I will do", kind="long", required=True),
    Field("when", "By when", kind="date", required=True),
    Field("who", "Who will know", help="Name the person you will tell today.", required=True),
)

R = TypeVar("R", bound=Recorded)


def draw_series(variant: Variant) -> ChartWithSummary | None:
    """The control chart that belongs to an exercise's numbers, if any."""
    series = variant.series
    if series is None:
        return None
    limits = xmr(series.values, baseline=series.baseline, labels=series.labels)
    y_title = f"{series.name} ({series.unit})" if series.unit else series.name
    return control_chart(limits, title=f"{series.name}.", y_title=y_title, read_out=False)


class Lesson:
    """Holds a lesson's widgets and their one link to the learner's record.

    Nothing here depends on the visitor until `attach` runs, which the page asks for when it
    arrives; so a notebook that has run may be shown to any learner.
    """

    def __init__(self, slug: str) -> None:
        """Prepare the lesson of this slug. Raises KeyError for an unknown one."""
        self.plan = course().lesson(slug)
        self.frame = LessonFrame(
            title=self.plan.title, on_arrival=self.attach, on_return=self.refresh
        )
        self.learner: Learner | None = None
        self.kept: dict[str, dict[str, Any]] = {}
        """What was kept when the learner came or came back: key, part, value."""
        self.documents = 0
        """Documents that the learner has made in this lesson."""
        self._records: Records | None = None
        self._introduction: Introduction | None = None
        self._widgets: list[Recorded] = [self.frame]
        self._tasks: list[tuple[str, Callable[[], bool]]] = []
        self._passed: set[str] = set()
        self._finished: list[str] = []
        self._listeners: list[Callable[[], None]] = []
        self._latest: datetime | None = None
        self.frame.on_change(lambda _: self._moved())
        self.show_progress()
        on_rehearsal(self.rehearse)
        before_visitors(self.open_records)
        on_visitor(self.meet)

    def add(
        self, widget: R, *, section: str | None = None, done: Callable[[], bool] | None = None
    ) -> R:
        """Take a widget into the lesson; gives the widget.

        `done` tells whether its task is done; it then counts for the section's progress.
        """
        if any(each.key == widget.key for each in self._widgets):
            raise ValueError(f"The lesson has a widget '{widget.key}' already.")
        self._widgets.append(widget)
        if section is not None and done is not None:
            self.add_task(section, done)
            widget.on_change(lambda _: self.show_progress())
        if self.learner is not None:
            self._attach_one(widget, self.learner.kept(self.plan.slug))
        self.show_progress()
        return widget

    def add_task(self, section: str, done: Callable[[], bool]) -> None:
        """Count something to do in a section; `show_progress` asks `done` anew."""
        self._tasks.append((section, done))

    def on_attach(self, listener: Callable[[], None]) -> None:
        """Call `listener` each time after the widgets were attached or brought up to date."""
        self._listeners.append(listener)
        if self.learner is not None:
            listener()

    def open_records(self) -> Records:
        """Have the records at hand, for whoever comes; they hold no connection."""
        self._records = self._records or open_records()
        return self._records

    def meet(self, introduction: Mapping[str, Any]) -> None:
        """Know the learner and what they entered before, while the page is on its way."""
        self._introduction = Introduction.from_json(introduction)
        self.open_records().keep_connected()

    def rehearse(self) -> None:
        """Do once what a learner will, so that a template has everything at hand for it."""
        self.attach()
        for widget in self._widgets:
            widget.rehearse()
        self.refresh()

    def attach(self) -> None:
        """Bring every widget to life for the learner; the one hook for what is theirs.

        The training server names the learner in the kernel's environment, or introduces them to
        a kernel that was forked; in JupyterLab it is the person at the machine. Running it again
        changes nothing but to look for news.
        """
        if self.learner is not None:
            self.refresh()
            return
        records = self.open_records()
        known = self._introduction or records.introduce(
            os.environ.get("CCO_LEARNER", LOCAL_LEARNER), self.plan.slug
        )
        self._introduction = None
        self.learner = records.introduced(known)
        try:
            self._take_over(known.record)
        except Exception:
            self.learner = None
            raise

    def refresh(self) -> None:
        """Show what another tab has kept since."""
        if self.learner is None:
            self.attach()
        elif self.learner.kept_at(self.plan.slug) != self._latest:
            self._take_over(self.learner.lesson_record(self.plan.slug))

    def document_was_made(self) -> None:
        """Count a document that was just made."""
        self.documents += 1
        self.show_progress()

    def keep(self, key: str, part: str, value: Any) -> datetime:
        """Keep one part of one widget in the learner's record; gives when."""
        if self.learner is None:
            raise RuntimeError("The lesson is not attached to a learner yet.")
        at, undisturbed = self.learner.keep_knowing(self._latest, self.plan.slug, key, part, value)
        if undisturbed:
            self._latest = max(at, self._latest or at)
        return at

    def pretest(self) -> Quiz:
        """The questions before the lesson; 80 % right offers the way to the tool."""
        quiz = Quiz(
            key="before-you-start",
            items=self._bank(),
            stage="pretest",
            skip_label="Go straight to your own company",
            skip_href="#your-company",
        )
        return self.add(quiz, section="before-you-start", done=lambda: quiz.result is not None)

    def exercises(self, *items: str) -> ipywidgets.VBox:
        """The exercises of "Your turn", in this order. Raises KeyError for an unknown item."""
        bank = {item.id: item for item in self._bank()}
        return ipywidgets.VBox(
            [
                self._exercise(bank[item], number, len(items))
                for number, item in enumerate(items, start=1)
            ]
        )

    def _exercise(self, item: Item, number: int, of: int) -> ExercisePanel:
        panel = ExercisePanel(
            Exercise(item), key=f"exercise-{item.id}", number=number, of=of, chart=draw_series
        )
        return self.add(
            panel,
            section="your-turn",
            done=lambda: panel.exercise.worked_on,
        )

    def review(self) -> Review:
        """The questions that come back 7 and 30 days later."""
        quiz = Review(key="review", items=self._bank())
        return self.add(quiz, section="keep-it", done=lambda: quiz.result is not None)

    def commitment(self) -> Form:
        """One dated commitment."""
        form = Form(key="commitment", title="One commitment", fields=COMMITMENT)
        return self.add(
            form, section="keep-it", done=lambda: all(form.values.values()) and not form.problems
        )

    def _bank(self) -> list[Item]:
        return bank(self.plan.slug)

    def _take_over(self, record: LessonRecord) -> None:
        self.kept, self.documents = record.kept, record.documents
        self._finished = self.kept.get("lesson", {}).get("done", [])
        self._passed.update(self._finished)
        for widget in self._widgets:
            self._attach_one(widget, self.kept)
        self._latest = record.changed_at
        for listener in self._listeners:
            listener()
        self.show_progress()

    def _attach_one(self, widget: Recorded, kept: dict[str, dict[str, Any]]) -> None:
        assert self.learner is not None
        widget.learner_seed = self.learner.id
        widget.attach(kept.get(widget.key, {}), partial(self.keep, widget.key))

    def _moved(self) -> None:
        """A section without tasks is done once the learner has gone on to a later one."""
        slugs = [section.slug for section in self.plan.sections]
        here = self.frame.section
        if here in slugs:
            with_tasks = {section for section, _ in self._tasks}
            self._passed |= {slug for slug in slugs[: slugs.index(here)] if slug not in with_tasks}
        self.show_progress()

    def show_progress(self) -> None:
        """Work out what is done in each section, show it and keep it."""
        finished = self._show_sections()
        if self.learner is not None and finished != self._finished:
            kept = self.learner.kept(self.plan.slug).get("lesson", {})
            self._passed.update(kept.get("done", []))  # another tab may have gone further
            finished = self._show_sections()
            self.keep("lesson", "done", finished)
            self._finished = finished

    def _show_sections(self) -> list[str]:
        """Show each section's progress; gives the slugs of those that are done."""
        shown: list[dict[str, Any]] = []
        for section in self.plan.sections:
            tasks = [done() for where, done in self._tasks if where == section.slug]
            complete = all(tasks) if tasks else section.slug in self._passed
            shown.append(
                {
                    "slug": section.slug,
                    "title": section.title,
                    "minutes": section.minutes,
                    "done": sum(tasks),
                    "total": len(tasks),
                    "complete": complete,
                }
            )
        self.frame.sections = shown
        return [each["slug"] for each in shown if each["complete"]]
