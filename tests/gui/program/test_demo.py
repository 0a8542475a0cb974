import socket

from gui.program.demo import ADDRESS, free_ports


def test_free_ports_leaves_out_what_is_in_use():
    first = free_ports(3)
    with socket.socket() as holder:
        holder.bind((ADDRESS, first[1]))
        holder.listen()
        found = free_ports(3)
    assert len(set(found)) == 3
    assert first[1] not in found
