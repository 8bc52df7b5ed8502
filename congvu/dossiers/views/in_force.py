"""Which version of a procedure the reception page shows: that in force when the clock of the law began."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import QueryDict
from django.utils.timezone import get_current_timezone, localdate

from congvu.dossiers.forms import IntakeForm
from congvu.offices.forms import told
from congvu.offices.models import Procedure, ProcedureVersion
from congvu.rules.errors import RuleBroken

SHOWN = "ban-da-xem"


def begin_of(typed: QueryDict | None, at: datetime) -> datetime:
    """The instant of an earlier receipt as far as it was typed and has passed; else now."""
    if typed is None:
        return at
    fields = IntakeForm.base_fields
    try:
        day, hour = (fields[name].clean(typed.get(name, "")) for name in ("declared_day", "declared_clock"))
    except ValidationError:
        return at
    return min(datetime.combine(day, hour, get_current_timezone()), at) if day and hour else at


def offered(procedure: Procedure, typed: QueryDict | None, at: datetime) -> tuple[ProcedureVersion | None, datetime]:
    """The version to be shown, and since when it counts; a declared day before any version is not heard here."""
    begins = begin_of(typed, at)
    version = procedure.version_on(localdate(begins))
    return (version, begins) if version else (procedure.version_on(localdate(at)), at)


def is_seen(typed: QueryDict | None, version: ProcedureVersion, form: Form) -> bool:
    """Were papers, fee and date of this version shown? If of another, the form says so and is looked at once more."""
    if typed is None or typed.get(SHOWN) in {None, str(version.pk)}:
        return True
    form.add_error(None, told(RuleBroken("declared.other_version", from_on=version.valid_from)))
    return False
