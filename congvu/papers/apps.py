"""Papers: what is printed, kept as data with its hash, and rendered when somebody asks for it."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "congvu.papers"
