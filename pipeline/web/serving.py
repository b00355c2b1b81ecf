"""The door to uvicorn: an application behind an address of this machine."""

from __future__ import annotations

import errno
import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from pipeline.errors import ConfigError

#: connections at a time (a browser has up to six); beyond that they are sent away
CONNECTIONS: Final = 1000
#: seconds that answers in progress have to finish when the desk stops
PATIENCE: Final = 5


@dataclass(frozen=True)
class Place:
    """Where to listen, and the certificate and key (PEM files) to encrypt with, if any."""

    host: str = "127.0.0.1"
    port: int = 8000
    certificate: Path | None = None
    key: Path | None = None

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine reaches it."""
        try:
            return self.host == "localhost" or ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def listen(place: Place) -> socket.socket:
    """Return a socket that has the address of a place.

    Raises:
        ConfigError: the address is taken, may not be used, or is none of this machine.
    """
    if not 0 <= place.port <= 65535:  # the system would take the rest of a division
        raise _explained(place, OverflowError("there is no such port"))
    try:
        found = socket.getaddrinfo(
            place.host, place.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        family, address = found[0][0], found[0][4]
        return socket.create_server(address, family=family, backlog=256)
    except OSError as error:
        raise _explained(place, error) from error


def address_of(listening: socket.socket, place: Place) -> str:
    """Return the address to open in a browser."""
    name = listening.getsockname()
    host = f"[{name[0]}]" if listening.family is socket.AF_INET6 else name[0]
    return f"{'https' if place.certificate else 'http'}://{host}:{name[1]}/"


def serve(
    application: ASGIApp, listening: socket.socket, place: Place, ready: Callable[[], None]
) -> None:
    """Serve an application until the process is asked to stop (Ctrl-C, or SIGTERM).

    Args:
        application: what to serve.
        listening: the socket; it is closed at the end.
        place: the certificate, if there is one.
        ready: called when pages can be asked for.

    Raises:
        ConfigError: the certificate or the key cannot be used.
        KeyboardInterrupt: it was Ctrl-C; everything has been closed.
    """
    config = uvicorn.Config(
        application,
        # our own log is below pipeline.web: the server's would hold what was searched for
        log_config=None,
        access_log=False,
        server_header=False,
        # whatever a client says of its address is not believed
        proxy_headers=False,
        limit_concurrency=CONNECTIONS,
        timeout_graceful_shutdown=PATIENCE,
        ssl_certfile=place.certificate,
        ssl_keyfile=place.key,
        lifespan="on",
        ws="none",
    )
    try:
        config.load()
    except OSError as error:
        raise ConfigError(
            f"{place.certificate}: the certificate or its key cannot be used: {error}",
            hint="give both as PEM files: --certificate FILE --key FILE",
        ) from error
    with listening:
        _Server(config, ready).run(sockets=[listening])


class _Server(uvicorn.Server):
    """A server that tells when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        if self.started:
            self._ready()


def _explained(place: Place, error: Exception) -> ConfigError:
    where = f"{place.host}:{place.port}"
    code = getattr(error, "errno", None)
    if code == errno.EADDRINUSE:
        return ConfigError(
            f"{where}: the port is taken: another program listens there, perhaps another desk",
            hint="stop that one, or take another port: --port 8001 (0 takes a free one)",
        )
    if code == errno.EACCES:
        return ConfigError(
            f"{where}: you may not listen there",
            hint="ports below 1024 are for the system: take another, --port 8000 say",
        )
    return ConfigError(
        f"{where}: cannot listen there: {error}",
        hint="give an address of this machine (--host) and a port from 0 to 65535 (--port)",
    )
