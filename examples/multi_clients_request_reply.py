"""Multi-clients over REQ/REP: one server sends each frame to every client that is there."""

import argparse

from command_line import run_a_server_and_clients
from netgear_engine import NetGear
from netgear_engine.sources import create_source, decoded
from screen import Screen


def server(arguments: argparse.Namespace) -> None:
    """Send the source's pictures to all clients, one port for each."""
    with (
        NetGear(
            address=arguments.address,
            port=arguments.ports,
            pattern=1,
            multiclient_mode=True,
        ) as sender,
        create_source(arguments.source) as source,
    ):
        for _ in arguments.frames:
            frame = source.read()
            if frame is None:
                break
            sender.send(decoded(frame))


def client(arguments: argparse.Namespace) -> None:
    """Show the server's pictures; ends when it has said goodbye."""
    with (
        NetGear(
            address=arguments.address,
            port=arguments.port,
            pattern=1,
            receive_mode=True,
            multiclient_mode=True,
        ) as receiver,
        Screen(arguments.save) as screen,
    ):
        for number in arguments.frames:
            frame = receiver.recv()
            if frame is None:
                break
            print(f"frame {number} came from the server")
            if not screen.show([frame]):
                break


if __name__ == "__main__":
    run_a_server_and_clients(__doc__, server, client)
