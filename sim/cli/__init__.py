"""The command line: parses, calls, prints.

Exit status: 0 done, 1 a run or check failed, 2 bad input. A user's mistake is one line a
problem on stderr, never a traceback.
"""

from __future__ import annotations

import sys

import typer

from sim.cli.cast_command import cast_command
from sim.cli.catalogue_commands import instruments_command, parameters_command, plans_command
from sim.cli.compare_command import compare_command
from sim.cli.endings_command import endings_command
from sim.cli.lab_command import lab_command
from sim.cli.register_command import register_command
from sim.cli.replay_command import replay_command
from sim.cli.report_command import report_command
from sim.cli.run_command import run_command
from sim.cli.scenario_commands import (
    check_command,
    new_command,
    scenarios_command,
    schema_command,
)
from sim.cli.sensitivity_command import sensitivity_command
from sim.cli.sweep_command import sweep_command
from sim.cli.timing_command import timing_command
from sim.errors import BadInput

app = typer.Typer(
    name="sim",
    help="How support for a health-service reconfiguration rises and falls,"
    " and what engaging early or late changes.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("compare", help="Compare engagement plans on the same people and the same luck.")(compare_command)
app.command("run", help="Run one plan once: what happened in which week.")(run_command)
app.command("sensitivity", help="Find out what an outcome, or the difference of two plans, hangs on.")(
    sensitivity_command
)
app.command("endings", help="Run programmes through gates: how they end, who votes how, how long it takes.")(
    endings_command
)
app.command("timing", help="Start a plan in different weeks: latest safe start, and where it turns.")(
    timing_command
)
app.command("sweep", help="Run a design of many points, in a folder that cannot be lost; resumes.")(
    sweep_command
)
app.command("replay", help="Compute one run of a sweep again, and check its bits.")(replay_command)
app.command("report", help="Make the report of a result folder again: of a comparison, or of a sweep.")(
    report_command
)
app.command("cast", help="Take each structure, body and circumstance out, and say what changes.")(
    cast_command
)
app.command("lab", help="Open a page on which engagement plans are dragged, and see what they do.")(
    lab_command
)
app.command("check", help="Check a scenario file; nothing runs.")(check_command)
app.command("new", help="Start a scenario file from a shipped one.")(new_command)
app.command("register", help="Start a register of people by name, to enter a real board or group.")(
    register_command
)
app.command("scenarios", help="List the shipped scenarios and their plans.")(scenarios_command)
app.command("plans", help="List the plan library: engagement plans that any scenario can name.")(
    plans_command
)
app.command("instruments", help="Print the catalogue of instruments: mode, reach, cost, messenger, source.")(
    instruments_command
)
app.command("schema", help="Print the JSON Schema of scenario files.")(schema_command)
app.command("parameters", help="Print every behaviour parameter: default, range, unit, grade, source.")(
    parameters_command
)


def main() -> None:
    """Entry point of the ``sim`` command."""
    try:
        app()
    except BadInput as refused:
        for line in refused.lines():
            print(line, file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:  # the reader of a pipe has seen enough
        sys.stderr.close()
        sys.exit(0)
    except RuntimeError as failure:
        print(f"sim: {failure}", file=sys.stderr)
        sys.exit(1)
