"""Names tell what a module is for, and the engine says sender and receiver."""

import io
import re
import tokenize
from pathlib import Path

import pytest

from tests.architecture.source_tree import ROOT, modules

DRAWERS = {"utils", "util", "helpers", "helper", "misc", "common", "tools"}

# What NetGear's users read and type, the certificate files of its stock layout, and http.client.
_STOCK_WORDS_ALLOWED = (
    "netgear_engine/netgear",
    "netgear_engine/node/",
    "netgear_engine/security/",
    "netgear_engine/sources/network/mjpeg.py",
)
# Names that are not ours: ZeroMQ's option, paramiko's class, Python's function, NetGear's modes and
# program. And observer is another word.
_FOREIGN_NAMES = re.compile(
    r"curve_server|SSHClient|create_server|multi-?_?(servers?|clients?)(_mode)?"
    r"|netgear-server|X server|server side|observer",
    re.I,
)
_STOCK_WORDS = re.compile(r"server|client", re.I)


@pytest.mark.parametrize("module", modules("gui", "netgear_engine", "resources", "tests"), ids=str)
def test_no_module_is_a_drawer(module):
    assert not DRAWERS & {module.stem, *module.parent.parts}


@pytest.mark.parametrize("module", modules(), ids=str)
def test_every_module_says_what_it_is_for(module):
    text = (ROOT / module).read_text(encoding="utf-8")
    assert text.startswith('"""')


def engine_modules() -> list[Path]:
    return [
        module
        for module in modules("netgear_engine")
        if not module.as_posix().startswith(_STOCK_WORDS_ALLOWED)
    ]


@pytest.mark.parametrize("module", engine_modules(), ids=str)
def test_the_engine_names_things_sender_and_receiver(module):
    """Names only: prose may have to mention what NetGear calls them."""
    text = (ROOT / module).read_text(encoding="utf-8")
    names = {
        token.string
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.NAME
    }
    found = {name for name in names if _STOCK_WORDS.search(_FOREIGN_NAMES.sub("", name))}
    assert found == set()
