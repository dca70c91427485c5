"""How a lesson's page is made from its notebook, with Voila's renderer and the kit's template."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any

from nbformat import NotebookNode

from playbook import __version__
from playbook.curriculum import Lesson, course
from playbook.kernels.renderer import LessonRenderer
from playbook.kernels.snapshot import Snapshot
from playbook.server.hints import hints
from playbook.server.page import ICON, PAGES


def sections_of(notebook: NotebookNode) -> list[list[int]]:
    """Group a notebook's cells by section: a section begins at a cell that starts with '## '.

    Gives lists of cell indices; the first list holds what stands before the first section.
    """
    groups: list[list[int]] = [[]]
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            groups.append([])
        groups[-1].append(index)
    return groups


def neighbours(lesson: Lesson) -> dict[str, Lesson | None]:
    """The lessons before and after this one that can be opened."""
    open_lessons = [each for each in course().lessons if each.notebook]
    place = open_lessons.index(lesson)
    return {
        "previous": open_lessons[place - 1] if place > 0 else None,
        "following": open_lessons[place + 1] if place + 1 < len(open_lessons) else None,
    }


async def lesson_renderer(
    settings: dict[str, Any],
    lesson: Lesson,
    visitor: Mapping[str, str],
    snapshot: Snapshot | None = None,
    states: str | None = None,
) -> LessonRenderer:
    """Make the renderer of a lesson's page.

    `visitor` holds what is not the same for every visitor: `kernel_id`, `learner_tag`, `xsrf`. A
    page that is made from a snapshot is given that, and the address of its `states`.
    """
    voila = settings["voila"]
    renderer = LessonRenderer(
        request_handler=None,
        voila_configuration=voila.voila_configuration,
        traitlet_config=voila.config,
        notebook_path=lesson.notebook,
        template_paths=[*voila.template_paths, str(PAGES)],
        config_manager=voila.config_manager,
        contents_manager=voila.contents_manager,
        base_url=voila.base_url,
        kernel_spec_manager=voila.kernel_spec_manager,
        prelaunch_hook=None,
        page_config={},
        mathjax_config=None,
        mathjax_url=None,
    )
    await renderer.initialize()
    at = settings["base_url"]
    sections = sections_of(renderer.notebook)
    renderer.exporter.environment.globals["page"] = {
        "at": lambda path: at + path.lstrip("/"),
        "asset": settings["asset_url"],
        "style": settings["assets"].lesson_sheet,
        "icon": ICON,
        "version": __version__,
        "lesson": lesson,
        "sections": sections,
        "address": f"{at}lessons/{lesson.slug}",
        "snapshot": snapshot.id if snapshot else None,
        "states": states,
        "hints": hints(snapshot, chain(*sections[:2])) if snapshot else [],
        **neighbours(lesson),
        **visitor,
    }
    return renderer
