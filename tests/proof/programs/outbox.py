"""Workers send by a gateway, are killed in the middle of it and replaced: nothing is lost, repetitions are told."""

import json
import os
import time
from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection

from congvu import clock
from congvu.cli.work import do_jobs, send_one
from congvu.notices import commands
from congvu.notices.models import Notice, NoticeState
from tests.notices.fake_servers import gateway
from tests.proof.writer import Writer, errors

# So short that what a killed worker held is soon tried again, and long beside the moment a sending takes.
LEASE = timedelta(seconds=4)


def working(pipe: int) -> None:
    """`congvu work` without its place: jobs and messages until killed."""
    while True:
        try:
            do_jobs()
            if not send_one():
                time.sleep(0.02)
        except OperationalError as failure:
            if "locked" not in str(failure):
                os.write(pipe, f"error {failure!r}\n".encode())
            connection.close()


def main(messages: int, kills: int, workers: int, seed: int) -> dict[str, Any]:
    """Send them all, killing a random worker now and then; the gateway takes a moment for each."""
    random, said = Random(seed), []
    with gateway() as fake:
        settings.SMS_URL, settings.SEND_SECONDS, fake.wait = fake.url, 5, 0.03
        commands.LEASE = LEASE if kills else commands.LEASE
        for n in range(messages):
            commands.queue(to="0912345678", text=f"Hồ sơ {n} đã có kết quả", at=clock.now())
        crew = [Writer(working).start() for _n in range(workers)]
        for _n in range(kills):
            time.sleep(random.uniform(0.05, 0.25))
            place = random.randrange(workers)
            said += crew[place].killed()
            crew[place] = Writer(working).start()
        until = time.monotonic() + 120
        while Notice.objects.filter(sent_at=None).exists() and time.monotonic() < until:
            time.sleep(0.1)
        for one in crew:
            said += one.killed()
        connection.close()
        taken = Counter(json.loads(body)["reference"] for body, _headers in fake.got)
    references = set(Notice.objects.values_list("reference", flat=True))
    states = Counter(str(one.state_at(clock.now())) for one in Notice.objects.all())
    return {
        "errors": errors(said), "states": dict(states), "lost": sorted(references - set(taken)),
        "foreign": sorted(set(taken) - references), "repeated": sum(taken.values()) - len(taken),
        "sent": states[NoticeState.SENT],
    }  # fmt: skip
