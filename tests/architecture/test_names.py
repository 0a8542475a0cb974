"""Names tell what a module is for, and the engine says sender and receiver."""

import io
import re
import tokenize
from pathlib import Path

from tests.architecture.source_tree import modules, obeyed, source

DRAWERS = {"utils", "util", "helpers", "helper", "misc", "common", "tools"}

# What NetGear's users read and type, the certificate files of its stock layout, and http.client.
_STOCK_WORDS_ALLOWED = (
    "netgear_engine/netgear",
    "netgear_engine/node/",
    "netgear_engine/security/",
    "netgear_engine/sources/network/",
)
# Names that are not ours: ZeroMQ's option, paramiko's class, Python's own, NetGear's modes and
# program. And observer is another word.
_FOREIGN_NAMES = re.compile(
    r"curve_server|SSHClient|create_server|server_hostname|multi-?_?(servers?|clients?)(_mode)?"
    r"|netgear-server|X server|server side|observer",
    re.I,
)
_STOCK_WORDS = re.compile(r"server|client", re.I)


def test_no_module_is_a_drawer():
    everything = modules("gui", "netgear_engine", "resources", "tests")
    obeyed(module for module in everything if DRAWERS & {module.stem, *module.parent.parts})


def test_every_module_says_what_it_is_for():
    obeyed(module for module in modules() if not source(module).startswith('"""'))


def stock_words(module: Path) -> set[str]:
    """Return the names of NetGear's ends in a module: prose may have to mention them."""
    names = {
        token.string
        for token in tokenize.generate_tokens(io.StringIO(source(module)).readline)
        if token.type == tokenize.NAME
    }
    return {name for name in names if _STOCK_WORDS.search(_FOREIGN_NAMES.sub("", name))}


def test_the_engine_names_things_sender_and_receiver():
    obeyed(
        f"{module}: {sorted(found)}"
        for module in modules("netgear_engine")
        if not module.as_posix().startswith(_STOCK_WORDS_ALLOWED) and (found := stock_words(module))
    )
