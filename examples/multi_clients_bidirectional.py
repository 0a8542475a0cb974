"""Bidirectional multi-clients: messages to every client, and data back from each."""

import argparse

from command_line import run_a_server_and_clients
from netgear_engine import NetGear
from netgear_engine.sources import create_source, decoded
from screen import Screen


def server(arguments: argparse.Namespace) -> None:
    """Send pictures with messages to all clients, and print the data that they give back."""
    with (
        NetGear(
            address=arguments.address,
            port=arguments.ports,
            pattern=1,
            multiclient_mode=True,
            bidirectional_mode=True,
        ) as sender,
        create_source(arguments.source) as source,
    ):
        for number in arguments.frames:
            frame = source.read()
            if frame is None:
                break
            answer = sender.send(decoded(frame), message={"frame": number, "source": source.title})
            if answer is not None:
                port, data = answer
                print(f"frame {number} was answered by client {port} with {data}")


def client(arguments: argparse.Namespace) -> None:
    """Print the server's messages, show its pictures and give data back."""
    with (
        NetGear(
            address=arguments.address,
            port=arguments.port,
            pattern=1,
            receive_mode=True,
            multiclient_mode=True,
            bidirectional_mode=True,
        ) as receiver,
        Screen(arguments.save) as screen,
    ):
        for number in arguments.frames:
            received = receiver.recv(return_data={"frames so far": number})
            if received is None:
                break
            message, frame = received
            print(f"frame {number} came from the server with {message}")
            if not screen.show([frame]):
                break


if __name__ == "__main__":
    run_a_server_and_clients(__doc__, server, client)
