from __future__ import annotations

import ipywidgets
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.widgets.client.stage import Stage
from tests.widgets.client.test_showing import Counter, heard


def requested(page: Page, name: str) -> int:
    """How many files of a name the page has asked for."""
    return int(
        page.evaluate(
            "(name) => performance.getEntriesByType('resource')"
            ".filter((each) => each.name.includes(name)).length",
            name,
        )
    )


def test_a_page_without_controls_does_not_load_them(stage: Stage, page: Page) -> None:
    page.goto(stage.show(ipywidgets.HBox([Counter()])))
    expect(page.get_by_role("button", name="Counter 0")).to_be_visible()
    assert requested(page, "/controls-") == 0


def test_a_slider_goes_both_ways(stage: Stage, page: Page) -> None:
    slider = ipywidgets.IntSlider(value=30, description="Share")
    value = heard(slider)
    page.goto(stage.show(slider))
    page.get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    assert value() == 31
    stage.do(lambda: setattr(slider, "value", 64))
    expect(page.get_by_role("slider")).to_have_attribute("aria-valuenow", "64.0")
    assert requested(page, "/controls-") == 2


def test_choices_go_both_ways(stage: Stage, page: Page) -> None:
    dropdown = ipywidgets.Dropdown(options=["red", "green"], description="Colour")
    radio = ipywidgets.RadioButtons(options=["yes", "no"])
    checkbox = ipywidgets.Checkbox(description="Agreed")
    values = heard(dropdown), heard(radio), heard(checkbox)
    page.goto(stage.show(dropdown, radio, checkbox))
    page.get_by_role("combobox").select_option("green")
    page.locator("input[type=radio]").nth(1).check()
    page.locator("input[type=checkbox]").check()
    assert [value() for value in values] == ["green", "no", True]
    stage.do(lambda: setattr(dropdown, "value", "red"))
    stage.do(lambda: setattr(radio, "value", "yes"))
    expect(page.get_by_role("combobox")).to_have_value("red")
    expect(page.locator("input[type=radio]").first).to_be_checked()


def test_texts_and_buttons_go_both_ways(stage: Stage, page: Page) -> None:
    text = ipywidgets.Text(description="Name", continuous_update=True)
    button = ipywidgets.Button(description="Greet", icon="check")
    greeting = ipywidgets.HTML("<b>nobody</b>")
    value = heard(text)

    def greet(_: object) -> None:
        greeting.value = f"<b>{text.value}</b>"

    button.on_click(greet)
    page.goto(stage.show(text, button, greeting))
    page.get_by_role("textbox").fill("Anna")
    assert value() == "Anna"
    page.get_by_role("button", name="Greet").click()
    expect(page.locator("b", has_text="Anna")).to_be_visible()


def test_tabs_and_accordions_fold(stage: Stage, page: Page) -> None:
    tab = ipywidgets.Tab([ipywidgets.Label("first page"), ipywidgets.Label("second page")])
    tab.titles = ["One", "Two"]
    fold = ipywidgets.Accordion([ipywidgets.Label("inside")], titles=["Fold"])
    chosen = heard(tab, "selected_index")
    page.goto(stage.show(tab, fold))
    page.get_by_text("Two", exact=True).click()
    assert chosen() == 1
    expect(page.get_by_text("second page")).to_be_visible()
    expect(page.get_by_text("first page")).to_be_hidden()
    expect(page.get_by_text("inside")).to_be_hidden()
    page.get_by_text("Fold").click()
    expect(page.get_by_text("inside")).to_be_visible()


def test_icons_are_drawn_without_a_font(stage: Stage, page: Page) -> None:
    page.goto(stage.show(ipywidgets.Play(), ipywidgets.Valid(value=True)))
    expect(page.locator(".fa-play")).to_be_visible()
    masks = page.evaluate(
        "[...document.querySelectorAll('.fa')].map((el) => getComputedStyle(el).maskImage)"
    )
    assert len(masks) == 4
    assert all(mask.startswith('url("data:image/svg') for mask in masks)


def test_an_output_widget_shows_what_the_kernel_prints(
    stage: Stage, visit: Visit, page: Page
) -> None:
    visit.expect_errors("inline event handler")
    output = ipywidgets.Output()
    button = ipywidgets.Button(description="Print")

    def publish(kind: str, **content: object) -> None:
        stage.publish(kind, dict(content))

    def clicked(_: object) -> None:
        output.msg_id = stage.parent["msg_id"]
        publish("stream", name="stdout", text="first, ")
        publish("stream", name="stdout", text="second")
        publish("error", ename="ValueError", evalue="too small", traceback=["/a/path"])
        publish("display_data", data={"text/html": TABLE, "text/plain": "12"}, metadata={})
        output.msg_id = ""
        publish("stream", name="stdout", text="not for the widget")

    button.on_click(clicked)
    page.goto(stage.show(button, output))
    page.get_by_role("button", name="Print").click()
    expect(page.get_by_text("first, second")).to_be_visible()
    expect(page.get_by_text("ValueError: too small")).to_be_visible()
    expect(page.get_by_role("cell", name="12")).to_be_visible()
    expect(page.get_by_text("not for the widget")).to_have_count(0)
    assert page.get_by_text("/a/path").count() == 0
    assert page.evaluate("globalThis.stolen") is None


TABLE = '<table><tr><td>12<img src="x:" onerror="globalThis.stolen = 1"></td></tr></table>'


def test_an_output_widget_shows_widgets_and_is_cleared(stage: Stage, page: Page) -> None:
    output = ipywidgets.Output()
    counter = Counter()
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": counter.model_id}}
    output.outputs = ({"output_type": "display_data", "data": view, "metadata": {}},)
    page.goto(stage.show(output))
    expect(page.get_by_role("button", name="Counter 0")).to_be_visible()
    stage.do(lambda: setattr(output, "outputs", ()))
    expect(page.get_by_role("button", name="Counter 0")).to_have_count(0)


def test_every_other_control_can_be_shown(stage: Stage, page: Page) -> None:
    kinds = [
        ipywidgets.BoundedFloatText(),
        ipywidgets.BoundedIntText(),
        ipywidgets.ColorPicker(),
        ipywidgets.Combobox(options=["a"]),
        ipywidgets.DatePicker(),
        ipywidgets.DatetimePicker(),
        ipywidgets.FileUpload(),
        ipywidgets.FloatLogSlider(),
        ipywidgets.FloatProgress(value=3.0),
        ipywidgets.FloatRangeSlider(),
        ipywidgets.FloatText(),
        ipywidgets.GridBox([ipywidgets.Label("in a grid")]),
        ipywidgets.HTMLMath("x"),
        ipywidgets.IntProgress(value=3),
        ipywidgets.IntRangeSlider(),
        ipywidgets.IntText(),
        ipywidgets.Label("a label"),
        ipywidgets.Select(options=["a"]),
        ipywidgets.SelectionRangeSlider(options=["a", "b"]),
        ipywidgets.SelectionSlider(options=["a", "b"]),
        ipywidgets.SelectMultiple(options=["a"]),
        ipywidgets.Stack([ipywidgets.Label("in a stack")], selected_index=0),
        ipywidgets.TagsInput(value=["a"]),
        ipywidgets.Textarea(),
        ipywidgets.TimePicker(),
        ipywidgets.ToggleButton(description="Toggle"),
        ipywidgets.ToggleButtons(options=["a", "b"]),
    ]
    page.goto(stage.show(*kinds))
    expect(page.get_by_role("button", name="Toggle")).to_be_attached()
    expect(page.locator(".place:has(.lm-Widget)")).to_have_count(len(kinds))
    expect(page.get_by_text("could not be shown")).to_have_count(0)
