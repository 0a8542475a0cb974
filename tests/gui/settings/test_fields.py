"""The table, the dialog and the document say the same."""

import importlib.util

import msgspec
import pytest

from gui.settings.fields import ELSEWHERE, SECTIONS, fields
from gui.settings.schema import LockSettings, Settings
from tests.architecture.source_tree import ROOT

ALL_FIELDS = [field for section in SECTIONS for field in fields(section)]


def test_every_setting_of_the_table_is_a_field():
    told = {field.path for field in ALL_FIELDS}
    table = set()
    for name, value in msgspec.to_builtins(Settings()).items():
        if isinstance(value, dict) and name in SECTIONS:
            table |= {f"{name}.{inner}" for inner in value}
        elif name not in ELSEWHERE:
            table.add(name)
    assert told == table


@pytest.mark.parametrize("field", ALL_FIELDS, ids=lambda field: field.path)
def test_every_field_is_explained(field):
    assert field.title and field.description.endswith(".")
    assert field.value(Settings()) == field.default
    if field.choices:
        assert field.default in field.choices
    elif isinstance(field.default, int | float) and not isinstance(field.default, bool):
        assert field.least is not None and field.most is not None and field.unit


def test_a_field_is_changed_in_its_section():
    changes = {"look.text_percent": 150, "ports": "7000", "lock.after_minutes": 5}
    settings = Settings()
    for field in ALL_FIELDS:
        if field.path in changes:
            settings = field.changed(settings, changes[field.path])
    assert (settings.look.text_percent, settings.ports) == (150, "7000")
    assert settings.lock.after_minutes == 5
    assert settings.alarms == Settings().alarms


@pytest.fixture(scope="module")
def script():
    path = ROOT / "docs" / "write_settings.py"
    spec = importlib.util.spec_from_file_location("write_settings", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_document_has_every_field(script):
    document = script.DOCUMENT.read_text(encoding="utf-8")
    assert script.with_tables(document) == document, "run python docs/write_settings.py"
    for field in ALL_FIELDS:
        assert f"| `{field.name}` |" in document
        assert field.title in document


def test_the_hash_of_the_pin_is_in_no_text_for_a_log():
    settings = Settings(lock=LockSettings(pin="$argon2id$secret"))
    assert "secret" not in repr(settings)
    assert "secret" not in f"{settings.lock}"
