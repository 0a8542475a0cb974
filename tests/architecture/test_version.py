"""One version, in one place, that every document agrees with."""

import importlib.metadata

from netgear_engine.version import VERSION
from tests.architecture.source_tree import ROOT


def test_the_installed_package_has_the_engine_s_version():
    assert importlib.metadata.version("netgear-monitor") == VERSION


def test_the_changelog_names_the_version():
    assert f"## [{VERSION}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
