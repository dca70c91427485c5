"""The small page as a notebook's cells, for the kit's server: the kit's own chart."""

CELLS = [
    """
import ipywidgets
import small_page

from playbook.charts import ChartWithSummary
from widgets.chart import Chart


def drawn(points):
    told = f"{points} points"
    return ChartWithSummary(small_page.chart(points), title=f"The first {told}.", summary=told)


slider = ipywidgets.IntSlider(
    description="Points", min=small_page.FEWEST, max=small_page.MOST, value=small_page.FIRST
)
chart = Chart.of(drawn(slider.value))
slider.observe(lambda change: chart.show(drawn(change["new"])), "value")
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
