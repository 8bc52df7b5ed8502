"""The cast laid down as rows is the cast that the commands set up: tests that begin with it begin with the truth."""

from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from congvu.ledger.queries import check
from tests.laid_down import cast_in_place
from tests.people import gather

pytestmark = pytest.mark.django_db
OWN = {"password", "wrapped", "sealed", "leaf", "hash"}  # each time with salts and keys of their own


def rows() -> dict[str, list[dict[str, Any]]]:
    found = {}
    for model in apps.get_models():
        if model.__module__.startswith("congvu."):
            names = [one.attname for one in model._meta.concrete_fields]
            found[model.__name__] = [
                {name: getattr(row, name) for name in names if name not in OWN and not name.endswith("_id")}
                for row in model._base_manager.order_by("pk")
            ]
    return found


def without_keys(tables: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    return {table: [{k: v for k, v in row.items() if k != "id"} for row in some] for table, some in tables.items()}


@pytest.fixture
def by_commands(db: None) -> dict[str, list[dict[str, Any]]]:
    with transaction.atomic():
        gather()
        found = without_keys(rows())
        transaction.set_rollback(True)
    return found


def test_the_rows_laid_down_are_those_the_commands_write_and_prove_themselves(
    by_commands: dict[str, list[dict[str, Any]]],
) -> None:
    for _twice in ("set up by commands where it is the first", "laid down"):
        with transaction.atomic():
            cast = cast_in_place()
            assert without_keys(rows()) == by_commands and check().wrong == ""
            dossier = cast.at_desk()
            assert dossier.holder == cast.ha and check().wrong == ""
            transaction.set_rollback(True)
