"""One function per channel. Only the file channel exists: a place connects its message gateway with its own sender."""

import json
from pathlib import Path

from congvu.notices.models import Notice


def to_file(notice: Notice, folder: Path) -> None:
    """Append the message to today's file of the outbox folder, one JSON object a line."""
    folder.mkdir(parents=True, exist_ok=True)
    line = json.dumps({"id": notice.pk, "to": notice.to, "text": notice.text}, ensure_ascii=False)
    with (folder / f"{notice.queued_at:%Y-%m-%d}.jsonl").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
