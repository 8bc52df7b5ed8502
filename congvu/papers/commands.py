"""Issuing a paper: its data is fixed and hashed inside the command that needs it; rendering comes after."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from congvu.papers.models import Paper
from congvu.papers.render import TEMPLATES
from congvu.rules.ledger import canonical


def issue(*, form: str, subject: str, unit: str, actor_code: str, at: datetime, data: Mapping[str, object]) -> Paper:
    """Keep what a paper says (lập giấy tờ); the caller's ledger entry carries `data_hash`."""
    version = TEMPLATES[form].version
    text = canonical(dict(data))
    digest = hashlib.sha256(f"{form}\0{version}\0".encode() + text).hexdigest()
    return Paper.objects.create(
        form=form, subject=subject, unit=unit, data=text.decode(), template_version=version,
        data_hash=digest, issued_at=at, issued_by=actor_code,
    )  # fmt: skip
