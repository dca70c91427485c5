"""The small page in Panel."""

import panel as pn
import small_page

pn.extension("vega")

slider = pn.widgets.IntSlider(
    name="Points", start=small_page.FEWEST, end=small_page.MOST, value=small_page.FIRST
)
question = pn.widgets.RadioBoxGroup(name=small_page.PROMPT, options=small_page.OPTIONS, value=None)
check = pn.widgets.Button(name="Check")
said = pn.pane.Markdown("")


def answer(event: object) -> None:
    said.object = small_page.feedback(question.value)


check.on_click(answer)
pn.Column(
    f"## {small_page.TITLE}",
    slider,
    pn.pane.Vega(pn.bind(small_page.chart, slider)),
    small_page.PROMPT,
    question,
    check,
    said,
).servable()
