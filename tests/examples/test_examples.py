"""Every example runs, with the commands that examples/README.md gives for it."""

import contextlib
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import cv2
import numpy as np
import pytest

from tests.support.free_ports import free_ports
from tests.support.waiting import PATIENCE, wait_until

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
RED, BLUE = (0, 0, 255), (255, 0, 0)
FRAMES = 10

SERVERS = ("request_reply", "publish_subscribe", "messages", "bidirectional")
CLIENTS = ("request_reply", "publish_subscribe", "data", "bidirectional")


class Program:
    """One command, changed as little as a test needs: other ports, and options at its end."""

    def __init__(self, command: str, ports: dict[str, str], log: Path, *options: object) -> None:
        words = [ports.get(word, word) for word in shlex.split(command)]
        assert words[0] == ".venv/bin/python"
        self._command = [sys.executable, *words[1:], *map(str, options)]
        self._log = log

    def __enter__(self) -> Self:
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                self._command,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=ROOT,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait(PATIENCE)
        if error is not None:
            error.add_note(f"{shlex.join(self._command)}\n{self.text[-2000:]}")

    @property
    def port(self) -> str:
        """The port that it was given."""
        return self._command[self._command.index("--port") + 1]

    @property
    def text(self) -> str:
        """Everything it has printed so far."""
        return self._log.read_text()

    def wait_for(self, text: str) -> None:
        """Wait until it has printed `text`."""
        wait_until(lambda: text in self.text, what=f"{text!r}")

    def interrupt(self) -> None:
        """Press Ctrl+C, unless it has ended already."""
        self._process.send_signal(signal.SIGINT)

    def ends_well(self) -> None:
        """Wait for its end, which no error may have brought."""
        assert self._process.wait(PATIENCE) == 0
        assert "Traceback" not in self.text


def commands_of(example: str) -> list[str]:
    """Return the commands in the README's row of this example."""
    lines = (EXAMPLES / "README.md").read_text(encoding="utf-8").splitlines()
    row = next(line for line in lines if f"]({example}.py)" in line)
    return re.findall(r"`(\.venv/bin/python [^`]*)`", row)


@contextlib.contextmanager
def programs(example: str, folder: Path, *options: list[object]) -> Iterator[list[Program]]:
    """Run the three commands of an example, each with the options at its place."""
    # In order, as the clients show their servers by port.
    ports = dict(zip(("5566", "5567"), map(str, sorted(free_ports(2))), strict=True))
    ports |= dict(zip(("5577", "5578"), ports.values(), strict=True))
    commands = commands_of(example)
    with contextlib.ExitStack() as running:
        yield [
            running.enter_context(Program(command, ports, folder / f"{number}.txt", *extra))
            for number, (command, extra) in enumerate(zip(commands, options, strict=True))
        ]


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Callable[[tuple[int, int, int]], Path]:
    """Return a function that makes a film of 20 s in one colour, given as blue, green, red."""
    folder = tmp_path_factory.mktemp("films")

    def make(colour: tuple[int, int, int]) -> Path:
        path = folder / f"{colour}.avi"
        if not path.exists():
            writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 25, (64, 48))
            for _ in range(500):
                writer.write(np.full((48, 64, 3), colour, np.uint8))
            writer.release()
        return path

    return make


def tiles(file: Path, count: int) -> list[np.ndarray]:
    """Return the mean colours of the tiles that lie beside each other in a picture."""
    picture = cv2.imread(str(file))
    assert picture is not None
    return [tile.mean(axis=(0, 1)) for tile in np.split(picture, count, axis=1)]


def shows(file: Path, *colours: tuple[int, ...]) -> bool:
    """Return whether a picture has tiles of these colours beside each other."""
    found = tiles(file, len(colours))
    return all(
        one == pytest.approx(colour, abs=10) for one, colour in zip(found, colours, strict=True)
    )


@pytest.mark.end_to_end
@pytest.mark.parametrize("way", SERVERS)
def test_a_client_shows_several_servers_beside_each_other(way, film, tmp_path):
    montage = tmp_path / "montage.jpg"
    options = [["--save", montage], ["--source", film(RED)], ["--source", film(BLUE)]]
    with programs(f"multi_servers_{way}", tmp_path, *options) as (client, red, blue):
        for port in (red.port, blue.port):
            client.wait_for(f"from server {port}")
        if way == "messages":
            client.wait_for("with {'frame': 5, 'source': '(0, 0, 255).avi'}")
            client.wait_for("with {'frame': 5, 'source': '(255, 0, 0).avi'}")
        if way == "bidirectional":
            client.wait_for("with {'frame': 5}")
            for server in (red, blue):
                server.wait_for("was answered with {'frames so far': ")
        # A frame is told before it is shown, and one that is alone fills the whole montage.
        wait_until(lambda: montage.exists() and shows(montage, RED, BLUE))
        # The servers' goodbyes end the client, but over PUB/SUB they may get lost.
        if way == "publish_subscribe":
            client.interrupt()
            client.ends_well()
        for server in (red, blue):
            server.interrupt()
            server.ends_well()
        client.ends_well()
    assert shows(montage, RED, BLUE)


@pytest.mark.end_to_end
@pytest.mark.parametrize("way", CLIENTS)
def test_a_server_s_pictures_reach_several_clients(way, tmp_path):
    montage = tmp_path / "montage.png"
    options = [["--save", montage, "--frames", FRAMES], ["--frames", FRAMES], []]
    with programs(f"multi_clients_{way}", tmp_path, *options) as (first, second, server):
        for client in (first, second):
            client.ends_well()
            assert f"frame {FRAMES} came from the server" in client.text
            assert f"frame {FRAMES + 1} " not in client.text
        if way in {"data", "bidirectional"}:
            for client in (first, second):
                server.wait_for(f"by client {client.port} with {{'frames so far': ")
        if way == "bidirectional":
            assert "'source': 'test-pattern'}" in first.text
        server.interrupt()
        server.ends_well()
    picture = cv2.imread(str(montage))
    assert picture is not None
    assert picture.std() > 20


def test_the_readme_names_every_example():
    examples = sorted(path.stem for path in EXAMPLES.glob("multi_*.py"))
    ways = [f"multi_servers_{way}" for way in SERVERS] + [f"multi_clients_{way}" for way in CLIENTS]
    assert examples == sorted(ways)
    assert {len(commands_of(example)) for example in examples} == {3}
