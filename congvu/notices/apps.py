"""Messages that leave the house, from outbox rows only."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "congvu.notices"
