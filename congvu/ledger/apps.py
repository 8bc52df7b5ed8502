"""The ledger: its guard is put up after every migrate, because SQLite forgets triggers when a table is rebuilt."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    name = "congvu.ledger"

    def ready(self) -> None:
        from congvu.ledger.guard import install

        post_migrate.connect(install, sender=self)
