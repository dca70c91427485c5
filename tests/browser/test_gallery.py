"""The standard Jupyter widgets in a lesson's page, with forked kernels and ordinary ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, Visit
from tests.server.conftest import LESSON, changed, small_lesson
from tests.serving import Served

GALLERY = """
import altair as alt
import ipywidgets as w
import pandas as pd

from playbook.charts import ChartWithSummary
from widgets.chart import Chart

slider = w.IntSlider(value=3, min=0, max=10, description="Slider")
colour = w.Dropdown(options=["red", "green", "blue"], description="Colour")
which = w.RadioButtons(options=["one", "two"], description="Which")
name = w.Text(description="Name")
agreed = w.Checkbox(description="Agreed", indent=False)
press = w.Button(description="Press")
tab = w.Tab([name, agreed], titles=["First tab", "Second tab"])
fold = w.Accordion([which], titles=["Unfold me"])
play = w.Play(value=0, max=3, interval=50)
played = w.IntText(description="Played")
w.jslink((play, "value"), (played, "value"))
heard = w.HTML("<em>nothing yet</em>")
output = w.Output()


def hear(change):
    heard.value = f"<em>{change.owner.description or 'Play'}: {change.new}</em>"
    with output:
        print("heard of", change.owner.description or "Play", change.new)




def drawn(points):
    rows = pd.DataFrame({"x": range(points), "y": range(points)})
    line = alt.Chart(rows).mark_point().encode(x="x", y="y")
    return ChartWithSummary(line, title="Points.", summary=f"{points} points")


chart = Chart.of(drawn(slider.value))
slider.observe(lambda change: chart.show(drawn(change.new)), "value")


for each in (slider, colour, which, name, agreed, play):
    each.observe(hear, "value")


def pressed(button):
    button.description = "Pressed"
    slider.value, colour.value, which.value = 8, "blue", "two"
    name.value, agreed.value = "from Python", True


press.on_click(pressed)
w.VBox([slider, colour, fold, tab, press, play, played, heard, output, chart])
"""


@pytest.fixture(
    scope="module", params=[{}, {"CCO_KERNELS": "ordinary"}], ids=["forked", "ordinary"]
)
def gallery(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """A server whose lesson is one cell of widgets."""
    folder = tmp_path_factory.mktemp("gallery")
    command = changed(small_lesson(folder / "notebooks", GALLERY))
    with Served(folder / "data", command, **request.param) as server:
        yield server if request.param else server.prepared()


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "390"])
def test_the_standard_widgets_talk_to_python_and_back(
    gallery: Served, visitor: Callable[..., Visit], viewport: dict[str, int]
) -> None:
    page = visitor(viewport=viewport).page()
    page.goto(gallery.url + LESSON)
    heard = page.locator(".widget-html em")
    expect(heard).to_have_text("nothing yet")

    from_the_browser_to_python(page)
    from_python_to_the_browser(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_snapshot_s_page_names_the_scripts_that_its_opening_needs(gallery: Served) -> None:
    page = gallery.get(LESSON).text

    named = re.findall(r'rel="(\w+)"(?: as="script")? href="/static/(controls|vega)-\w+\.js"', page)
    wanted = [("modulepreload", "controls"), ("preload", "vega")]
    assert named == ([] if gallery.settings else wanted)


def test_a_chart_whose_rows_alone_change_stays_and_takes_them(
    gallery: Served, visitor: Callable[..., Visit]
) -> None:
    page = visitor().page()
    page.goto(gallery.url + LESSON)
    figure = page.get_by_role("img", name="Chart. Points.")
    picture = figure.locator("[role=graphics-document][aria-label='3 points'] svg")
    picture.scroll_into_view_if_needed()
    points = picture.locator("[aria-roledescription=point]")
    expect(points).to_have_count(3)
    same = picture.element_handle()

    for value in (4, 5):
        page.get_by_role("slider").first.press("ArrowRight")
        expect(
            figure.locator(f"[role=graphics-document][aria-label='{value} points']")
        ).to_be_visible()
    expect(figure.locator("[aria-roledescription=point]")).to_have_count(5)
    assert same is not None
    assert same.evaluate("(svg) => svg.isConnected")


def from_the_browser_to_python(page: Page) -> None:
    page.get_by_role("slider").first.press("ArrowRight")
    python_heard(page, "Slider", "4")
    expect(page.locator(".widget-slider .widget-readout")).to_have_text("4")
    page.get_by_role("combobox", name="Colour").select_option("green")
    python_heard(page, "Colour", "green")
    page.get_by_text("Unfold me").click()
    page.get_by_role("radio", name="two").check()
    python_heard(page, "Which", "two")
    page.get_by_role("textbox", name="Name").fill("from the browser")
    page.get_by_role("textbox", name="Name").blur()
    python_heard(page, "Name", "from the browser")
    page.get_by_role("tab", name="Second tab").click()
    page.get_by_role("checkbox", name="Agreed").check()
    python_heard(page, "Agreed", "True")
    page.locator(".jupyter-widget-play button, .widget-play button").first.click()
    expect(page.get_by_role("spinbutton", name="Played")).to_have_value("3")
    python_heard(page, "Play", "3")


def python_heard(page: Page, widget: str, value: str) -> None:
    expect(page.locator(".widget-html em")).to_have_text(f"{widget}: {value}")
    expect(page.locator(".widget-output, .jupyter-widget-output").first).to_contain_text(
        f"heard of {widget} {value}"
    )


def from_python_to_the_browser(page: Page) -> None:
    page.get_by_role("radio", name="one").check()
    page.get_by_role("checkbox", name="Agreed").uncheck()
    python_heard(page, "Agreed", "False")
    page.get_by_role("button", name="Press").click()
    expect(page.get_by_role("button", name="Pressed")).to_be_visible()
    expect(page.locator(".widget-slider .widget-readout")).to_have_text("8")
    expect(page.get_by_role("combobox", name="Colour")).to_have_value("blue")
    expect(page.get_by_role("radio", name="two")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Agreed")).to_be_checked()
    page.get_by_role("tab", name="First tab").click()
    expect(page.get_by_role("textbox", name="Name")).to_have_value("from Python")
