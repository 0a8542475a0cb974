"""The command line of the examples: `server` or `client`, then that role's options."""

import argparse
import itertools
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from netgear_engine.errors import EngineError

Role = Callable[[argparse.Namespace], None]


def run_servers_and_a_client(description: str | None, server: Role, client: Role) -> None:
    """Run one role of a multi-servers example: a server has one port, the client has all."""
    parser, server_options, client_options = _make_parser(description)
    server_options.add_argument("--port", type=int, default=5566, help="of its own: %(default)s")
    client_options.add_argument(
        "--ports", type=int, nargs="+", default=[5566, 5567], help="one for each server"
    )
    _run(parser.parse_args(), server, client)


def run_a_server_and_clients(description: str | None, server: Role, client: Role) -> None:
    """Run one role of a multi-clients example: a client has one port, the server has all."""
    parser, server_options, client_options = _make_parser(description)
    server_options.add_argument(
        "--ports", type=int, nargs="+", default=[5577, 5578], help="one for each client"
    )
    client_options.add_argument("--port", type=int, default=5577, help="of its own: %(default)s")
    _run(parser.parse_args(), server, client)


def _make_parser(
    description: str | None,
) -> tuple[argparse.ArgumentParser, argparse.ArgumentParser, argparse.ArgumentParser]:
    parser = argparse.ArgumentParser(description=description)
    roles = parser.add_subparsers(dest="role", required=True)
    server = roles.add_parser("server", help="sends pictures")
    server.add_argument(
        "--source",
        default="test-pattern",
        help="test-pattern, test-pattern:2, a video file or a camera such as /dev/video0",
    )
    server.add_argument("--address", default="localhost", help="of the client: %(default)s")
    client = roles.add_parser("client", help="receives and shows pictures")
    client.add_argument("--address", default="*", help="to listen on; * means every one")
    client.add_argument("--save", type=Path, help="keep the newest montage in this file, no window")
    for role in (server, client):
        role.add_argument(
            "--frames",
            type=_count_to,
            default=itertools.count(1),
            help="end after so many frames; without it, go on for ever",
        )
    return parser, server, client


def _count_to(text: str) -> Iterable[int]:
    return range(1, int(text) + 1)


def _run(arguments: argparse.Namespace, server: Role, client: Role) -> None:
    try:
        (server if arguments.role == "server" else client)(arguments)
    except KeyboardInterrupt:
        pass  # Ctrl+C: the with statements have said goodbye and closed everything
    except (EngineError, RuntimeError) as error:
        sys.exit(str(error))
