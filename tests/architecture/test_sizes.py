"""Nothing grows until nobody can read it."""

import ast

from tests.architecture.source_tree import definitions, modules, obeyed, source

MODULE_LINES = 400
FUNCTION_LINES = 80
CLASS_LINES = 400


def test_modules_stay_small():
    lines = {module: len(source(module).splitlines()) for module in modules()}
    obeyed(f"{module}: {count}" for module, count in lines.items() if count > MODULE_LINES)


def test_functions_stay_small():
    functions = (
        definition
        for module in modules()
        for definition in definitions(module, ast.FunctionDef, ast.AsyncFunctionDef)
    )
    obeyed(one for one in functions if one.lines > FUNCTION_LINES)


def test_classes_stay_small():
    classes = (one for module in modules() for one in definitions(module, ast.ClassDef))
    obeyed(one for one in classes if one.lines > CLASS_LINES)
