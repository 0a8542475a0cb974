"""Bidirectional multi-servers: messages to the client, and answers back to the servers."""

import argparse

from command_line import run_servers_and_a_client
from netgear_engine import NetGear
from netgear_engine.sources import create_source, decoded
from screen import Screen


def server(arguments: argparse.Namespace) -> None:
    """Send pictures with messages, and print what the client answers."""
    with (
        NetGear(
            address=arguments.address,
            port=arguments.port,
            pattern=1,
            multiserver_mode=True,
            bidirectional_mode=True,
        ) as sender,
        create_source(arguments.source) as source,
    ):
        for number in arguments.frames:
            frame = source.read()
            if frame is None:
                break
            answer = sender.send(decoded(frame), message={"frame": number})
            if answer is not None:
                print(f"frame {number} was answered with {answer}")


def client(arguments: argparse.Namespace) -> None:
    """Print each message and answer with a count; ends when all servers have said goodbye."""
    newest = {}
    with (
        NetGear(
            address=arguments.address,
            port=arguments.ports,
            pattern=1,
            receive_mode=True,
            multiserver_mode=True,
            bidirectional_mode=True,
        ) as receiver,
        Screen(arguments.save) as screen,
    ):
        for number in arguments.frames:
            received = receiver.recv(return_data={"frames so far": number})
            if received is None:
                break
            port, message, frame = received
            print(f"frame {number} came from server {port} with {message}")
            newest[port] = frame
            if not screen.show([newest[port] for port in sorted(newest)]):
                break


if __name__ == "__main__":
    run_servers_and_a_client(__doc__, server, client)
