"""The flags about keys that netgear-monitor and netgear-server have in common."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from netgear_engine.errors import KeysError
from netgear_engine.security.curve_keys import RECEIVER, make_keys

DEFAULT_KEYS = "~/.vidgear"

_NEXT_STEPS = {
    True: """The keys of this receiver are in {keys}.
Give every sender:      public_keys/server.key
Take from every sender: its public_keys/client.key, here each under the number of its port,
                        as in public_keys/5566-front-gate.key (needed for --secure 2): it is then
                        let in at this port and no other; any other name is no such bond
""",
    False: """The keys of this sender are in {keys}.
Give the receiver:      public_keys/client.key, there under the number of its port,
                        as in public_keys/5566-front-gate.key (needed for --secure 2)
Take from the receiver: its public_keys/server.key
""",
}


def add_key_flags(parser: argparse.ArgumentParser, own: str) -> None:
    """Add --secure, --keys and --make-keys; `own` is RECEIVER or SENDER. Not given is None."""
    parser.add_argument(
        "--secure",
        type=int,
        choices=(0, 1, 2),
        help="0 in the clear, 1 encrypted, 2 encrypted and only known senders are let in; "
        "both ends need it (default: 0)",
    )
    parser.add_argument(
        "--keys", metavar="DIR", help=f"the folder with the keys (default: {DEFAULT_KEYS})"
    )
    parser.add_argument(
        "--make-keys",
        action=_MakeKeys,
        own=own,
        help="make the keys of this end that DIR lacks, say which files to copy, and end",
    )


def key_folder(text: str | None) -> Path:
    """Return the folder that a flag or a settings file names; "~" is the user's home."""
    return Path(text or DEFAULT_KEYS).expanduser()


class _MakeKeys(argparse.Action):
    """Makes keys instead of running the program."""

    def __init__(self, option_strings: Sequence[str], dest: str, *, own: str, help: str) -> None:
        super().__init__(
            option_strings, dest, nargs="?", const=DEFAULT_KEYS, metavar="DIR", help=help
        )
        self._own = own

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        """Make them, say what to do next, and end."""
        folder = key_folder(str(values))
        try:
            make_keys(folder, names=(self._own,))
        except KeysError as error:
            parser.error(str(error))
        sys.stdout.write(_NEXT_STEPS[self._own == RECEIVER].format(keys=folder / "keys"))
        parser.exit()
