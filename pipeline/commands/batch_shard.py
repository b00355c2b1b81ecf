"""The command ``samsvar shard``: one shard of a batch, for the jobs of a cluster."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from pipeline.commands.batch_looks import counted
from pipeline.errors import ConfigError, PipelineError


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``shard`` to those of the program."""
    shard = commands.add_parser(
        "shard",
        help="work through one shard of a batch, for the jobs of a cluster",
        description="Work through one shard of a batch that was planned (samsvar batch"
        " --plan-only). Many may run at once, on any machine that sees the folder.",
    )
    shard.add_argument("--plan", type=Path, required=True, metavar="DIR",
                       help="the folder of the batch")  # fmt: skip
    shard.add_argument("--number", type=int, required=True, metavar="K",
                       help="the number of the shard, from 0")  # fmt: skip
    shard.add_argument("--most-failed", type=float, default=0.2, metavar="SHARE",
                       help="as for `samsvar batch` (default: 0.2)")  # fmt: skip
    shard.set_defaults(command=_shard)


def _shard(arguments: argparse.Namespace) -> int:
    from pipeline.batch.folder import current_run
    from pipeline.batch.locking import working_in
    from pipeline.batch.plan import read_plan
    from pipeline.batch.shard import Work, Worker

    folder, number = arguments.plan.resolve(), arguments.number
    run = current_run(folder)
    shards = read_plan(run).shards
    if not 0 <= number < shards:
        raise ConfigError(f"there is no shard {number}", hint=f"choose from 0 to {shards - 1}")
    if run.shard(number).exists():
        print(f"shard {number} is done already")
        return 0
    work = Work(folder, run.number, most_failed=arguments.most_failed, shares_cache=False)
    with working_in(folder, alone=False), Worker(work) as worker:
        done = worker.run(number)
    if done.stopped:
        raise PipelineError(
            f"shard {number} is not done: {done.stopped}",
            hint=f"see what failed: samsvar batch failures {shlex.quote(str(arguments.plan))}",
        )
    print(f"shard {number}: {counted(done.counts)}")
    return 0
