"""The guard of the tests themselves: only this machine can be reached."""

import socket

import pytest


def test_another_machine_cannot_be_reached():
    with socket.socket() as end, pytest.raises(AssertionError, match=r"198\.51\.100\.1"):
        end.connect(("198.51.100.1", 80))


def test_nothing_can_be_sent_without_a_connection_either():
    with socket.socket(type=socket.SOCK_DGRAM) as end, pytest.raises(AssertionError, match="198"):
        end.sendto(b"hello", ("198.51.100.1", 53))


def test_no_name_is_looked_up():
    with pytest.raises(AssertionError, match=r"example\.org"):
        socket.getaddrinfo("example.org", 443)


def test_this_machine_can_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as end:
        end.connect(server.getsockname())
        assert end.getpeername() == server.getsockname()
