"""`python -m tests.proof.run NAME JSON`: a program against the place the environment names; prints its findings."""

import json
import sys
from importlib import import_module

import django
from django.conf import settings


def main() -> None:
    # No static files are gathered in a proof's folder.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    django.setup()
    program = import_module(f"tests.proof.programs.{sys.argv[1]}")
    print(json.dumps(program.main(**json.loads(sys.argv[2]))))


if __name__ == "__main__":
    main()
