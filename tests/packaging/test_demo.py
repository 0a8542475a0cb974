import importlib.util
from types import ModuleType

import pytest

from tests.architecture.source_tree import ROOT


@pytest.fixture(scope="module")
def demo() -> ModuleType:
    spec = importlib.util.spec_from_file_location("demo", ROOT / "packaging" / "demo.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def report_of(*states):
    return {"ports": {str(5566 + index): {"state": state} for index, state in enumerate(states)}}


@pytest.mark.parametrize(
    ("states", "words"),
    [(("LIVE", "LIVE"), ""), (("LIVE", "FAULT", "WAITING"), "2 of 3 cameras were not live")],
)
def test_a_picture_without_all_cameras_is_not_passed_off_as_the_demo(
    demo, tmp_path, capsys, states, words
):
    picture = tmp_path / "demo.png"
    picture.write_bytes(b"")
    assert demo.tell(picture, report_of(*states)) == 0
    said = capsys.readouterr().out
    assert str(picture) in said
    assert words in said
    assert ("too busy" in said) == bool(words)


def test_a_picture_that_was_not_saved_is_told(demo, tmp_path, capsys):
    assert demo.tell(tmp_path / "demo.png", report_of("LIVE")) == 1
    assert "No picture was saved" in capsys.readouterr().err
