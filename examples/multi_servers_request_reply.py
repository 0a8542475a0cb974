"""Multi-servers over REQ/REP: several servers send to one client, which answers each frame."""

import argparse

from command_line import run_servers_and_a_client
from netgear_engine import NetGear
from netgear_engine.sources import create_source, decoded
from screen import Screen


def server(arguments: argparse.Namespace) -> None:
    """Send the source's pictures to this server's own port at the client."""
    with (
        NetGear(
            address=arguments.address,
            port=arguments.port,
            pattern=1,
            multiserver_mode=True,
        ) as sender,
        create_source(arguments.source) as source,
    ):
        for _ in arguments.frames:
            frame = source.read()
            if frame is None:
                break
            sender.send(decoded(frame))


def client(arguments: argparse.Namespace) -> None:
    """Show the newest picture of each server; ends when all servers have said goodbye."""
    newest = {}
    with (
        NetGear(
            address=arguments.address,
            port=arguments.ports,
            pattern=1,
            receive_mode=True,
            multiserver_mode=True,
        ) as receiver,
        Screen(arguments.save) as screen,
    ):
        for number in arguments.frames:
            received = receiver.recv()
            if received is None:
                break
            port, frame = received
            print(f"frame {number} came from server {port}")
            newest[port] = frame
            if not screen.show([newest[port] for port in sorted(newest)]):
                break


if __name__ == "__main__":
    run_servers_and_a_client(__doc__, server, client)
