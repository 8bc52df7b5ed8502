"""`congvu work`: the one process beside the server. What it does is registered here: jobs by time, queues by piece."""

import argparse
import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta

from congvu.cli.place import open_made
from congvu.cli.serving import end_with
from congvu.rules.errors import RuleBroken
from congvu.sentences import sentence

Job = Callable[..., None]
Piece = Callable[[], bool]


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    work = commands.add_parser("work", help="làm việc định kỳ và gửi những gì đang chờ trong hộp thư đi")
    work.add_argument("--once", action="store_true", help="làm và gửi hết rồi dừng")
    work.add_argument("--parent", type=int, help=argparse.SUPPRESS)
    work.set_defaults(run=run_work)


def jobs() -> tuple[tuple[str, timedelta, Job], ...]:
    """What is done again and again: its name, how often, and the command. A new one is one line here."""
    from congvu.dossiers.commands.absence_course import keep_absences
    from congvu.dossiers.commands.reminders import remind_of_due

    return (
        ("absences", timedelta(seconds=30), keep_absences),
        ("reminders", timedelta(minutes=5), remind_of_due),
    )


def queues() -> tuple[Piece, ...]:
    """What waits in a line, the first before the next: each does one piece, or says there is none. One line each."""
    return send_one, go_on_with_registers


def run_work(args: argparse.Namespace) -> int:
    """Work until asked to stop; a job or message under way is finished first."""
    open_made()
    from django.db import close_old_connections

    from congvu.dossiers import register_work
    from congvu.ledger.durability import refuse_unsafe_database

    refuse_unsafe_database()
    stop = False

    def ask_to_stop(*_: object) -> None:
        nonlocal stop
        stop = True

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    if args.parent:
        end_with(args.parent)
    while not stop:
        do_jobs()
        if any(piece() for piece in queues()):
            continue
        if args.once and not register_work.is_settling():
            return 0
        close_old_connections()
        time.sleep(2)
    return 0


def do_jobs() -> None:
    """Every job whose time has come, each leased; what a rule refuses is told and tried again next time."""
    from congvu import clock
    from congvu.ledger.queries import refuse_a_clock_behind
    from congvu.offices.commands import CLOCKWORK
    from congvu.offices.job_commands import claim_job, finish_job
    from congvu.offices.models import Official

    actor = Official.objects.filter(login=CLOCKWORK).first()
    for name, every, job in jobs() if actor else ():
        at = clock.now()
        if not claim_job(name=name, every=every, at=at):
            continue
        try:
            refuse_a_clock_behind(at)
            job(actor=actor, at=at)
        except RuleBroken as refusal:
            print(sentence(refusal), file=sys.stderr, flush=True)
        finish_job(name=name, next_at=at + every)


def send_one() -> bool:
    """Send one message of the outbox; one that cannot leave is kept with the reason. False where none may go now."""
    from congvu import clock
    from congvu.notices import commands, senders

    notice = commands.claim(at=clock.now())
    if notice is None:
        return False
    try:
        via = senders.send(notice)
    except senders.NotSent as failure:
        commands.mark_failed(notice=notice, failure=failure.reason, at=clock.now(), is_final=failure.is_final)
    else:
        commands.mark_sent(notice_id=notice.pk, via=via, at=clock.now())
    return True


def go_on_with_registers() -> bool:
    """One file of a register: uploaded, or in the watched folder."""
    from congvu import clock
    from congvu.dossiers import register_work

    return register_work.work(clock.now())
