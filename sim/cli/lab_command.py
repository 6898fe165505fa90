"""``sim lab``: the page on which engagement plans are tried."""

from __future__ import annotations

import socket
import sys
import webbrowser
from typing import Annotated

import typer

LOOPBACK = ("127.0.0.1", "localhost", "::1")
USUAL_PORT = 8765


def lab_command(
    scenario: Annotated[
        str | None, typer.Argument(help="File or name of a scenario; the built-in one if left out.")
    ] = None,
    port: Annotated[int, typer.Option(help="Where the page is; 0 for any that is free.")] = USUAL_PORT,
    host: Annotated[
        str, typer.Option(help="Address to listen on; any but your own machine's lets others in.")
    ] = LOOPBACK[0],
    show: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in a browser.")] = False,
) -> None:
    """Serve the lab until Ctrl-C."""
    from sim.errors import bad_input
    from sim.lab.server import serve
    from sim.scenario import load_scenario

    if not 0 <= port <= 65535:
        raise bad_input("sim lab", "--port", f"is {port}; expected 0 to 65535")
    loaded = load_scenario(scenario)
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.create_server((host, port), family=family)
    except OSError as refused:
        taken = f"{port} on {host} cannot be listened on: {refused.strerror}; name another, or 0 for any"
        raise bad_input("sim lab", "--port", taken) from None
    if host not in LOOPBACK:
        print(
            f"sim lab: listens on {host}: everybody who reaches this machine can use it. There is no login.",
            file=sys.stderr,
        )
    at = listening.getsockname()
    address = f"http://{f'[{at[0]}]' if ':' in at[0] else at[0]}:{at[1]}/"

    def listens() -> None:
        print(f"The lab of {loaded.title}: {address}  (Ctrl-C ends it)", flush=True)
        if show:
            webbrowser.open(address)

    serve(loaded, listening, listens)
