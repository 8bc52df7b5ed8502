"""Requests that are too large or for another host: the right status, words, and one line in the log."""

import io
import logging

import pytest
from django.conf import settings as site
from django.test import Client

from congvu.offices.refused_requests import OneLine
from congvu.rules.lookup_code import new

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What the site's own handler writes."""
    handler = next(one for one in logging.getLogger().handlers if any(isinstance(f, OneLine) for f in one.filters))
    assert isinstance(handler, logging.StreamHandler)
    paper = io.StringIO()
    monkeypatch.setattr(handler, "stream", paper)
    return paper


def test_a_request_over_the_limit_is_told_so_with_413_and_one_line(written: io.StringIO) -> None:
    answer = Client().post("/tra-cuu/", {"code": "x" * (site.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)},
                           content_type="application/x-www-form-urlencoded")  # fmt: skip
    assert answer.status_code == 413 and "quá lớn" in answer.content.decode()
    assert len(written.getvalue().splitlines()) == 1 and "Traceback" not in written.getvalue()


def test_a_form_over_the_limit_behind_the_check_of_forgery_too(written: io.StringIO) -> None:
    typed = {"login": "lan", "password": "x" * (site.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)}
    answer = Client(enforce_csrf_checks=True).post("/dang-nhap/", typed)
    assert answer.status_code == 413 and len(written.getvalue().splitlines()) == 1


def test_too_many_fields_are_too_much_too(written: io.StringIO) -> None:
    answer = Client().post("/tra-cuu/", {f"f{number}": "" for number in range(site.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)})
    assert answer.status_code == 413 and len(written.getvalue().splitlines()) == 1


@pytest.mark.parametrize("host", ["evil.example", "a b", "127.0.0.1:x"])
def test_another_host_is_refused_with_400_and_one_line(written: io.StringIO, host: str) -> None:
    answer = Client().get("/", headers={"host": host})
    assert answer.status_code == 400 and "địa chỉ" in answer.content.decode()
    assert len(written.getvalue().splitlines()) == 1 and "Traceback" not in written.getvalue()


def test_a_failure_of_a_page_still_shows_where_it_happened(
    written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("congvu.clock.now", broken)
    answer = Client(raise_request_exception=False).post("/tra-cuu/", {"code": new(lambda below: 4711)})
    assert answer.status_code == 500 and "Traceback" in written.getvalue()
