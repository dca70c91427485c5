"""The shape of the course: areas, lessons and the paths through them.

Data is frozen and strict: an unknown field, a number written as text or a missing field is
refused. A lesson's or a path's minutes are always sums; nobody types a total.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Focus = Literal["culture", "systems", "advocacy"]
Emphasis = Literal["primary", "secondary"]
LessonKind = Literal["start", "role", "must-do", "focus-area"]
SectionSlug = Literal[
    "why-it-matters",
    "before-you-start",
    "the-case",
    "worked-example",
    "your-turn",
    "your-company",
    "take-it-to-work",
    "keep-it",
]
SECTION_TITLES: Mapping[SectionSlug, str] = {
    "why-it-matters": "Why it matters",
    "before-you-start": "Before you start",
    "the-case": "The case",
    "worked-example": "Worked example",
    "your-turn": "Your turn",
    "your-company": "Your company",
    "take-it-to-work": "Take it to work",
    "keep-it": "Keep it",
}
MARKS: Mapping[Emphasis, str] = {"primary": "●", "secondary": "○"}

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Text = Annotated[str, Field(min_length=3)]
Minutes = Annotated[int, Field(ge=1, le=480)]
NotebookPath = Annotated[str, Field(pattern=r"^([a-z0-9_]+/)*[a-z0-9_]+\.ipynb$")]


class Strict(BaseModel):
    """Base of all curriculum data: frozen, exact types, no unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Area(Strict):
    """One part of the job: the role itself or one of the three focus areas."""

    slug: Literal["role", "culture", "systems", "advocacy"]
    title: Text
    description: Text
    question: Text


class BlueprintArea(Strict):
    """One area of the CCXP® examination blueprint and its share of the exam in per cent."""

    slug: Slug
    title: Text
    weight: Annotated[int, Field(ge=1, le=100)]


class Section(Strict):
    """One section of a lesson and the minutes it takes."""

    slug: SectionSlug
    title: Text
    minutes: Minutes


class Lesson(Strict):
    """One notebook of the course.

    `timing` maps section slugs to minutes. `focus` maps a focus area to its emphasis.
    `notebook` is a path below the notebooks' folder, or None: not yet available.
    """

    slug: Slug
    kind: LessonKind
    number: Annotated[int, Field(ge=1, le=10)] | None
    title: Text
    promise: Text
    deliverable: Text
    skill: Text
    focus: dict[Focus, Emphasis]
    blueprint: Slug
    timing: dict[SectionSlug, Minutes]
    prerequisites: tuple[Slug, ...]
    notebook: NotebookPath | None

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        if (self.kind == "must-do") != (self.number is not None):
            raise ValueError("a must-do has a number, and nothing else has one")
        if self.kind != "start" and set(self.timing) != set(SECTION_TITLES):
            missing = [slug for slug in SECTION_TITLES if slug not in self.timing]
            raise ValueError(f"minutes are missing in timing for: {', '.join(missing)}")
        if self.kind in ("must-do", "focus-area") and "primary" not in self.focus.values():
            raise ValueError("focus needs at least one area marked primary")
        return self

    @property
    def sections(self) -> tuple[Section, ...]:
        """The lesson's sections in the order in which they are taught."""
        return tuple(
            Section(slug=slug, title=title, minutes=self.timing[slug])
            for slug, title in SECTION_TITLES.items()
            if slug in self.timing
        )

    @property
    def minutes(self) -> int:
        """Minutes for the whole lesson: the sum over its sections."""
        return sum(self.timing.values())

    @property
    def available(self) -> bool:
        """Whether the lesson has a notebook yet."""
        return self.notebook is not None

    def mark(self, focus: Focus) -> str:
        """Sign on the map for one focus area: ● primary, ○ secondary, empty for neither."""
        emphasis = self.focus.get(focus)
        return "" if emphasis is None else MARKS[emphasis]


class Step(Strict):
    """One step of a path: a lesson, or something to do with its own title and minutes."""

    when: Text | None = None
    lesson: Slug | None = None
    title: Text | None = None
    minutes: Minutes | None = None
    text: Text

    @model_validator(mode="after")
    def _lesson_or_activity(self) -> Self:
        own = (self.title is not None, self.minutes is not None)
        if own != ((False, False) if self.lesson else (True, True)):
            raise ValueError(
                "a step names a lesson and nothing more, or has a title and minutes of its own"
            )
        return self


class AgendaItem(Strict):
    """One block of a session: how long, what happens, who does it, with what."""

    minutes: Minutes
    what: Text
    who: Text
    material: Text
    lesson: Slug | None = None


class Agenda(Strict):
    """A session as a facilitator runs it; `starts_at` is a clock time, or None: minute 0."""

    slug: Slug
    title: Text
    group: Text
    starts_at: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] | None = None
    items: Annotated[tuple[AgendaItem, ...], Field(min_length=1)]

    @property
    def minutes(self) -> int:
        """Minutes for the whole session: the sum over its items."""
        return sum(item.minutes for item in self.items)

    def starts(self) -> tuple[str, ...]:
        """When each item begins: clock times "10:15", or minutes "25" without a start time."""
        at = 0
        if self.starts_at is not None:
            hours, minutes = self.starts_at.split(":")
            at = 60 * int(hours) + int(minutes)
        labels = []
        for item in self.items:
            labels.append(str(at) if self.starts_at is None else f"{at // 60:02d}:{at % 60:02d}")
            at += item.minutes
        return tuple(labels)


class Checklist(Strict):
    """A short list to work from: what to note, what to bring, what to hand in."""

    slug: Slug
    title: Text
    items: Annotated[tuple[Text, ...], Field(min_length=1)]


class LearningPath(Strict):
    """An ordered way through the kit for one kind of reader."""

    slug: Slug
    title: Text
    for_whom: Text
    promise: Text
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    agendas: tuple[Agenda, ...] = ()
    checklists: tuple[Checklist, ...] = ()

    @property
    def lessons(self) -> tuple[str, ...]:
        """Slugs of the path's lessons, in order."""
        return tuple(step.lesson for step in self.steps if step.lesson is not None)


class Course(Strict):
    """Everything that is taught, checked as a whole."""

    areas: tuple[Area, ...]
    blueprint: tuple[BlueprintArea, ...]
    lessons: tuple[Lesson, ...]
    paths: tuple[LearningPath, ...]

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        slugs = [lesson.slug for lesson in self.lessons]
        _refuse_repeats("lesson slug", slugs)
        _refuse_repeats("path slug", [path.slug for path in self.paths])
        _refuse_repeats("area", [area.slug for area in self.areas])
        numbers = [lesson.number for lesson in self.lessons if lesson.number is not None]
        if numbers != list(range(1, 11)):
            raise ValueError(f"the must-dos are numbered {numbers}; they run from 1 to 10")
        if sum(area.weight for area in self.blueprint) != 100:
            raise ValueError("the weights of the blueprint areas don't add up to 100")
        blueprint = {area.slug for area in self.blueprint}
        for lesson in self.lessons:
            if lesson.blueprint not in blueprint:
                raise ValueError(f"lesson '{lesson.slug}' names an unknown blueprint area")
            _refuse_unknown(f"lesson '{lesson.slug}', prerequisites", lesson.prerequisites, slugs)
        for path in self.paths:
            _refuse_unknown(f"path '{path.slug}', steps", path.lessons, slugs)
            for agenda in path.agendas:
                named = [item.lesson for item in agenda.items if item.lesson is not None]
                _refuse_unknown(f"path '{path.slug}', agenda '{agenda.slug}'", named, slugs)
        self._refuse_cycles()
        return self

    def _refuse_cycles(self) -> None:
        needs = {lesson.slug: set(lesson.prerequisites) for lesson in self.lessons}
        while ready := {slug for slug, before in needs.items() if not before}:
            needs = {slug: before - ready for slug, before in needs.items() if slug not in ready}
        if needs:
            raise ValueError(f"prerequisites go round in a circle: {', '.join(sorted(needs))}")

    @property
    def must_dos(self) -> tuple[Lesson, ...]:
        """The ten must-dos in order."""
        return self.of_kind("must-do")

    def of_kind(self, kind: LessonKind) -> tuple[Lesson, ...]:
        """All lessons of one kind, in the course's order."""
        return tuple(lesson for lesson in self.lessons if lesson.kind == kind)

    def lesson(self, slug: str) -> Lesson:
        """The lesson with this slug; raises KeyError with the known slugs."""
        for lesson in self.lessons:
            if lesson.slug == slug:
                return lesson
        known = ", ".join(lesson.slug for lesson in self.lessons)
        raise KeyError(f"There is no lesson '{slug}'. Known lessons: {known}.")

    def path(self, slug: str) -> LearningPath:
        """The path with this slug; raises KeyError with the known slugs."""
        for path in self.paths:
            if path.slug == slug:
                return path
        known = ", ".join(path.slug for path in self.paths)
        raise KeyError(f"There is no path '{slug}'. Known paths: {known}.")

    def title_of(self, step: Step) -> str:
        """A step's title: its own, or its lesson's."""
        return self.lesson(step.lesson).title if step.lesson else step.title or ""

    def minutes_of(self, what: Step | LearningPath) -> int:
        """Minutes of a step, or of a whole path as the sum over its steps."""
        if isinstance(what, LearningPath):
            return sum(self.minutes_of(step) for step in what.steps)
        return self.lesson(what.lesson).minutes if what.lesson else what.minutes or 0


def _refuse_repeats(what: str, values: list[str]) -> None:
    repeated = sorted({value for value in values if values.count(value) > 1})
    if repeated:
        raise ValueError(f"{what} used twice: {', '.join(repeated)}")


def _refuse_unknown(where: str, named: tuple[str, ...] | list[str], known: list[str]) -> None:
    unknown = [slug for slug in named if slug not in known]
    if unknown:
        raise ValueError(f"{where}: no lesson is called {', '.join(unknown)}")
