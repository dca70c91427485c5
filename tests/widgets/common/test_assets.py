from __future__ import annotations

import re
from pathlib import Path

import pytest

from playbook.tokens import TOKENS_CSS
from widgets.choice import ChoiceQuestion
from widgets.common.assets import COMMON, module, style
from widgets.download import Download
from widgets.exercise import ExercisePanel
from widgets.form import Form, RowsForm
from widgets.numeric import NumericQuestion
from widgets.quiz import Quiz
from widgets.receipt import ReceiptView
from widgets.upload import Upload

WIDGETS = [
    *(ChoiceQuestion, NumericQuestion, ExercisePanel, Quiz, Form),
    *(RowsForm, Upload, ReceiptView, Download),
]
SCRIPTS = sorted(COMMON.glob("*.js"))


def test_module_joins_in_the_order_given(tmp_path):
    own = tmp_path / "own.js"
    own.write_text("export default {};")
    text = module("dom", "fields", file=own)
    assert text.index("function node(") < text.index("function choiceField(")
    assert text.endswith("export default {};")


def test_missing_part_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        module("nothing", file=tmp_path / "own.js")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_shared_scripts_neither_import_nor_export(script: Path):
    assert not re.search(r"^\s*(import|export)\b", script.read_text(), re.MULTILINE)


@pytest.mark.parametrize("widget", WIDGETS)
def test_front_end_has_one_default_export_and_never_reads_data_as_html(widget):
    script = str(widget._esm)
    assert len(re.findall(r"^export\b", script, re.MULTILINE)) == 1
    assert "export default {" in script
    for unsafe in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert unsafe not in script


@pytest.mark.parametrize("widget", WIDGETS)
def test_front_end_asks_no_other_address(widget):
    assert "://" not in str(widget._esm)
    assert "url(" not in str(widget._css)


@pytest.mark.parametrize("widget", WIDGETS)
def test_styles_use_tokens_that_exist_and_no_colours_of_their_own(widget):
    css = str(widget._css)
    known = set(re.findall(r"(--cco-[\w-]+):", TOKENS_CSS.read_text(encoding="utf-8")))
    assert set(re.findall(r"var\((--cco-[\w-]+)\)", css)) <= known
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgb\(", css)


def test_every_rule_is_scoped():
    css = re.sub(r"/\*.*?\*/", "", style(), flags=re.DOTALL)
    selectors = [each.strip() for each in re.findall(r"([^{}]+)\{", css)]
    for selector in selectors:
        if not selector.startswith("@"):
            assert all(".cco-" in part for part in selector.split(",\n")), selector
