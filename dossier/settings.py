"""Django settings; everything that differs between machines comes from the environment (see the README)."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from dossier import environment
from dossier.text.languages import LANGUAGES as INTERFACE_LANGUAGES

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = environment.is_on("DEBUG")
SITE_URL = environment.origin("SITE_URL")
# Used by gunicorn.
PORT = environment.number("PORT", 8000, most=65_535)
WEB_CONCURRENCY = environment.number("WEB_CONCURRENCY", 2, most=1000)
ALLOWED_HOSTS = environment.hosts("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
# Where readers report errors: a page with a form, or an e-mail address; the pages say so if neither is set.
REPORT_URL = environment.page("REPORT_URL")
CONTACT_EMAIL = environment.mailbox("CONTACT_EMAIL")

DATABASES: dict[str, dict[str, Any]]
if database_url := environment.service("DATABASE_URL", "postgresql://NAME:PASSWORD@HOST/DATABASE", "postgres"):
    DATABASES = {"default": {**dj_database_url.parse(database_url, conn_max_age=60, conn_health_checks=True)}}
    # Several nodes must share one key, so none is generated.
    SECRET_KEY = os.environ.get("SECRET_KEY", "")
    if not SECRET_KEY:
        raise ImproperlyConfigured("SECRET_KEY: Expected a secret of the site’s own, because DATABASE_URL is set.")
else:
    DATABASES = {
        "default": {
            "ENGINE": "dossier.postgres",
            "NAME": "dossier",
            "FOLDER": BASE_DIR / ".postgres",
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    }
    SECRET_KEY = os.environ.get("SECRET_KEY") or environment.kept_secret(BASE_DIR / ".secret-key")
SECRET_KEY_FALLBACKS = environment.words("SECRET_KEY_FALLBACKS")
DATABASES["default"]["ATOMIC_REQUESTS"] = True

if redis_url := environment.service("REDIS_URL", "redis://127.0.0.1:6379/0", "rediss", "unix"):
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": redis_url,
            # Pages must not wait long if it is unavailable.
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
        }
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# One line per event on stderr, for the service manager to collect.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "dossier.errors.OfRequest"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} [{request_id}] {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "filters": ["request"], "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        # A 404 is not an error on our side.
        "django.request": {"level": "ERROR"},
    },
}

INSTALLED_APPS = [
    # Before the admin, so that translated fields reach it.
    "modeltranslation",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "simple_history",
    "csp",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "dossier.editing",
    "dossier.accounts",
    "sources",
    "treaties",
    "dossier.publication",
    "dossier.public",
    "dossier.desk",
]
MIDDLEWARE = [
    "dossier.errors.name_requests",
    "dossier.editing.requests.send_no_body_to_head",
    "django.middleware.security.SecurityMiddleware",
    "dossier.editing.requests.refuse_nul",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "dossier.public.addresses.lead_to_our_languages",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "dossier.accounts.sessions.keep_to_limits",
    "dossier.editing.history.recording.record_requests",
    "django.contrib.messages.middleware.MessageMiddleware",
    "dossier.editing.forms.kept_texts.keep_texts",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Last, so that a refused login gets its response whatever is above.
    "axes.middleware.AxesMiddleware",
]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
# After five wrong passwords for one name from one address, that pair is locked out; others are not affected.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
# Attempts during the lockout do not extend it.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "dossier.accounts.login.address_of"
# Every failure is kept; the library would drop those past a thousand for a name.
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_ACCESS_FAILURE_LOG_PER_USER_LIMIT = 1_000_000_000
AXES_SENSITIVE_PARAMETERS = ["username", "password", "code", "credential", "email"]
# Addresses or networks of proxies whose headers about the client's address and HTTPS are trusted.
TRUSTED_PROXIES = environment.networks("TRUSTED_PROXIES", "127.0.0.1,::1")

# The second factor is allauth's, without its public pages and its throttling in the cache.
ACCOUNT_ADAPTER = "dossier.accounts.second_factor.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {"reauthenticate": "dossier.accounts.second_factor.PasswordAgainForm"}
ACCOUNT_RATE_LIMITS = False
MFA_ADAPTER = "dossier.accounts.second_factor.MFAAdapter"
MFA_FORMS = {
    "activate_totp": "dossier.accounts.second_factor.FirstCodeForm",
    "authenticate": "dossier.accounts.second_factor.CodeForm",
    "authenticate_webauthn": "dossier.accounts.second_factor.PasskeyForm",
    "add_webauthn": "dossier.accounts.second_factor.NewPasskeyForm",
}
MFA_RATE_LIMITS = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
# A phone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
LOGIN_URL = "/admin/login/"
LOGIN_REDIRECT_URL = "/admin/"

# Sessions end after a time without requests, and after a maximum time in all.
SESSION_COOKIE_AGE = environment.number("SESSION_IDLE_MINUTES", 240) * 60
SESSION_LONGEST = timedelta(hours=environment.number("SESSION_HOURS", 72))
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True

# Mail is only used for password resets.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = environment.number("EMAIL_PORT", 587, most=65_535)
EMAIL_HOST_USER = os.environ.get("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_PASSWORD", "")
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = EMAIL_PORT not in {25, 465}
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.mailbox("EMAIL_FROM") or CONTACT_EMAIL or "webmaster@localhost"
if EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
elif DEBUG:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
else:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
PASSWORD_RESET_TIMEOUT = 3600
ROOT_URLCONF = "dossier.urls"
WSGI_APPLICATION = "dossier.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOADERS = ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            # With DEBUG, changed templates are reloaded; Django would cache them.
            "loaders": LOADERS if DEBUG else [("django.template.loaders.cached.Loader", LOADERS)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dossier.accounts.urls.desk",
            ],
        },
    }
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Editions state the UTC day, and nothing of an editor's own time zone.
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = list(INTERFACE_LANGUAGES.items())
# The digits of Arabic, by their names in CLDR: 2024 or ٢٠٢٤. Both are in use, in different countries.
ARABIC_DIGITS = environment.choice("ARABIC_DIGITS", "latn", "arab")
# The cookie applies only to the desk: readers have the language in the address.
LANGUAGE_COOKIE_PATH = "/admin/"
LOCALE_PATHS = [BASE_DIR / "dossier" / "locale"]
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_LANGUAGES = tuple(INTERFACE_LANGUAGES)
# The desk shows only what is there; the readers' pages fall back, and say so.
MODELTRANSLATION_ENABLE_FALLBACKS = False

# The database writes history (dossier.editing.history.recording); the library's own signals stay silent.
SIMPLE_HISTORY_ENABLED = False
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / ".static"
STATICFILES_DIRS = [BASE_DIR / "dossier" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "dossier.static_files.HashedStorage"},
}
WHITENOISE_USE_FINDERS = True

MEDIA_ROOT = BASE_DIR / (os.environ.get("MEDIA_ROOT") or "media")
CAPTURE_MEGABYTES = environment.number("CAPTURE_MEGABYTES", 20)
FILE_UPLOAD_HANDLERS = [
    "sources.quotations.uploads.NoLongerThanACapture",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o600

# How much readers see of a quotation, in words, or in characters of Chinese or Thai: of a source that may only be
# quoted briefly, and of one whose rights are not known.
QUOTATION_WORDS = environment.number("QUOTATION_WORDS", 40)
QUOTATION_CHARACTERS = environment.number("QUOTATION_CHARACTERS", 80)
FRAGMENT_WORDS = environment.number("FRAGMENT_WORDS", 8)
FRAGMENT_CHARACTERS = environment.number("FRAGMENT_CHARACTERS", 48)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # The admin's own icons are images in its stylesheets, some as data.
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
CSRF_COOKIE_HTTPONLY = True
# 90 articles in nine languages exceed Django's limit of 1,000, and the editor's work would be lost.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
# A bibliography of up to 5 MB is posted again with its preview.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8_000_000
if SITE_URL.startswith("https://"):
    SECURE_SSL_REDIRECT = True
    # Health checks come from the machine itself, over HTTP.
    SECURE_REDIRECT_EXEMPT = ["^healthz/$"]
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [SITE_URL]
