"""The page of early warning, for a desk, a head, the leadership; and where an official wants to be reminded."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from congvu import clock
from congvu.dossiers.queries_register import waiting_long
from congvu.dossiers.warning import SHOWN, concerned, warned
from congvu.law import practice
from congvu.offices.contact_commands import set_email
from congvu.offices.forms import ReminderForm, status_of
from congvu.offices.kept_forms import reopens, typed_in
from congvu.offices.models import Official
from congvu.offices.once import answers_again, key_again, once_by
from congvu.offices.permissions import Right, posts_with
from congvu.offices.staff import official_of
from congvu.rules.errors import RuleBroken


@login_required
@require_http_methods(["GET", "POST"])
@reopens
@answers_again()
def warning(request: HttpRequest) -> HttpResponse:
    """What is late, becomes late today and on the next working day, with whom; a post sets the own address."""
    now, official = clock.now(), official_of(request)
    if not posts_with(official, Right.READ_DOSSIER, localdate(now)):
        raise RuleBroken("rights.missing", right=Right.READ_DOSSIER.value, unit=_("đơn vị có hồ sơ"))
    typed = typed_in(request)
    form = ReminderForm(typed, initial={"email": official.email})
    if answer := once_by(request, now, form, lambda: _set_email(official, form.cleaned_data["email"])):
        messages.success(request, _("Đã lưu nơi nhận nhắc việc."))
        return redirect(answer)
    rows, is_wide = concerned(official, localdate(now))
    groups = warned(rows, now)
    context = {
        "groups": groups, "is_wide": is_wide, "now": now, "form": form, "set_to": practice(),
        "filings": (filings := waiting_long(official, now)), "shown": SHOWN,
        "is_quiet": not filings and not any(group.count for group in groups),
        "may_receive": bool(posts_with(official, Right.ACCEPT_DOSSIER, localdate(now))),
        "key": key_again(typed, official),
    }  # fmt: skip
    return render(request, "dossiers/warning.html", context, status=status_of(form))


def _set_email(official: Official, email: str) -> str:
    set_email(actor=official, at=clock.now(), email=email)
    return reverse("dossiers:warning")
