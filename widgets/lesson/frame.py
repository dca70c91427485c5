"""The frame of a lesson: where the learner is, what is done, whether the page is awake."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import traitlets

from playbook.tokens import TOKENS_CSS, tokens
from widgets.common.assets import module, style
from widgets.common.recorded import Recorded

HERE = Path(__file__).parent
NOT_OPENED = "Your record could not be opened. Try again in a moment."

log = logging.getLogger(__name__)


def in_jupyterlab() -> str:
    """Style for JupyterLab, whose theme, not the system's scheme, tells light from dark."""
    light, dark = (
        " ".join(f"--cco-{name}: {value};" for name, value in tokens(scheme).items())
        for scheme in ("light", "dark")
    )
    page = "body:has(.jp-Notebook)[data-jp-theme-light=%s]"
    return (
        f"@media screen {{ {page % 'true'} {{ color-scheme: light; {light} }}\n"
        f"{page % 'false'} {{ color-scheme: dark; {dark} }} }}\n"
        + (HERE / "jupyterlab.css").read_text(encoding="utf-8")
    )


class LessonFrame(Recorded):
    """Tells the page the lesson's progress, and the lesson when a page arrives or comes back.

    Parts kept: `section` (slug of the section being read), `visited_at` and `done` (slugs of
    finished sections; kept by the lesson). The page says `arrive` or `return`; the answer is
    `{"type": "here"}`, or `{"type": "trouble", "reason"}` where the record can't be reached.
    In JupyterLab it shows a contents list of its own, and brings the design tokens that a
    served page has already.
    """

    _esm = module("dom", "keeper", file=HERE / "frame.js")
    _css = TOKENS_CSS.read_text(encoding="utf-8") + style(HERE / "frame.css") + in_jupyterlab()

    title = traitlets.Unicode().tag(sync=True)
    sections = traitlets.List(traitlets.Dict()).tag(sync=True)

    def __init__(
        self,
        *,
        title: str,
        on_arrival: Callable[[], None],
        on_return: Callable[[], None],
    ) -> None:
        """Call `on_arrival` when a page shows the lesson, `on_return` when one asks for news."""
        self._on_arrival = on_arrival
        self._on_return = on_return
        self.section: str | None = None
        super().__init__(key="lesson", title=title)
        self.on_msg(self._page_speaks)

    def entered(self, part: str, value: Any) -> None:
        """Note the section that the learner reads now."""
        if part != "section" or value not in [each["slug"] for each in self.sections]:
            raise ValueError("This section is not part of the lesson.")
        self.section = value

    def restored(self, kept: dict[str, Any]) -> None:
        """Remember the section that was read last."""
        self.section = kept.get("section")

    def _page_speaks(self, _: object, content: Mapping[str, Any], buffers: object) -> None:
        hooks = {"arrive": self._on_arrival, "return": self._on_return}
        hook = hooks.get(str(content.get("type")))
        if hook is None:
            return
        try:
            hook()
        except Exception as problem:
            log.warning("the lesson '%s' was not brought to life", self.title, exc_info=True)
            reason = str(problem) if hasattr(problem, "remedy") else NOT_OPENED
            self.send({"type": "trouble", "reason": reason})
        else:
            self.send({"type": "here"})
