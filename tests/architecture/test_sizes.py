"""Nothing grows until nobody can read it."""

import ast

import pytest

from tests.architecture.source_tree import ROOT, definitions, modules

MODULE_LINES = 400
FUNCTION_LINES = 80
CLASS_LINES = 400


@pytest.mark.parametrize("module", modules(), ids=str)
def test_modules_functions_and_classes_stay_small(module):
    lines = len((ROOT / module).read_text(encoding="utf-8").splitlines())
    assert lines <= MODULE_LINES
    functions = definitions(module, ast.FunctionDef, ast.AsyncFunctionDef)
    assert [one for one in functions if one.lines > FUNCTION_LINES] == []
    assert [one for one in definitions(module, ast.ClassDef) if one.lines > CLASS_LINES] == []
