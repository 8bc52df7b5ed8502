"""Settings of the site, all on one page: values come from the environment and nonsense is refused.

`CONGVU_DATA` names the folder of the embedded database, files and keys; docs/settings.md lists every name.
"""

import os
import secrets
import sys
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from congvu.notices.channels import BadChannel, gateway, headers, mail_server

# Whatever process works for a place: the database, keys and papers it makes are for its own account alone.
os.umask(0o077)
PROJECT = Path(__file__).resolve().parent.parent
TESTING = "pytest" in sys.modules


def env_flag(name: str, *, default: bool) -> bool:
    """A yes-or-no value; anything but 0 and 1 is refused rather than guessed."""
    value = os.environ.get(name, "1" if default else "0")
    if value not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name} phải là 0 hoặc 1, không phải “{value}”.")
    return value == "1"


def env_whole(name: str, *, default: int) -> int:
    """A whole number."""
    value = os.environ.get(name, str(default))
    if not value.lstrip("-").isdigit():
        raise ImproperlyConfigured(f"{name} phải là số nguyên, không phải “{value}”.")
    return int(value)


def kept_secret(path: Path) -> str:
    """The site's secret key, made once and kept beside the database, readable by its owner alone."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text().strip()


DATA = Path(os.environ.get("CONGVU_DATA", PROJECT / "var")).resolve()
KEYS = Path(os.environ.get("CONGVU_KEYS", DATA / "keys")).resolve()
LEDGER_KEY_FILE = KEYS / "ledger.key"
PAPERS_DIR = DATA / "papers"
SCANS_DIR = DATA / "scans"
# Files of other systems' registers: what a person uploads until it is accepted, and the folder that is watched.
UPLOADS_DIR = DATA / "so-tai-len"
INBOX_DIR = Path(os.environ.get("CONGVU_INBOX", DATA / "so-vao")).resolve()
INBOX_QUIET_SECONDS = env_whole("CONGVU_INBOX_QUIET_SECONDS", default=10)
SECRET_KEY = "only-for-tests" * 4 if TESTING else kept_secret(KEYS / "site.key")

DEMO = env_flag("CONGVU_DEMO", default=False)
CLOCK_OFFSET_SECONDS = env_whole("CONGVU_CLOCK_OFFSET_SECONDS", default=0)
if CLOCK_OFFSET_SECONDS and not DEMO:
    raise ImproperlyConfigured("Chỉ bản trình diễn (CONGVU_DEMO=1) mới được lệch đồng hồ: giờ chính thức là giờ thật.")

# Plain HTTP is for loopback only; a real place stands behind TLS.
HTTPS = env_flag("CONGVU_HTTPS", default=not DEMO)
HOSTS = os.environ.get("CONGVU_HOSTS", "localhost,127.0.0.1,[::1]")
ALLOWED_HOSTS = [host for host in HOSTS.split(",") if host]
PUBLIC_ADDRESS = os.environ.get("CONGVU_PUBLIC_ADDRESS", "http://127.0.0.1:8000")

# -- the way out: docs/settings.md tells each; what is not connected goes to files in CONGVU_DATA/outbox
SEND_SECONDS = env_whole("CONGVU_SEND_SECONDS", default=10)
MAIL_FROM = os.environ.get("CONGVU_MAIL_FROM", "")
SMS_URL = os.environ.get("CONGVU_SMS_URL", "")
SMS_BODY = os.environ.get("CONGVU_SMS_BODY", '{"to":"{to}","text":"{text}","reference":"{reference}"}')
SMS_CONTENT_TYPE = os.environ.get("CONGVU_SMS_CONTENT_TYPE", "application/json")
SMS_TAKEN = os.environ.get("CONGVU_SMS_TAKEN", "")
SMS_RECEIPT_TOKEN = os.environ.get("CONGVU_SMS_RECEIPT_TOKEN", "")
try:
    SMTP = mail_server(os.environ.get("CONGVU_SMTP", ""))
    SMS_HEADERS = headers(os.environ.get("CONGVU_SMS_HEADERS", ""))
    gateway(SMS_URL, SMS_BODY, SMS_TAKEN)
except BadChannel as refusal:
    raise ImproperlyConfigured(str(refusal)) from None
if SMTP is not None and "@" not in MAIL_FROM:
    raise ImproperlyConfigured("CONGVU_MAIL_FROM phải là địa chỉ thư, ví dụ motcua@vidu.gov.vn.")
if not 1 <= SEND_SECONDS <= 10:
    raise ImproperlyConfigured("CONGVU_SEND_SECONDS phải từ 1 đến 10 giây.")

DEBUG = False
ROOT_URLCONF = "congvu.urls"
WSGI_APPLICATION = "congvu.wsgi.application"
AUTH_USER_MODEL = "offices.Official"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "congvu.ledger",
    "congvu.offices",
    "congvu.notices",
    "congvu.papers",
    "congvu.dossiers",
    "congvu.indicators",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "congvu.offices.middleware.heads",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "congvu.offices.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "congvu.offices.middleware.sessions",
    "congvu.offices.middleware.refusals",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT / "congvu" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "congvu.offices.context.place",
            ],
        },
    },
]

# -- database -------------------------------------------------------------------------------------------------
SQLITE = f"sqlite:///{DATA / 'congvu.sqlite3'}"
DATABASES = {"default": dj_database_url.parse(os.environ.get("CONGVU_DATABASE", SQLITE), conn_max_age=60)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "congvu.ledger.embedded"  # SQLite, its writers in line
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}
    # FULL, not NORMAL: a commit that was acknowledged must survive a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 60,  # a register of some thousand dossiers is taken over in one transaction; counters wait for it
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;",
    }

# -- people ---------------------------------------------------------------------------------------------------
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign_in"
# Nine hours from signing in, a working day, whatever happens in between; and sooner where nobody does anything.
SESSION_COOKIE_AGE = 9 * 3600
SESSION_IDLE_SECONDS = env_whole("CONGVU_IDLE_MINUTES", default=30) * 60
if SESSION_IDLE_SECONDS <= 0:
    raise ImproperlyConfigured("CONGVU_IDLE_MINUTES phải từ 1 phút trở lên.")
SESSION_COOKIE_NAME = "__Host-phien" if HTTPS else "phien"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
LANGUAGE_COOKIE_NAME = "ngon-ngu"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "congvu.offices.views.too_old"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []

# -- the browser's rules --------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = HTTPS and not TESTING
BEHIND_PROXY = env_flag("CONGVU_BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = 366 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
# Not "no-referrer": browsers then send the origin "null" with forms, and every post would look forged.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# A file that is too large, or one too many, is let go while it comes: it is never stored (offices/uploads.py).
FILE_UPLOAD_HANDLERS = [
    "congvu.offices.uploads.Limits",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# -- words and time -------------------------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [PROJECT / "congvu" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [PROJECT / "congvu" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}

# Paths of lookup pages are secrets: only warnings and worse are written, and request paths never.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"one_line": {"()": "congvu.offices.refused_requests.OneLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["one_line"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.request": {"level": "CRITICAL"}, "django.security": {"level": "ERROR"}},
}
