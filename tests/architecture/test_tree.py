"""The tests mirror the packages, both ways: tests/gui/x/test_y.py is about gui/x/y.py.

A module that only names things, without a function that does something, needs no tests.
"""

import ast
from pathlib import Path

from tests.architecture.source_tree import ROOT, modules, obeyed, parse

MIRRORS = {"netgear_engine": "engine", "gui": "gui", "resources": "resources"}

OTHER_TESTS = {
    "architecture": "the rules of the source",
    "benchmarks": "how long things take",
    "end_to_end": "the real programs together",
    "examples": "the programs in examples/",
    "fuzz": "input that nobody thought of",
    "hostile": "what nobody should send, from the wire to the painted tile",
    "interop": "stock VidGear as the peer",
    "netgear": "the class NetGear as its users know it, on stock VidGear too",
    "packaging": "what is installed and bundled",
    "reliability": "hours, and what goes wrong in them",
    "support": "no tests, but what they share",
}

SHOWN_BY = {
    "gui/__main__.py": "tests/architecture/test_qt_environment.py",
    "gui/actions/table.py": "tests/gui/actions/test_keys.py",
    "gui/cameras/entry.py": "tests/gui/settings/test_schema.py",
    "gui/cameras/facts.py": "tests/gui/side_panel/details/test_lines.py",
    "gui/diagnostics/line.py": "tests/gui/diagnostics/test_window.py",
    "gui/diagnostics/model.py": "tests/gui/diagnostics/test_window.py",
    "gui/dialogs/camera_fields.py": "tests/gui/dialogs/test_add_camera.py",
    "gui/dialogs/command_box.py": "tests/gui/dialogs/test_add_camera.py",
    "gui/dialogs/connection_view.py": "tests/gui/dialogs/test_add_camera.py",
    "gui/dialogs/thumbnail.py": "tests/gui/dialogs/test_add_camera.py",
    "gui/event_log/acknowledge_dialog.py": "tests/gui/event_log/test_section.py",
    "gui/event_log/choice.py": "tests/gui/event_log/test_section.py",
    "gui/event_log/delegate.py": "tests/gui/event_log/test_section.py",
    "gui/event_log/filter.py": "tests/gui/event_log/test_store.py",
    "gui/event_log/filter_bar.py": "tests/gui/event_log/test_section.py",
    "gui/event_log/list_view.py": "tests/gui/event_log/test_section.py",
    "gui/event_log/model.py": "tests/gui/event_log/test_section.py",
    "gui/event_log/record.py": "tests/gui/event_log/test_book.py",
    "gui/look/colours.py": "tests/gui/look/test_theme.py",
    "gui/look/heartbeat.py": "tests/gui/look/test_theme.py",
    "gui/look/sign_painter.py": "tests/gui/look/test_icons.py",
    "gui/look/style_sheet.py": "tests/gui/look/test_theme.py",
    "gui/settings/broken_file_banner.py": "tests/gui/presenters/test_broken_settings.py",
    "gui/settings/field_editors.py": "tests/gui/settings/test_dialog.py",
    "gui/settings/page.py": "tests/gui/settings/test_dialog.py",
    "gui/settings/presets_page.py": "tests/gui/settings/test_dialog.py",
    "gui/settings/shortcuts_page.py": "tests/gui/settings/test_dialog.py",
    "gui/side_panel/cameras/delegate.py": "tests/gui/side_panel/cameras/test_section.py",
    "gui/side_panel/cameras/filter_bar.py": "tests/gui/side_panel/cameras/test_section.py",
    "gui/side_panel/cameras/list_view.py": "tests/gui/side_panel/cameras/test_section.py",
    "gui/side_panel/cameras/model.py": "tests/gui/side_panel/cameras/test_section.py",
    "gui/side_panel/cameras/rows.py": "tests/gui/side_panel/cameras/test_section.py",
    "gui/side_panel/controls/absence.py": "tests/gui/side_panel/controls/test_section.py",
    "gui/side_panel/controls/command_bar.py": "tests/gui/side_panel/controls/test_section.py",
    "gui/side_panel/controls/editors.py": "tests/gui/side_panel/controls/test_section.py",
    "gui/side_panel/controls/list_view.py": "tests/gui/side_panel/controls/test_section.py",
    "gui/side_panel/messages/bubble_delegate.py": "tests/gui/side_panel/messages/test_section.py",
    "gui/side_panel/messages/bubble_text.py": "tests/gui/side_panel/messages/test_section.py",
    "gui/side_panel/messages/conversation_view.py": "tests/gui/side_panel/messages/test_section.py",
    "gui/side_panel/messages/presets_menu.py": "tests/gui/side_panel/messages/test_section.py",
    "gui/side_panel/messages/recipients.py": "tests/gui/side_panel/messages/test_section.py",
    "gui/side_panel/messages/recipients_button.py": "tests/gui/side_panel/messages/test_section.py",
    "gui/side_panel/messages/repeat_badge.py": "tests/gui/side_panel/messages/test_section.py",
    "gui/side_panel/messages/reply_attachment.py": "tests/gui/side_panel/messages/test_section.py",
    "gui/side_panel/messages/reply_box.py": "tests/gui/side_panel/messages/test_section.py",
    "gui/side_panel/messages/reply_field.py": "tests/gui/side_panel/messages/test_section.py",
    "gui/wall/empty_wall.py": "tests/gui/wall/test_video_wall.py",
    "gui/wall/tile/altered_picture.py": "tests/gui/wall/tile/test_painter.py",
    "gui/wall/tile/face.py": "tests/gui/wall/tile/test_painter.py",
    "gui/wall/tile/overlays.py": "tests/gui/wall/tile/test_painter.py",
    "gui/wall/tile/picture_painter.py": "tests/gui/wall/tile/test_painter.py",
    "gui/wall/tile/pills.py": "tests/gui/wall/tile/test_painter.py",
    "gui/wall/tile/toolbar.py": "tests/gui/wall/tile/test_tile.py",
    "gui/wall/tile/witness.py": "tests/gui/wall/tile/test_tile.py",
    "gui/wall/tile/zoom.py": "tests/gui/wall/tile/test_tile.py",
    "gui/wall/wall_painter.py": "tests/gui/wall/test_video_wall.py",
    "gui/wall/views/editor.py": "tests/gui/wall/views/test_edit_layer.py",
    "gui/window/top_bar.py": "tests/gui/window/test_main_window.py",
    "gui/window/view_tab.py": "tests/gui/window/test_view_tabs.py",
    "netgear_engine/__init__.py": "tests/netgear",
    "netgear_engine/errors.py": "tests/engine/sending/test_receiver_address.py",
    "netgear_engine/held_signals.py": "tests/netgear/test_program_ends.py",
    "netgear_engine/netgear.py": "tests/netgear",
    "netgear_engine/netgear_async.py": "tests/netgear/test_async.py",
    "netgear_engine/netgear_ending.py": "tests/netgear/test_program_ends.py",
    "netgear_engine/netgear_receiver.py": "tests/netgear",
    "netgear_engine/netgear_sender.py": "tests/netgear",
    "netgear_engine/node/doctor/finding.py": "tests/engine/node/doctor/test_doctor.py",
    "netgear_engine/security/key_file.py": "tests/engine/security/test_curve_keys.py",
    "netgear_engine/security/key_flags.py": "tests/engine/node/test_cli.py",
    "netgear_engine/transport/ssh/forwarding.py": "tests/engine/transport/ssh/test_tunnel.py",
    "netgear_engine/transport/ssh/line.py": "tests/engine/transport/ssh/test_tunnel.py",
    "netgear_engine/transport/ssh/login.py": "tests/engine/transport/ssh/test_tunnel.py",
    "resources/__init__.py": "tests/gui/look/test_icons.py",
}
"""The modules without a test file of their own: each is a part of what these tests are about."""


def file_of_tests(module: Path) -> Path:
    """Return where the tests of a product module are."""
    package, *folders = module.parent.parts
    return Path("tests", MIRRORS[package], *folders, f"test_{module.name}")


def does_something(module: Path) -> bool:
    """Tell if a module has a function of which more is written than what it is for."""
    functions = (
        node
        for node in ast.walk(parse(module))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    return any(
        not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Constant)
        for function in functions
        for statement in function.body
    )


def has_tests(module: Path) -> bool:
    return (ROOT / file_of_tests(module)).exists()


def test_every_module_has_its_test_file():
    obeyed(
        f"{module}: no {file_of_tests(module)}"
        for module in modules(*MIRRORS)
        if does_something(module) and not has_tests(module) and str(module) not in SHOWN_BY
    )


def test_a_module_without_a_test_file_of_its_own_is_shown_by_another():
    obeyed(f"{name}: no {shown}" for name, shown in SHOWN_BY.items() if not (ROOT / shown).exists())


def test_what_is_said_to_have_no_test_file_is_there_and_has_none():
    obeyed(name for name in SHOWN_BY if not (ROOT / name).exists() or has_tests(Path(name)))


def test_every_test_file_has_its_module():
    """A folder may have one, too: tests/gui/test_presenters.py is about gui/presenters."""
    packages = {mirror: package for package, mirror in MIRRORS.items()}
    about = {
        test: Path(packages[test.parts[1]], *test.parts[2:-1], test.name.removeprefix("test_"))
        for test in modules(*(f"tests/{mirror}" for mirror in packages))
        if test.name.startswith("test_")
    }
    assert len(about) > 10
    obeyed(
        f"{test}: no {module}"
        for test, module in about.items()
        if not (ROOT / module).exists() and not (ROOT / module).with_suffix("").is_dir()
    )


def test_other_tests_are_in_a_folder_that_says_what_they_are_about():
    folders = {module.parts[1] for module in modules("tests") if len(module.parts) > 2}
    obeyed(sorted(folders - OTHER_TESTS.keys() - set(MIRRORS.values())))
    obeyed(sorted(OTHER_TESTS.keys() - folders))
