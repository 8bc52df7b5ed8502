"""Sign in, sign out, and the answers to a form whose session or page had ended: what was typed is kept."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from congvu import clock
from congvu.offices import known_browser
from congvu.offices.context import navigation
from congvu.offices.forms import SignInForm
from congvu.offices.kept_forms import FIELD, put_back, seal
from congvu.offices.miss_commands import (
    Miss,
    forget_wrong_tries,
    note_miss,
    note_wrong_try,
    refuse_after_misses,
    refuse_while_waiting,
)
from congvu.offices.models import Official
from congvu.offices.network import network_key
from congvu.rules.errors import RuleBroken
from congvu.sentences import sentence


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in (đăng nhập): each wrong password slows the next try, for the account and for the network."""
    form = SignInForm(request.POST or None)
    wait = 0
    if request.method == "POST" and form.is_valid():
        try:
            official = _recognised(request, form)
        except RuleBroken as refusal:
            wait = int(str(refusal.facts["seconds"]))
            form.add_error(None, sentence(refusal, _))
        else:
            if official is not None:
                entered = redirect(_enter(request, official))
                known_browser.remember(request, entered, official)
                return entered
            form.add_error(None, _("Tên đăng nhập hoặc mật khẩu chưa đúng. Kiểm tra lại, hoặc nhờ quản trị đặt lại."))
    response = _page(request, form, kept=request.POST.get(FIELD, ""), status=429 if wait else 200)
    if wait:
        response["Retry-After"] = str(wait)
    return response


def _recognised(request: HttpRequest, form: SignInForm) -> Official | None:
    """The official whose password this is; a browser they used before waits for its own wrong tries alone.

    Raises: RuleBroken `guessing.wait`.
    """
    at, name = clock.now(), form.cleaned_data["login"].strip().lower()
    known = known_browser.guessing_key(request, name)
    account, network = known or f"sign-in:{name}", f"sign-in:{network_key(request)}"
    refuse_while_waiting(key=account, at=at)
    if not known:
        refuse_after_misses(miss=Miss.SIGN_IN, key=network, at=at)
    official = authenticate(request, username=name, password=form.cleaned_data["password"])
    if isinstance(official, Official) and official.posts_on(localdate(at)).exists():
        forget_wrong_tries(key=account)
        return official
    note_wrong_try(key=account, at=at)
    if not known:
        note_miss(miss=Miss.SIGN_IN, key=network, at=at)
    return None


def _enter(request: HttpRequest, official: Official) -> str:
    """Begin the session, which ends after its hours whatever happens in it; gives the page to go to."""
    login(request, official)
    request.session.set_expiry(timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE))
    if sealed := request.POST.get(FIELD, ""):
        if kept := put_back(request, official, sealed, clock.now()):
            return kept
        messages.info(request, _("Nội dung nhập dở không mở lại được: đã quá lâu, hoặc của người khác."))
        return _first_door(request, official)
    return _next_page(request, official)


def _page(request: HttpRequest, form: SignInForm, *, kept: str = "", said: str = "", status: int = 200) -> HttpResponse:
    asked = request.POST.get("next", request.GET.get("next", ""))
    context = {"form": form, "next": asked, "kept": kept, "kept_field": FIELD, "said": said}
    return render(request, "offices/sign_in.html", context, status=status)


@never_cache
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """The answer to a form sent without a session: the sign-in page, which carries what was typed, sealed."""
    kept = seal(request, clock.now())
    said = _("Phiên làm việc đã hết. Đăng nhập lại để tiếp tục; nội dung đã được giữ.")
    if not kept:
        said = _("Phiên làm việc đã hết. Đăng nhập lại rồi nhập lại nội dung.")
    return _page(request, SignInForm(), kept=kept, said=said, status=403)


def _next_page(request: HttpRequest, official: Official) -> str:
    """The page asked for before signing in, if it is ours; else the first door of this person's posts."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return wanted
    return _first_door(request, official)


def _first_door(request: HttpRequest, official: Official) -> str:
    request.user = official
    rooms = navigation(request).rooms
    return rooms[0].url if rooms else "/"


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out (đăng xuất) and ask the browser to forget the pages of this session."""
    logout(request)
    response = redirect("home")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@never_cache
def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form whose token is missing or old: nothing was done, what was typed opens again by a link.

    A page of another site can send no form with a key of the person who is signed in, so it is offered nothing.
    """
    if request.path == resolve_url(settings.LOGIN_URL):
        form = SignInForm(initial={"login": request.POST.get("login", "")[:60]})
        said = _("Trang đã mở quá lâu. Nhập lại mật khẩu.")
        return _page(request, form, kept=request.POST.get(FIELD, ""), said=said, status=403)
    if not isinstance(request.user, Official):
        kept = seal(request, clock.now())
        return sign_in_again(request) if kept else render(request, "403_csrf.html", status=403)
    kept = put_back(request, request.user, seal(request, clock.now()), clock.now())
    return render(request, "403_csrf.html", {"kept": kept}, status=403)
