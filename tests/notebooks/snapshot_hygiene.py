"""Finds what a notebook does at top level and a snapshot can't carry; `snapshot_rules` says what.

Code is read as code: names are followed through `import x as y` and `from x import y`. What stands
in a function runs when it is called, for one visitor; so it counts only where the notebook itself
calls the function at top level.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.notebooks.snapshot_rules import (
    CHANCE,
    CLOCK,
    DISPLAY,
    DRAWING_MODULES,
    METHODS,
    MOMENTS,
    NOT_DRAWING,
    OPEN,
    OPENED_BY,
    SEEDED_BY_ARGUMENT,
    TASKS,
    USES,
)

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


@dataclass(frozen=True)
class Fault:
    """A line of a cell, what it does, and what would come of it."""

    cell: int
    line: int
    what: str
    why: str

    def __str__(self) -> str:
        return f"line {self.line} {self.what} at top level; {self.why}"


def snapshot_faults(cells: Iterable[str]) -> Iterator[Fault]:
    """All faults of a notebook's code cells, which know one another's names."""
    reader = Reader()
    for number, source in enumerate(cells):
        yield from reader.faults(number, ast.parse(source))


class Reader(ast.NodeVisitor):
    """Follows what runs when a notebook does, cell by cell, and remembers what names mean."""

    def __init__(self) -> None:
        self._meaning = {"open": "open", "display": "IPython.display.display"}
        self._functions: dict[str, Function] = {}
        self._seeded: set[str] = set()
        self._closed: set[ast.expr] = set()
        self._cell = 0
        self._found: dict[tuple[int, str], Fault] = {}

    def faults(self, cell: int, code: ast.Module) -> list[Fault]:
        """The faults of the next cell, in the order of its lines."""
        self._cell, self._found = cell, {}
        self.visit(code)
        return sorted(self._found.values(), key=lambda fault: fault.line)

    # what names mean

    def visit_Import(self, node: ast.Import) -> None:
        """`import a.b` gives a meaning to `a`, `import a.b as c` to `c`."""
        for each in node.names:
            top = each.name.partition(".")[0]
            self._name(each.asname or top, each.name if each.asname else top)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """`from a import b as c` gives a meaning to `c`."""
        for each in node.names:
            self._name(each.asname or each.name, f"{node.module}.{each.name}")

    def visit_Assign(self, node: ast.Assign) -> None:
        """`a = b` gives `a` what `b` means."""
        self.generic_visit(node)
        for target in node.targets:
            if isinstance(target, ast.Name):
                self._name(target.id, self._dotted(node.value))
                if isinstance(node.value, ast.Lambda):
                    self._functions[target.id] = node.value

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """What stands around a function runs now, what stands in it later."""
        for each in (*node.decorator_list, *node.args.defaults, *node.args.kw_defaults):
            if each is not None:
                self.visit(each)
        self._name(node.name, None)
        self._functions[node.name] = node

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815

    def visit_Lambda(self, node: ast.Lambda) -> None:
        """The same for a function without a name."""
        for each in (*node.args.defaults, *node.args.kw_defaults):
            if each is not None:
                self.visit(each)

    def _name(self, name: str, meaning: str | None) -> None:
        self._meaning.pop(name, None)
        self._functions.pop(name, None)
        if meaning:
            self._meaning[name] = meaning

    def _dotted(self, node: ast.AST) -> str | None:
        """What an expression means, such as `numpy.random.default_rng`; None where unknown."""
        if isinstance(node, ast.Name):
            return self._meaning.get(node.id)
        if isinstance(node, ast.Attribute) and (owner := self._dotted(node.value)):
            return f"{owner}.{node.attr}"
        return None

    # what runs

    def visit_Name(self, node: ast.Name) -> None:
        """A name that is used, or gets a new meaning."""
        if isinstance(node.ctx, ast.Load):
            self._use(node)
        else:
            self._name(node.id, None)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """A part of something that is used."""
        if self._dotted(node):
            self._use(node)
        else:
            self.generic_visit(node)

    def visit_With(self, node: ast.With) -> None:
        """What a `with` opens is closed at its end."""
        self._closed |= {item.context_expr for item in node.items}
        self.generic_visit(node)

    def visit_Await(self, node: ast.Await | ast.AsyncFor | ast.AsyncWith) -> None:
        """Something that has to be waited for."""
        self._note(node, "await", TASKS)

    visit_AsyncFor = visit_AsyncWith = visit_Await  # noqa: N815

    def visit_Call(self, node: ast.Call) -> None:
        """Something that is called."""
        name = self._dotted(node.func)
        if name is None and isinstance(node.func, ast.Attribute):
            self._call_method(node, node.func.attr)
        elif name is None and isinstance(node.func, ast.Name):
            self._run(self._functions.pop(node.func.id, None))
        elif name in OPENED_BY and node not in self._closed:
            self._note(node, f"{name} without with", OPEN)
        elif name in SEEDED_BY_ARGUMENT:
            self._give_seed(node, str(name))
        elif name is not None:
            self._draw(node, name)
            self._ask_for_moment(node, name)
        for each in node.keywords:
            if each.arg == "display_id" and not is_nothing(each.value):
                self._note(node, "display_id", DISPLAY)
        self.generic_visit(node)

    def _call_method(self, node: ast.Call, name: str) -> None:
        if name == "open" and node not in self._closed:
            self._note(node, "open without with", OPEN)
        elif name == "sample" and all(each.arg != "random_state" for each in node.keywords):
            self._note(node, "sample without random_state", CHANCE)
        elif name in METHODS:
            self._note(node, name, METHODS[name])

    def _run(self, function: Function | None) -> None:
        """Read a function that is called; where it is called again it does nothing new."""
        if isinstance(function, ast.Lambda):
            self.visit(function.body)
        elif function is not None:
            for each in function.body:
                self.visit(each)

    def _give_seed(self, node: ast.Call, name: str) -> None:
        seeds = [*node.args, *(each.value for each in node.keywords)]
        if not seeds or is_nothing(seeds[0]):
            self._note(node, f"{name} without a seed", CHANCE)
        else:
            self._seeded.add(name)

    def _draw(self, node: ast.Call, name: str) -> None:
        seed = DRAWING_MODULES.get(name.rpartition(".")[0])
        if seed and seed not in self._seeded and name not in NOT_DRAWING:
            self._note(node, f"{name} without a seed", CHANCE)

    def _ask_for_moment(self, node: ast.Call, name: str) -> None:
        words = [each.value for each in node.args if isinstance(each, ast.Constant)]
        if name in MOMENTS and {"now", "today"} & set(map(str, words)):
            self._note(node, name, CLOCK)

    def _use(self, node: ast.expr) -> None:
        name = self._dotted(node) or ""
        parts = name.split(".")
        for length in range(1, len(parts) + 1):
            if rule := USES.get(".".join(parts[:length])):
                self._note(node, name, rule)

    def _note(self, node: ast.expr | ast.stmt, name: str, rule: tuple[str, str]) -> None:
        what, why = rule
        fault = Fault(self._cell, node.lineno, f"{what} ({name})", why)
        self._found.setdefault((fault.line, fault.what), fault)


def is_nothing(node: ast.expr) -> bool:
    """Whether None or False is written there."""
    return isinstance(node, ast.Constant) and (node.value is None or node.value is False)
