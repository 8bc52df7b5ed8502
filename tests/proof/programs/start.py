"""Starts the worker on a database whose connection was set by somebody who did not know better."""

import io
from contextlib import redirect_stderr
from typing import Any

from django.db import connection

from congvu.cli import main as congvu


def main(options: dict[str, str]) -> dict[str, Any]:
    """The exit code of the command, and what it said."""
    connection.settings_dict["OPTIONS"] |= options
    said = io.StringIO()
    with redirect_stderr(said):
        code = congvu(["work", "--once"])
    return {"code": code, "said": said.getvalue()}
