"""Makes the place: tables, the ledger's key, the cast."""

from django.conf import settings
from django.core.management import call_command

from congvu.ledger.keys import create_master_key
from tests.people import gather


def main() -> dict[str, object]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    create_master_key(settings.LEDGER_KEY_FILE)
    call_command("migrate", verbosity=0)
    gather()
    return {}
