"""Our NetGear in a process of its own, at either end, driven as stock's is."""

from tests.support.stock_peer import StockReceiver, StockSender


class OwnSender(StockSender):
    """Our NetGear in send mode; see StockSender."""

    package = "netgear_engine"


class OwnReceiver(StockReceiver):
    """Our NetGear in receive mode; see StockReceiver."""

    package = "netgear_engine"
