"""Who and where: units, officials, posts, calendars, procedures."""

from django.apps import AppConfig


class OfficesConfig(AppConfig):
    name = "congvu.offices"
