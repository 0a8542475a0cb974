"""What a port's node sent of itself, as long as it is the same node."""

from netgear_engine.protocol.ext import Health, NodeReport, SenderExt


class NodeKnowledge:
    """The last that is known. `fault` is why the node's camera gives nothing, "" when it does."""

    def __init__(self) -> None:
        self.fault = ""
        self.health: Health | None = None
        self.report: NodeReport | None = None
        self._node: str | None = None

    def received(self, ext: SenderExt | None) -> None:
        """Take what came with a frame; a stock sender sends nothing of itself."""
        node = None if ext is None else ext.node
        if node != self._node:
            self._node = node
            self.health = self.report = None
        self.fault = fault_of(ext)
        if ext is not None:
            self.health = ext.health or self.health
            self.report = ext.report or self.report

    @property
    def is_ours(self) -> bool:
        """Whether the last frame came from a sender of our own kind: it follows what we want."""
        return self._node is not None


def fault_of(ext: SenderExt | None) -> str:
    """Return why a frame is only a placeholder, "" for a picture."""
    return "" if ext is None else ext.fault
