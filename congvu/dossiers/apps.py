"""Dossiers: reception, work, lookup, and the register taken over from other systems."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "congvu.dossiers"
