"""ALL routes of the site: its table of contents."""

from django.urls import path

urlpatterns: list = []
