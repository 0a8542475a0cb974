"""The test tree mirrors the packages: tests/engine/x/test_y.py is about netgear_engine/x/y.py."""

import pytest

from tests.architecture.source_tree import ROOT, modules

MIRRORS = {"engine": "netgear_engine", "gui": "gui", "resources": "resources"}


def mirrored_tests() -> list[tuple[str, str]]:
    """Return (test file, the modules it may be about) for each test file of the mirrors."""
    pairs = []
    for module in modules(*(f"tests/{mirror}" for mirror in MIRRORS)):
        if module.name.startswith("test_"):
            _, mirror, *folders = module.parent.parts
            about = "/".join([MIRRORS[mirror], *folders, module.name.removeprefix("test_")])
            pairs.append((str(module), about))
    return pairs


@pytest.mark.parametrize(("test", "about"), mirrored_tests())
def test_every_test_file_has_its_module(test, about):
    assert (ROOT / about).exists() or (ROOT / about).with_suffix("").is_dir(), f"{test}: {about}?"


def test_there_are_tests_to_look_at():
    assert len(mirrored_tests()) > 10
