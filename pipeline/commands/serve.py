"""The command ``samsvar serve``: the desk in a browser."""

from __future__ import annotations

import argparse
import getpass
import sys
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.commands.arguments import add_memory_option, add_models_option
from pipeline.commands.options import add_names_option, who
from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from pipeline.web.desk import Desk
    from pipeline.web.gate import Access
    from pipeline.web.serving import Place

ROLES = ("reader", "steward", "admin")
PORT = 8000


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to those of the program."""
    serve = commands.add_parser(
        "serve",
        help="open the desk: translate, review and keep the register in a browser",
        description="Open the desk, a web page of this machine to translate, review names and keep"
        " the register. Prints its address; Ctrl-C stops it.",
    )
    serve.add_argument("--port", type=int, default=PORT, metavar="N",
                       help=f"the port (default: {PORT}; 0 takes a free one)")  # fmt: skip
    serve.add_argument("--host", default="127.0.0.1", metavar="ADDRESS",
                       help="the address to listen on (default: 127.0.0.1, which only this machine"
                       " reaches); another needs --passwords")  # fmt: skip
    serve.add_argument("--host-name", action="append", default=[], metavar="NAME",
                       help="a name by which others open the desk, as in their address bar; may be"
                       " given several times")  # fmt: skip
    serve.add_argument("--certificate", type=Path, metavar="FILE",
                       help="encrypt (https) with this certificate (PEM)")  # fmt: skip
    serve.add_argument("--key", type=Path, metavar="FILE",
                       help="the key of the certificate (PEM)")  # fmt: skip
    serve.add_argument("--passwords", type=Path, metavar="FILE",
                       help="who may sign in, with which role; add people with"
                       " --add-person")  # fmt: skip
    people = serve.add_mutually_exclusive_group()
    people.add_argument("--add-person", metavar="NAME",
                        help="add somebody to the password file, or give a new password, and do not"
                        " open the desk")  # fmt: skip
    people.add_argument("--remove-person", metavar="NAME",
                        help="take somebody out of the password file, and do not open the"
                        " desk")  # fmt: skip
    serve.add_argument("--role", choices=ROLES, default="steward",
                       help="what the added person may do: reader looks, and has own texts"
                       " translated; steward also edits, decides and keeps the register; admin also"
                       " deletes what others brought (default: steward)")  # fmt: skip
    serve.add_argument("--folder", type=Path, metavar="DIR",
                       help="where the desk keeps jobs and its queue (default: $SAMSVAR_DESK, or"
                       " samsvar/desk in the user's data folder)")  # fmt: skip
    serve.add_argument("--batch", type=Path, action="append", default=[], metavar="DIR",
                       help="a folder of samsvar batch whose flags are reviewed here; may be given"
                       " several times")  # fmt: skip
    serve.add_argument("--glossary", type=Path, metavar="FILE",
                       help="the glossary of the desk (default: $SAMSVAR_GLOSSARY, or"
                       " samsvar/glossary.db in the user's data folder)")  # fmt: skip
    add_names_option(serve)
    add_memory_option(serve)
    add_models_option(serve)
    serve.add_argument("--log", action="store_true",
                       help="show a line for each request: kind of page, status, time; no texts and"
                       " no names")  # fmt: skip
    serve.set_defaults(command=_serve)


def _serve(arguments: argparse.Namespace) -> int:
    if arguments.add_person or arguments.remove_person:
        return _change_people(arguments)
    return _open(arguments)


# -- people -----------------------------------------------------------------------------------


def _change_people(arguments: argparse.Namespace) -> int:
    from pipeline.web.passwords import put_person, remove_person
    from pipeline.web.security import Role

    if not arguments.passwords:
        raise ConfigError("which password file is meant?", hint="say it with --passwords FILE")
    if arguments.remove_person:
        remove_person(arguments.passwords, arguments.remove_person)
        print(f"removed: {arguments.remove_person}")
        return 0
    role = Role[arguments.role.upper()]
    action = put_person(arguments.passwords, arguments.add_person, role, _new_password())
    print(f"{action}: {arguments.add_person} ({arguments.role})")
    return 0


def _new_password() -> str:
    """Ask for a password twice; one that is not typed is a line of the input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("new password: ")
    if getpass.getpass("once more: ") != first:
        raise ConfigError("the two passwords differ", hint="try again")
    return first


# -- the desk ---------------------------------------------------------------------------------


def _open(arguments: argparse.Namespace) -> int:
    from pipeline.desk.locking import only_desk
    from pipeline.web.app import create_app
    from pipeline.web.pages import made_ready
    from pipeline.web.running import looking_after
    from pipeline.web.serving import address_of, listen, serve
    from pipeline.web.translating_work import working

    place, desk = _place(arguments), _desk(arguments)
    with only_desk(desk.folder, who(None)) as note, closing(listen(place)) as listening:
        _renew_queue(desk)
        application = create_app(
            desk, _access(arguments, place), (made_ready, working, looking_after)
        )
        _start_log(everything=arguments.log)
        address = address_of(listening, place)
        note(address)
        with suppress(KeyboardInterrupt):
            serve(application, listening, place, lambda: _tell(address, place))
    print("the desk is closed; jobs that were not finished go on when it is opened again")
    return 0


def _renew_queue(desk: Desk) -> None:
    from pipeline.desk.jobs import Jobs
    from pipeline.desk.renewing import renewed

    count = renewed(desk.queue, Jobs(desk.jobs), desk.names)
    if count is not None:
        print(f"the queue of flags was made anew, with those of {count} jobs", flush=True)


def _place(arguments: argparse.Namespace) -> Place:
    from pipeline.web.serving import Place

    if bool(arguments.certificate) != bool(arguments.key):
        raise ConfigError("a certificate needs its key", hint="give both --certificate and --key")
    place = Place(arguments.host, arguments.port, arguments.certificate, arguments.key)
    if not place.is_loopback and not arguments.passwords:
        raise ConfigError(
            f"--host {arguments.host}: others reach this address, so people must sign in",
            hint="give a password file, --passwords FILE; make it with --add-person NAME",
        )
    return place


def _access(arguments: argparse.Namespace, place: Place) -> Access:
    import socket

    from pipeline.web.gate import Access
    from pipeline.web.security import LOOPBACK

    names = {name.lower() for name in arguments.host_name}
    if not place.is_loopback:
        names |= {socket.gethostname().lower(), place.host.lower()}
    return Access(
        owner=who(None),
        passwords=arguments.passwords,
        hosts=LOOPBACK | names,
        open_to_network=not place.is_loopback,
    )


def _desk(arguments: argparse.Namespace) -> Desk:
    from pipeline.assets import models_dir
    from pipeline.authority.register import names_file
    from pipeline.database import user_file
    from pipeline.translation.glossary_store import glossary_path
    from pipeline.translation.memory import default_path
    from pipeline.web.desk import Desk

    return Desk(
        folder=arguments.folder or user_file("SAMSVAR_DESK", "desk"),
        names=names_file(arguments.names),
        memory=arguments.memory or default_path(),
        glossary=arguments.glossary or glossary_path(),
        models=arguments.models or models_dir(),
        batches=tuple(arguments.batch),
    )


def _start_log(*, everything: bool) -> None:
    import logging

    log = logging.getLogger("pipeline")
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%d %H:%M:%S"))
    log.addHandler(handler)
    log.setLevel(logging.INFO if everything else logging.WARNING)


def _tell(address: str, place: Place) -> None:
    print(f"the desk is open: {address}", flush=True)
    if not place.is_loopback and not place.certificate:
        print("samsvar: passwords and texts travel unencrypted; give --certificate and --key, or"
              " put a proxy that encrypts in front", file=sys.stderr, flush=True)  # fmt: skip
    print("Ctrl-C closes it", flush=True)
