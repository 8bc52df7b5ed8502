"""Figures of units: counted from the dossiers, never stored."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "congvu.indicators"
