"""Profiles of hypothesis, and the promise that nothing touches the network."""

from __future__ import annotations

import ipaddress
import os
import socket

import pytest
from hypothesis import settings

settings.register_profile("dev", max_examples=50, deadline=None)
settings.register_profile("ci", max_examples=300, derandomize=True, deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.fixture(scope="session", autouse=True)
def _no_files_of_the_user(tmp_path_factory):
    """Keep the register, the memory and the glossary of whoever runs the tests out of them."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("data")
        patch.setenv("XDG_DATA_HOME", str(folder))
        for name in ("SAMSVAR_NAMES", "SAMSVAR_MEMORY", "SAMSVAR_GLOSSARY"):
            patch.delenv(name, raising=False)
        yield


class NetworkTouchedError(AssertionError):
    """A test reached for something outside this machine."""


def is_loopback(host: object) -> bool:
    """Return whether a host is this machine; ``None`` and "" are, for a socket that listens."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(name)).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def _no_network():
    """Let sockets through to loopback only, for fixtures of modules and of the session too."""

    def guard(call, host_of):
        def guarded(*arguments, **options):
            host = host_of(arguments)
            if not is_loopback(host):
                message = f"a test reached for {host!r}: the pipeline works offline"
                raise NetworkTouchedError(message)
            return call(*arguments, **options)

        return guarded

    def peer(arguments):
        address = arguments[-1]
        return address[0] if isinstance(address, tuple) else None  # a path: a Unix socket

    with pytest.MonkeyPatch.context() as patch:
        for method in ("connect", "connect_ex", "sendto"):
            call = getattr(socket.socket, method)
            patch.setattr(socket.socket, method, guard(call, peer))
        lookup = guard(socket.getaddrinfo, lambda arguments: arguments[0] if arguments else None)
        patch.setattr(socket, "getaddrinfo", lookup)
        yield
