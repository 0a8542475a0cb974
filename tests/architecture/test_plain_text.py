"""Text of others reaches the screen through one place, which makes no HTML and no key of it."""

import ast

from tests.architecture.source_tree import modules, obeyed, parse

THE_PLACE = "gui/look/plain_text.py"
# What guesses whether a text is HTML, and what makes it guess or say.
GUESSING = {
    *("QLabel", "QMessageBox", "QInputDialog", "QToolTip", "QErrorMessage", "QProgressDialog"),
    *("QWhatsThis", "QTextDocument", "QTextEdit", "QGraphicsTextItem", "QStaticText"),
    *("setToolTip", "setStatusTip", "setWhatsThis", "setTextFormat", "setHtml", "setMarkdown"),
}


def names(module):
    """Yield every name in a module's code, with its line; its words and comments are none."""
    for node in ast.walk(parse(module)):
        if isinstance(node, ast.alias):
            yield node.name, node.lineno
        elif isinstance(node, ast.Attribute):
            yield node.attr, node.lineno
        elif isinstance(node, ast.Name):
            yield node.id, node.lineno


def test_what_guesses_at_html_is_named_in_one_place_only():
    obeyed(
        f"{module}:{line} {name}"
        for module in modules("gui")
        if module.as_posix() != THE_PLACE
        for name, line in names(module)
        if name in GUESSING
    )


def test_a_list_s_tooltips_come_from_there_too():
    obeyed(
        module
        for module in modules("gui")
        if module.as_posix() != THE_PLACE
        and {"ToolTipRole"} <= (found := {name for name, _line in names(module)})
        and "tip" not in found
    )
