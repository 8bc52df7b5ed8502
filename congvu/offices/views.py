"""Sign in, sign out, and the page for a form that was open too long."""

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from congvu import clock
from congvu.offices.commands import forget_wrong_tries, note_wrong_try, refuse_while_waiting
from congvu.offices.context import navigation
from congvu.offices.forms import SignInForm
from congvu.offices.models import Official
from congvu.offices.network import network_key


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in (đăng nhập): each wrong password makes the next try wait, for the account and for the network."""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at, name = clock.now(), form.cleaned_data["login"].strip().lower()
        keys = [f"sign-in:{name}", f"sign-in:{network_key(request)}"]
        refuse_while_waiting(keys=keys, at=at)
        official = authenticate(request, username=name, password=form.cleaned_data["password"])
        if isinstance(official, Official) and official.posts_on(localdate(at)).exists():
            forget_wrong_tries(keys=keys[:1])
            login(request, official)
            return redirect(_next_page(request, official))
        note_wrong_try(keys=keys, at=at)
        form.add_error(None, _("Tên đăng nhập hoặc mật khẩu chưa đúng. Kiểm tra lại, hoặc nhờ quản trị đặt lại."))
    context = {"form": form, "next": request.POST.get("next", request.GET.get("next", ""))}
    return render(request, "offices/sign_in.html", context)


def _next_page(request: HttpRequest, official: Official) -> str:
    """The page asked for before signing in, if it is ours; else the first door of this person's posts."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return wanted
    request.user = official
    doors = navigation(request)
    return doors[0].url if doors else "/"


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out (đăng xuất) and ask the browser to forget the pages of this session."""
    logout(request)
    response = redirect("home")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form whose token is missing or old; what was typed is still in the browser's page."""
    return render(request, "403_csrf.html", status=403)
