"""The small page as a notebook's cells, for stock Voila: Altair's own widget, without internet."""

CELLS = [
    """
import altair
import ipywidgets
import small_page

altair.JupyterChart.enable_offline()
slider = ipywidgets.IntSlider(
    description="Points", min=small_page.FEWEST, max=small_page.MOST, value=small_page.FIRST
)
chart = altair.JupyterChart(small_page.chart(slider.value))


def moved(change):
    chart.chart = small_page.chart(change["new"])


slider.observe(moved, "value")
ipywidgets.VBox([slider, chart])
""",
    """
question = ipywidgets.RadioButtons(options=small_page.OPTIONS, value=None)
check = ipywidgets.Button(description="Check")
said = ipywidgets.Label()


def answer(_):
    said.value = small_page.feedback(question.value)


check.on_click(answer)
ipywidgets.VBox([ipywidgets.Label(small_page.PROMPT), question, check, said])
""",
]
