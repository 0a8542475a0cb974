"""Key folders as users make them: each end has its own, and only public files were copied."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from netgear_engine.security.curve_keys import (
    RECEIVER,
    SENDER,
    ReceiverKeys,
    SenderKeys,
    load_receiver_keys,
    load_sender_keys,
    make_keys,
    public_file,
)


@dataclass(frozen=True)
class KeyFolders:
    """A receiver's folder, and those of senders that it knows."""

    receiver: Path
    senders: list[Path]

    def receiver_keys(self, *, only_known: bool = True) -> ReceiverKeys:
        """Return the receiver's keys."""
        return load_receiver_keys(self.receiver, only_known=only_known)

    def sender_keys(self, number: int = 0) -> SenderKeys:
        """Return a sender's keys."""
        return load_sender_keys(self.senders[number])


def make_folders(folder: Path, senders: int = 1) -> KeyFolders:
    """Make the keys of a receiver and its senders below `folder`."""
    receiver = folder / "receiver"
    make_keys(receiver, names=[RECEIVER])
    nodes = [folder / f"node-{number}" for number in range(senders)]
    for node in nodes:
        make_keys(node, names=[SENDER])
        shutil.copy(public_file(node, SENDER), public_file(receiver, node.name))
        shutil.copy(public_file(receiver, RECEIVER), public_file(node, RECEIVER))
    return KeyFolders(receiver, nodes)


def make_stranger(folder: Path, folders: KeyFolders) -> SenderKeys:
    """Return the keys of a sender that knows the receiver, but is not known to it."""
    make_keys(folder, names=[SENDER])
    shutil.copy(public_file(folders.receiver, RECEIVER), public_file(folder, RECEIVER))
    return load_sender_keys(folder)
