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
    "interop": "stock VidGear as the peer",
    "netgear": "the class NetGear as its users know it, on stock VidGear too",
    "packaging": "what is installed and bundled",
    "support": "no tests, but what they share",
}

SHOWN_BY = {
    "gui/__main__.py": "tests/architecture/test_qt_environment.py",
    "gui/actions.py": "tests/gui/test_shortcut_keys.py",
    "gui/camera_facts.py": "tests/gui/side_panel/test_detail_lines.py",
    "gui/camera_mime.py": "tests/gui/wall/test_edit_layer.py",
    "gui/connections/__init__.py": "tests/gui/test_connections.py",
    "gui/connections/action_connections.py": "tests/gui/test_connections.py",
    "gui/connections/camera_trial.py": "tests/gui/connections/test_camera_dialog_connections.py",
    "gui/connections/detail_connections.py": "tests/gui/test_connections.py",
    "gui/connections/help_connections.py": "tests/gui/test_connections.py",
    "gui/connections/program_connections.py": "tests/gui/connections/test_settings_connections.py",
    "gui/connections/selection_connections.py": "tests/gui/test_connections.py",
    "gui/connections/snapshot_connections.py": "tests/gui/test_connections.py",
    "gui/connections/state_connections.py": "tests/gui/test_connections.py",
    "gui/connections/status_connections.py": "tests/gui/test_connections.py",
    "gui/connections/still_connections.py": "tests/gui/connections/test_control_connections.py",
    "gui/connections/wall_connections.py": "tests/gui/test_connections.py",
    "gui/diagnostics_line.py": "tests/gui/test_diagnostics_window.py",
    "gui/diagnostics_model.py": "tests/gui/test_diagnostics_window.py",
    "gui/dialogs/camera_fields.py": "tests/gui/dialogs/test_add_camera.py",
    "gui/dialogs/command_box.py": "tests/gui/dialogs/test_add_camera.py",
    "gui/dialogs/connection_view.py": "tests/gui/dialogs/test_add_camera.py",
    "gui/dialogs/thumbnail.py": "tests/gui/dialogs/test_add_camera.py",
    "gui/errand.py": "tests/gui/connections/test_camera_list_connections.py",
    "gui/event_log/acknowledge_dialog.py": "tests/gui/event_log/test_event_log_view.py",
    "gui/event_log/choice.py": "tests/gui/event_log/test_event_log_view.py",
    "gui/event_log/event_delegate.py": "tests/gui/event_log/test_event_log_view.py",
    "gui/event_log/event_filter.py": "tests/gui/event_log/test_event_store.py",
    "gui/event_log/event_list.py": "tests/gui/event_log/test_event_log_view.py",
    "gui/event_log/event_model.py": "tests/gui/event_log/test_event_log_view.py",
    "gui/event_log/event_record.py": "tests/gui/event_log/test_event_book.py",
    "gui/event_log/event_tip.py": "tests/gui/event_log/test_event_log_view.py",
    "gui/event_log/filter_bar.py": "tests/gui/event_log/test_event_log_view.py",
    "gui/heartbeat.py": "tests/gui/test_theme.py",
    "gui/look.py": "tests/gui/test_main_window.py",
    "gui/settings/field_editors.py": "tests/gui/settings/test_dialog.py",
    "gui/settings/page.py": "tests/gui/settings/test_dialog.py",
    "gui/settings/pin_editor.py": "tests/gui/settings/test_dialog.py",
    "gui/settings/presets_page.py": "tests/gui/settings/test_dialog.py",
    "gui/settings/shortcuts_page.py": "tests/gui/settings/test_dialog.py",
    "gui/side_panel/bubble_delegate.py": "tests/gui/side_panel/test_messages.py",
    "gui/side_panel/bubble_text.py": "tests/gui/side_panel/test_messages.py",
    "gui/side_panel/camera_delegate.py": "tests/gui/side_panel/test_cameras.py",
    "gui/side_panel/camera_filter_bar.py": "tests/gui/side_panel/test_cameras.py",
    "gui/side_panel/camera_model.py": "tests/gui/side_panel/test_cameras.py",
    "gui/side_panel/camera_rows.py": "tests/gui/side_panel/test_cameras.py",
    "gui/side_panel/camera_view.py": "tests/gui/side_panel/test_cameras.py",
    "gui/side_panel/command_bar.py": "tests/gui/side_panel/test_controls.py",
    "gui/side_panel/control_absence.py": "tests/gui/side_panel/test_controls.py",
    "gui/side_panel/control_book.py": "tests/gui/connections/test_control_connections.py",
    "gui/side_panel/control_editors.py": "tests/gui/side_panel/test_controls.py",
    "gui/side_panel/control_list.py": "tests/gui/side_panel/test_controls.py",
    "gui/side_panel/control_row.py": "tests/gui/side_panel/test_controls.py",
    "gui/side_panel/conversation_view.py": "tests/gui/side_panel/test_messages.py",
    "gui/side_panel/presets_menu.py": "tests/gui/side_panel/test_messages.py",
    "gui/side_panel/recipients.py": "tests/gui/side_panel/test_messages.py",
    "gui/side_panel/recipients_button.py": "tests/gui/side_panel/test_messages.py",
    "gui/side_panel/repeat_badge.py": "tests/gui/side_panel/test_messages.py",
    "gui/side_panel/reply_attachment.py": "tests/gui/side_panel/test_messages.py",
    "gui/side_panel/reply_box.py": "tests/gui/side_panel/test_messages.py",
    "gui/side_panel/reply_field.py": "tests/gui/side_panel/test_messages.py",
    "gui/sign_painter.py": "tests/gui/test_icons.py",
    "gui/style_sheet.py": "tests/gui/test_theme.py",
    "gui/theme_colours.py": "tests/gui/test_theme.py",
    "gui/tips.py": "tests/gui/test_shortcut_keys.py",
    "gui/top_bar.py": "tests/gui/test_main_window.py",
    "gui/view_tab.py": "tests/gui/test_view_tabs.py",
    "gui/wall/altered_picture.py": "tests/gui/wall/test_tile_painter.py",
    "gui/wall/empty_wall.py": "tests/gui/wall/test_video_wall.py",
    "gui/wall/name_tip.py": "tests/gui/wall/test_video_wall.py",
    "gui/wall/notice_words.py": "tests/gui/wall/test_notice.py",
    "gui/wall/picture_painter.py": "tests/gui/wall/test_tile_painter.py",
    "gui/wall/pills.py": "tests/gui/wall/test_tile_painter.py",
    "gui/wall/statistics_line.py": "tests/gui/wall/test_tile_painter.py",
    "gui/wall/tile_tools.py": "tests/gui/wall/test_tile.py",
    "gui/wall/tile_zoom.py": "tests/gui/wall/test_tile.py",
    "gui/wall/view_editor.py": "tests/gui/wall/test_edit_layer.py",
    "gui/wall_window.py": "tests/gui/test_main_window.py",
    "netgear_engine/__init__.py": "tests/netgear",
    "netgear_engine/errors.py": "tests/engine/sending/test_receiver_address.py",
    "netgear_engine/netgear.py": "tests/netgear",
    "netgear_engine/netgear_receiver.py": "tests/netgear",
    "netgear_engine/netgear_sender.py": "tests/netgear",
    "netgear_engine/node/__main__.py": "tests/engine/node/test_program.py",
    "netgear_engine/node/camera/open_camera.py": "tests/engine/node/camera/test_camera_loop.py",
    "netgear_engine/node/doctor/doctor_finding.py": "tests/engine/node/doctor/test_doctor.py",
    "netgear_engine/security/key_flags.py": "tests/engine/node/test_cli.py",
    "netgear_engine/transport/ssh_forwarding.py": "tests/engine/transport/test_ssh_tunnel.py",
    "netgear_engine/transport/ssh_line.py": "tests/engine/transport/test_ssh_tunnel.py",
    "netgear_engine/transport/ssh_login.py": "tests/engine/transport/test_ssh_tunnel.py",
    "resources/__init__.py": "tests/gui/test_icons.py",
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
    """A folder may have one, too: tests/gui/test_connections.py is about gui/connections."""
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
