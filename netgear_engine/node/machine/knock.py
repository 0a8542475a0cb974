"""Why a receiver does not answer, found by knocking at its port."""

import errno
import socket
from dataclasses import dataclass

from netgear_engine.sending.receiver_address import Receiver

# A monitor in the same house answers within milliseconds.
KNOCK_S = 2.0


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Why nobody answers, and what to type or do about it."""

    found: str
    remedy: str


def knock(receiver: Receiver, seconds: float = KNOCK_S) -> NoAnswer | None:
    """Connect and hang up again; return why that fails, None when something listens there.

    Waits `seconds`, and before that for the look-up of a name, which nothing can break off.
    """
    try:
        socket.create_connection((receiver.host, receiver.port), timeout=seconds).close()
    except socket.gaierror as error:
        if error.errno == socket.EAI_AGAIN:
            return no_name_server(receiver)
        return _unknown_name(receiver)
    except UnicodeError:
        return _unknown_name(receiver)  # such a name cannot even be asked for
    except TimeoutError:
        found = "no answer: switched off, in another network, or behind a firewall"
        return NoAnswer(found, f"ping {receiver.host}")
    except OSError as error:
        return _unreachable(receiver, error)
    return None


def no_name_server(receiver: Receiver) -> NoAnswer:
    """Return that the name of a receiver cannot be looked up."""
    found = f"the name {receiver.host} cannot be looked up: no name server answers"
    return NoAnswer(found, "check the network, or write its address instead: ip addr")


def _unknown_name(receiver: Receiver) -> NoAnswer:
    remedy = "write its address instead, as in 192.168.1.20; on the monitor type: hostname -I"
    return NoAnswer(f"no computer is called {receiver.host}", remedy)


def _unreachable(receiver: Receiver, error: OSError) -> NoAnswer:
    if error.errno == errno.ECONNREFUSED:
        return NoAnswer(
            f"the computer is there, but nothing listens on port {receiver.port}",
            f"start netgear-monitor there, and let it listen on {receiver.port}",
        )
    if error.errno in {errno.EHOSTUNREACH, errno.ENETUNREACH}:
        found = f"there is no way to it: {error.strerror}"
        return NoAnswer(found, f"ip route get {receiver.host}")
    return NoAnswer(f"cannot connect: {error.strerror}", f"ping {receiver.host}")
