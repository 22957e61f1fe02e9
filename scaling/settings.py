"""One settings file. Every difference between machines is an environment variable (docs/running.md).

Three ways to run: DEBUG for those who develop, DEMO for those who try it out on their own
machine, and neither of them for production.
"""

import os
import re
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.contrib.messages import constants as message_levels
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent


def env_bool(name: str, *, default: bool) -> bool:
    value = os.environ.get(name, str(default))
    if value not in ("True", "False"):
        raise ImproperlyConfigured(f"{name} must be 'True' or 'False', not {value!r}")
    return value == "True"


def env_list(name: str, default: str) -> list[str]:
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


def env_number(name: str, *, default: int) -> int:
    value = os.environ.get(name) or str(default)
    if not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(f"{name} must be a number, not {value!r}")
    return int(value)


def env_numbers(name: str) -> dict[str, int | str]:
    """`wins=8, known_share=2/3`: names, each with a whole number or a part; which names there are, a check says."""
    numbers: dict[str, int | str] = {}
    for item in env_list(name, ""):
        if not (found := re.fullmatch(r"(\w+)\s*=\s*([0-9]+(/[1-9][0-9]*)?)", item)):
            raise ImproperlyConfigured(f"{name} must look like 'one=5,other=2/3', not {item!r}")
        numbers[found[1]] = found[2] if found[3] else int(found[2])
    return numbers


def env_sub_path(name: str) -> str:
    """`/vliegwiel`: where on its host the site begins. Nothing: at the root."""
    path = os.environ.get(name, "").rstrip("/")
    if not re.fullmatch(r"(/[A-Za-z0-9._~-]+)*", path):
        raise ImproperlyConfigured(f"{name} must look like '/path', not {path!r}")
    return path


def required(name: str) -> str:
    if value := os.environ.get(name):
        return value
    raise ImproperlyConfigured(
        f"Set the environment variable {name}, for example {name}=…, or DEBUG=True to develop."
    )


DEBUG = env_bool("DEBUG", default=False)
DEMO = env_bool("DEMO", default=False)
SECURE = not (DEBUG or DEMO)  # production: https, real hosts, a secret of its own

STATE_DIR = Path(os.environ.get("STATE_DIR") or BASE_DIR / "var").resolve()
SECRET_KEY = "only for development" if DEBUG else required("SECRET_KEY")
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS", "")  # those from before, while people change over
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "") + ([] if SECURE else LOOPBACK)
# In links and QR codes; else the one in the browser.
SITE_ADDRESS = os.environ.get("SITE_ADDRESS", "").rstrip("/")

# gunicorn knows the variable, too: it takes the path off before it asks the site (docs/running.md).
FORCE_SCRIPT_NAME = env_sub_path("SCRIPT_NAME") or None
PLACE = f"{FORCE_SCRIPT_NAME or ''}/"

ROOT_URLCONF = "scaling.urls"
WSGI_APPLICATION = "scaling.wsgi.application"
SITE_NAME = "Vliegwiel"
PROGRAMME_NAME = os.environ.get("PROGRAMME_NAME", "")  # until the programme has a name of its own
SIGNAL_LIMITS = env_numbers("SIGNAL_LIMITS")  # when a question comes; docs/running.md has the names
PROFILE_THRESHOLDS = env_numbers("PROFILE_THRESHOLDS")  # when a place of the profile may say what
SOURCE_CODE_URL = os.environ.get("SOURCE_CODE_URL", "")
IS_INDEXED = env_bool("INDEXED", default=SECURE)  # search engines may list what everyone may read
CONTACT_EMAIL = os.environ.get("CONTACT_EMAIL", "")  # on the pages about the site, privacy and accessibility

INSTALLED_APPS = [
    "initiatives",
    "scaling.apps.CurationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "scaling.apps.SignOnConfig",
]

MIDDLEWARE = [  # why in this order: scaling/middleware.py
    "django.middleware.security.SecurityMiddleware",
    "scaling.middleware.BrowserPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "scaling.compression.CompressionMiddleware",
    "scaling.programmes.ProgrammeMiddleware",
    "scaling.middleware.LanguageMiddleware",
    "scaling.middleware.SaneInputMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "scaling.forgery.GuestFormsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "scaling.middleware.LoginRequiredMiddleware",
    "scaling.devices.LastUseMiddleware",
    "scaling.middleware.ActingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "scaling.second_step.SecondStepMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "scaling.context.site",
            ],
        },
    }
]
FORM_RENDERER = "scaling.renderers.HouseRenderer"
CSRF_FAILURE_VIEW = "scaling.errors.csrf_failure"


# --- Database: PostgreSQL only; embedded where nobody names a server -------------------------
def database_url() -> str:
    """Production names its server. Elsewhere the embedded one will do, imported only there."""
    if SECURE or os.environ.get("DATABASE_URL"):
        return required("DATABASE_URL")
    from scaling import postgres

    return postgres.database_url(STATE_DIR)


DATABASES = {"default": dj_database_url.parse(database_url())}
DATABASES["default"]["CONN_MAX_AGE"] = 0  # the pool keeps the connections
DATABASES["default"].setdefault("OPTIONS", {}).update(  # beside what the address asks for, as sslmode
    pool={"min_size": 1, "max_size": 6, "timeout": 5},
    options="-c statement_timeout=15s -c lock_timeout=5s",
)
DATABASES["default"]["ATOMIC_REQUESTS"] = False

# --- People ----------------------------------------------------------------------------------
AUTH_USER_MODEL = "initiatives.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "scaling.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # there is no sign-up; the team invites
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600  # seconds: mail takes a while
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"length": 8, "dashed": True}  # from twenty letters that are hard to misread
ACCOUNT_CHANGE_EMAIL = True  # one address, replaced once the new one is confirmed
ACCOUNT_FORMS = {
    "login": "scaling.accounts.LoginForm",
    "request_login_code": "scaling.accounts.RequestLoginCodeForm",
    "confirm_login_code": "scaling.accounts.ConfirmLoginCodeForm",
    "reset_password": "scaling.accounts.ResetPasswordForm",
    "reset_password_from_key": "scaling.accounts.ResetPasswordKeyForm",
    "change_password": "scaling.accounts.ChangePasswordForm",
    "set_password": "scaling.accounts.SetPasswordForm",
    "add_email": "scaling.accounts.AddEmailForm",
    "reauthenticate": "scaling.accounts.ReauthenticateForm",
}
ACCOUNT_PREVENT_ENUMERATION = True
# An open session alone does not take over an account; without a password a mailed code is asked (scaling/proof.py).
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # the owner hears of a change by a stranger
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_USER_DISPLAY = str
ACCOUNT_SESSION_REMEMBER = True
# A campus or a city hall is one address: the limit per address must fit a room of sixty people,
# the limit per account keeps guessing slow (docs/decisions/0062-limits-that-hold.md). Mails to somebody are counted
# strictly for the place they are asked from, and widely in all, so that a stranger cannot use them up (0134).
PER_ADDRESS = "300/m/ip"
MAILS_IN_ALL = "100/h/key"
ACCOUNT_RATE_LIMITS = {
    "login": PER_ADDRESS,
    "login_failed": f"{PER_ADDRESS},5/5m/key",
    "request_login_code": f"{PER_ADDRESS},{MAILS_IN_ALL}",
    "reset_password": f"{PER_ADDRESS},{MAILS_IN_ALL}",
    "too_many_this_minute": "3/m/key",  # these two by scaling.accounts.FewMails
    "too_many_this_hour": "20/h/key",
    "reset_password_from_key": PER_ADDRESS,
    "proof_code": "6/h/user",
    "signup": PER_ADDRESS,
    "question_sent_in": "60/h/key",  # a full room; the key is a digest of its address (initiatives/sending.py)
}
BEHIND_PROXY = env_bool("BEHIND_PROXY", default=False)
# How many proxies of our own add an address to X-Forwarded-For. Earlier addresses in it cannot be trusted.
ALLAUTH_TRUSTED_PROXY_COUNT = env_number("PROXY_COUNT", default=0) if BEHIND_PROXY else 0

# --- The second step (docs/decisions/0060-second-step.md) ------------------------------------
MFA_REQUIRED_FOR_STAFF = SECURE or env_bool("MFA_REQUIRED_FOR_STAFF", default=False)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a fingerprint, a face or a PIN: a stolen key alone is nothing
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the inviter knows the address, and nobody can sign up with another's
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_PERIOD = 30  # seconds
MFA_TOTP_TOLERANCE = 1  # one code back and one ahead: people type, and clocks differ
MFA_ADAPTER = "scaling.second_step.MFAAdapter"
MFA_RATE_LIMITS = {"webauthn_login": PER_ADDRESS}
MFA_FORMS = {
    "authenticate": "scaling.second_step.AuthenticateForm",
    "reauthenticate": "scaling.second_step.ReauthenticateForm",
    "activate_totp": "scaling.second_step.ActivateTOTPForm",
    "add_webauthn": "scaling.second_step.AddPasskeyForm",
    "edit_webauthn": "scaling.second_step.RenamePasskeyForm",
}

# --- Logging in with an account from elsewhere (docs/single-sign-on.md) ----------------------
OIDC_ISSUER = os.environ.get("OIDC_ISSUER", "")
if OIDC_ISSUER and SECURE and not OIDC_ISSUER.startswith("https://"):
    raise ImproperlyConfigured("OIDC_ISSUER must begin with https://")
OIDC_CLIENT_ID = required("OIDC_CLIENT_ID") if OIDC_ISSUER else ""
OIDC_CLIENT_SECRET = required("OIDC_CLIENT_SECRET") if OIDC_ISSUER else ""
OIDC_NAME = os.environ.get("OIDC_NAME") or "OpenID Connect"
OIDC_SCOPES = (os.environ.get("OIDC_SCOPES") or "openid").split()
SOCIALACCOUNT_ADAPTER = "scaling.sign_on.adapter.SignOnAdapter"
SOCIALACCOUNT_FORMS = {"disconnect": "scaling.sign_on.forms.DisconnectForm"}
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # an address proves nothing about who it is
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"

# --- Language: Dutch until someone chooses English --------------------------------------------
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Nederlands")), ("en", _("Engels"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True

# The looks of a message (static/css); one that only informs needs no class.
MESSAGE_TAGS = {
    message_levels.ERROR: "notice--error",
    message_levels.WARNING: "notice--warn",
    message_levels.SUCCESS: "notice--good",
    message_levels.INFO: "",
}

# --- Files -----------------------------------------------------------------------------------
STATIC_URL = f"{PLACE}static/"
STATIC_ROOT = STATE_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = STATE_DIR / "uploads"  # never served as files: a view asks who may see them
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "scaling.stylesheet.OneStylesheetStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
FILE_UPLOAD_HANDLERS = [
    "scaling.uploads.CappedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_PERMISSIONS = 0o600

# --- What a browser may do -------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = LANGUAGE_COOKIE_PATH = PLACE
if SECURE:
    guarded = "__Secure-" if FORCE_SCRIPT_NAME else "__Host-"  # "__Host-" is for a whole host
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{guarded}session", f"{guarded}csrf"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = SECURE and env_bool("SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", "")

# --- Limits live in the database, so that every process counts the same guesses ---------------
CACHES = {
    "default": {
        "BACKEND": "scaling.limits.LimitsCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 1000},  # from there on it clears away what has expired
    },
    "cards": {  # drawn pictures of some 50 kB, in each process (docs/decisions/0200-cards-to-share.md)
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "cards",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
}

# --- Mail ------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "Vliegwiel <noreply@vliegwiel.example>")
EMAIL_FILE_PATH = STATE_DIR / "mail"
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend" if SECURE else "scaling.mail.FileAndLogBackend"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = env_number("EMAIL_PORT", default=25)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name} {message}", "style": "{"}},
    "filters": {"secrets": {"()": "scaling.logs.WithoutSecrets"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["secrets"]},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"level": "WARNING", "handlers": []},  # Django's own handlers know of no secrets
        "django.server": {"level": "INFO", "handlers": ["console"], "propagate": False},
        "scaling": {"level": "INFO"},
        "initiatives": {"level": "INFO"},
    },
}
