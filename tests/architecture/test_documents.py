"""The documents agree with the code."""

import importlib.util
import re
from types import ModuleType

import pytest

from netgear_engine import netgear_options
from netgear_engine.protocol.limits import Limits
from netgear_engine.protocol.text import LONGEST_NAME, LONGEST_NODE, LONGEST_REASON
from tests.architecture.source_tree import ROOT, obeyed


def load_script(name: str) -> ModuleType:
    path = ROOT / "docs" / name
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def script() -> ModuleType:
    return load_script("draw_port_states.py")


def test_the_drawing_of_the_port_states_is_fresh(script):
    document = script.DOCUMENT.read_text(encoding="utf-8")
    assert script.with_drawing(document) == document, "run python docs/draw_port_states.py"


def test_the_table_of_keys_is_fresh():
    keys = load_script("write_keys.py")
    document = keys.DOCUMENT.read_text(encoding="utf-8")
    assert keys.with_table(document) == document, "run python docs/write_keys.py"


def test_the_pictures_of_the_user_guide_are_small():
    pictures = list((ROOT / "docs" / "images").glob("*.png"))
    assert [one.name for one in pictures if one.stat().st_size > 300_000] == []


def test_the_limits_are_those_of_the_document(script):
    document = script.DOCUMENT.read_text(encoding="utf-8")
    limits = Limits()
    assert f"| header | {limits.header_bytes // 1024} KiB |" in document
    assert f"| payload | {limits.payload_bytes // 1024**2} MiB |" in document
    assert f"| picture | {limits.pixels // 10**6} million pixels" in document


def test_links_between_documents_lead_somewhere():
    documents = [
        *ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "examples").glob("*.md"),
    ]  # fmt: skip
    assert len(documents) > 10
    obeyed(
        f"{document.relative_to(ROOT)}: {link}"
        for document in documents
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8"))
        if not (document.parent / link).exists()
    )


def test_files_that_a_document_names_exist():
    """Where anything may stand, the name has a single letter or a word in capitals."""
    named = re.compile(
        r"(?<![\w/.-])((?:gui|netgear_engine|tests|docs|packaging|examples)/[\w/.-]+)"
    )
    found = [
        (document.name, path.rstrip(".-"))
        for document in [*ROOT.glob("[A-Z]*.md"), *(ROOT / "docs").glob("*.md")]
        for path in named.findall(document.read_text(encoding="utf-8"))
        if not re.search(r"[A-Z]{4}|/[a-z]/|_[a-z]\.", path)
    ]
    assert len(found) > 100
    obeyed(f"{document}: no {path}" for document, path in found if not (ROOT / path).exists())


def test_the_manual_s_table_has_all_options_of_netgear():
    manual = (ROOT / "docs" / "netgear.md").read_text(encoding="utf-8")
    table = manual[manual.index("\n## Options") : manual.index("\n## Time limits")]
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \|", table, re.MULTILINE)
    named = [name for row in rows for name in re.findall(r"\w+", row)]
    assert sorted(named) == sorted(netgear_options._TABLE)


def test_the_readme_names_only_make_targets_that_exist():
    targets = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    texts = [(ROOT / name).read_text("utf-8") for name in ("README.md", "CONTRIBUTING.md")]
    named = {word for text in texts for word in re.findall(r"`?make ([a-z][a-z0-9-]*)", text)}
    assert named - targets - {"sure", "it"} == set()


SECURITY = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


def test_the_page_on_security_has_the_limits_that_count():
    limits = Limits()
    figures = {
        "header": f"{limits.header_bytes // 2**20} MiB, {limits.depth} deep",
        "message": f"{limits.message_bytes // 1024} KiB",
        "payload": f"{limits.payload_bytes // 2**20} MiB",
        "pixels": f"{limits.pixels // 10**6} million; {limits.scans};",
        "scanned pixels": f"{limits.scanned_pixels // 10**6} million",
        "texts": f"{LONGEST_NAME}; {LONGEST_REASON}; {LONGEST_NODE} characters",
    }
    obeyed(f"{name}: {words}" for name, words in figures.items() if words not in SECURITY)
