import os
import socket
import sys

import pytest

from netgear_engine.node.machine.port_owner import is_another_user_s
from tests.support.free_ports import free_port

HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n"


def table(folder, *rows):
    lines = [
        f"   0: 0100007F:{port:04X} 00000000:0000 {state} 00000000:00000000 00:00000000 00000000 "
        f"{uid}        0 1234 1 0000000000000000 100 0 0 10 0\n"
        for port, state, uid in rows
    ]
    (folder / "proc/net").mkdir(parents=True)
    (folder / "proc/net/tcp").write_text(HEAD + "".join(lines))
    return folder


@pytest.mark.parametrize("state", ["0A", "01"])
def test_a_port_of_another_user_is_told(tmp_path, state):
    other = os.geteuid() + 1
    root = table(tmp_path, (5566, "0A", os.geteuid()), (5567, state, other), (5568, "06", other))
    assert [is_another_user_s(port, root) for port in (5566, 5567, 5568, 5569)] == [
        False, True, False, False,
    ]  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")
def test_the_real_kernel_tells_that_ours_is_ours():
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert not is_another_user_s(server.getsockname()[1])
    assert not is_another_user_s(free_port())
