"""Settings of one installation, all from the environment.

| variable              | default                          | meaning                                                       |
| --------------------- | -------------------------------- | ------------------------------------------------------------- |
| SECRET_KEY            | made once, kept under var/       | signs sessions and tokens                                     |
| RECEIPT_SECRET        | SECRET_KEY                       | receipts are derived from it: never change it                 |
| DEBUG                 | false                            | tracebacks in the browser                                     |
| DEMO                  | false                            | sample data, mail kept and shown on a staff page              |
| ALLOWED_HOSTS         | localhost,127.0.0.1,[::1]        | host names that are answered                                  |
| BASE_URL              | http://127.0.0.1:8000            | how residents reach the service; used in mails and QR codes   |
| DATABASE_URL          | SQLite under var/                | postgres://… in production                                    |
| DATABASE_POOL         | true                             | connection pool of PostgreSQL; false in Celery workers        |
| REDIS_URL             | none: everything in one process  | broker, live walls, and cache unless CACHE_URL                |
| CACHE_URL             | REDIS_URL                        | cache that nothing writes to a disk: counts networks for hours |
| EMAIL_URL             | none: mail is kept under var/    | smtp://…                                                      |
| DEFAULT_FROM_EMAIL    | kuulolla@localhost               | sender of mails                                               |
| TIME_ZONE             | Europe/Helsinki                  | zone of the town                                              |
| LANGUAGES             | fi,sv,en,fi-easy                 | languages offered, the first is the default                   |
| CITY_NAME             | Mallikaupunki                    | name of the town                                              |
| CITY_THEME            | kuulolla                         | look: kuulolla, rantala or koivula                            |
| SUMMARY_TEMPLATE      | none: the look of the theme      | .docx of the town for summaries in Word: styles, head, foot   |
| CITY_CONTACT_EMAIL    | DEFAULT_FROM_EMAIL               | shown in the privacy notice and the accessibility statement   |
| DATA_PROTECTION_EMAIL | CITY_CONTACT_EMAIL               | the data protection officer, shown in the privacy notices     |
| SENDING_LIMIT         | 600/min                          | contributions that programs may send from one network         |
| SHARED_NETWORKS       | none                             | networks of libraries and schools, e.g. 192.0.2.0/24: 10 times |
| GUARD_ANSWERS         | true                             | signs of programs and repeated sending are marked              |
| REVIEW_WORKING_DAYS   | 10                               | working days until the deputy is asked about what waits        |
| QUIET_HOURS           | 21-7                             | full hours in which no mail goes out; empty: never quiet       |
| SILENT_PHASE_DAYS     | 7                                | days after a phase until its coordinator is asked for news     |
| REQUESTS_AT_WORK      | 8                                | requests that one process works on at once; 0: no limit       |
| REQUESTS_WAITING      | 100                              | further ones that wait; the rest is asked to come back (503)  |
| REQUEST_WAIT_SECONDS  | 1                                | longest wait until a request is asked to come back            |
| TRUSTED_PROXY_COUNT   | 0                                | reverse proxies whose X-Forwarded-For is believed             |
| SECURE                | BASE_URL begins with https       | cookies, redirects and HSTS for HTTPS                         |
| REQUIRE_SECOND_STEP   | true, false for DEMO and DEBUG   | coordinators and administrators sign in with a second step    |
| SESSION_IDLE_MINUTES  | 30                               | minutes without use after which a session of staff ends       |
| OIDC_ISSUER           | none: no such button             | address of the town's sign-in service (OpenID Connect)        |
| OIDC_CLIENT_ID        | none                             | name of this service there                                    |
| OIDC_CLIENT_SECRET    | none                             | its secret there                                              |
| OIDC_NAME             | the town's own account           | words on the button, "Sign in: …"                             |
| WEBHOOK_HOSTS         | none: any public host            | hosts that webhooks may ask; .example.org: names below it     |
| WEBHOOK_LOOPBACK      | false                            | with DEMO or DEBUG: webhooks may ask this machine, by http too |
| SENTRY_DSN            | none                             | error reports, if sentry-sdk is installed                     |
| LANGUAGE_MODEL_URL    | none: the assistant is off       | OpenAI-compatible address that drafts for summaries, …/v1     |
| LANGUAGE_MODEL_NAME   | none                             | name of the model at that address                             |
| LANGUAGE_MODEL_KEY    | none                             | key for that address, if it wants one                         |
| VAR_DIR               | var/ in the project              | database, uploads, kept mails, logs                           |
"""

import secrets
from pathlib import Path
from zoneinfo import ZoneInfo

from csp.constants import NONCE, NONE, SELF
from django.conf.locale import LANG_INFO
from environs import Env, ValidationError, validate

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()
env.read_env(str(BASE_DIR / ".env"), recurse=False)

VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)


def kept_secret() -> str:
    """Return the secret made at the first start of an installation that sets none."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="utf-8")
    return path.read_text(encoding="utf-8").strip()


def is_file(path: str) -> None:
    """Refuse a path at which no file lies."""
    if path and not Path(path).is_file():
        raise ValidationError(f"There is no file {path}.")


def is_time_zone(name: str) -> None:
    """Refuse a time zone that nobody knows."""
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError) as error:
        raise ValidationError(f"There is no time zone {name}.") from error


SECRET_KEY = env.str("SECRET_KEY", "") or kept_secret()
RECEIPT_SECRET = env.str("RECEIPT_SECRET", "") or SECRET_KEY
DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
BASE_URL = env.str("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
SECURE = env.bool("SECURE", BASE_URL.startswith("https://"))
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CITY_NAME = env.str("CITY_NAME", "Mallikaupunki")
CITY_THEME = env.str("CITY_THEME", "kuulolla", validate=validate.OneOf(("kuulolla", "rantala", "koivula")))
SUMMARY_TEMPLATE = env.str("SUMMARY_TEMPLATE", "", validate=is_file)
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0, validate=validate.Range(min=0))
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
SHARED_NETWORKS = env.list("SHARED_NETWORKS", [])
GUARD_ANSWERS = env.bool("GUARD_ANSWERS", True)
REVIEW_WORKING_DAYS = env.int("REVIEW_WORKING_DAYS", 10, validate=validate.Range(min=1))
# Behind a server with threads: more threads than both together, or nobody is there to say that there is no room.
REQUESTS_AT_WORK = env.int("REQUESTS_AT_WORK", 8, validate=validate.Range(min=0))
REQUESTS_WAITING = env.int("REQUESTS_WAITING", 100, validate=validate.Range(min=0))
REQUEST_WAIT_SECONDS = env.float("REQUEST_WAIT_SECONDS", 1.0, validate=validate.Range(min=0))
QUIET_HOURS = env.str("QUIET_HOURS", "21-7", validate=validate.Regexp(r"^((1?\d|2[0-3])-(1?\d|2[0-3]))?$"))
SILENT_PHASE_DAYS = env.int("SILENT_PHASE_DAYS", 7, validate=validate.Range(min=1))
REQUIRE_SECOND_STEP = env.bool("REQUIRE_SECOND_STEP", not (DEMO or DEBUG))
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", 30, validate=validate.Range(min=1))
OIDC_ISSUER = env.str("OIDC_ISSUER", "").rstrip("/")
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", "")
OIDC_NAME = env.str("OIDC_NAME", "")
WEBHOOK_HOSTS = [host.strip().lower() for host in env.list("WEBHOOK_HOSTS", []) if host.strip()]
WEBHOOK_LOOPBACK = env.bool("WEBHOOK_LOOPBACK", False)

INSTALLED_APPS = [
    "config",
    "workgroups",
    "surveys",
    "participation",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
]

MIDDLEWARE = [
    "participation.middleware.unavailable_as_503",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "participation.middleware.private_pages_not_kept",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "participation.middleware.language_of_address",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "participation.middleware.idle_sessions_end",
    "participation.middleware.second_step_first",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "participation.templatetags.words"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "participation.context_processors.installation",
            ],
        },
    }
]

DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'kuulolla.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # IMMEDIATE: without it readers that become writers fail at once. FULL: a receipt is a promise.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA mmap_size=134217728;"
        "PRAGMA cache_size=-20000;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    OPTIONS = {"connect_timeout": 3, "options": "-c statement_timeout=30s -c idle_in_transaction_session_timeout=30s"}
    if env.bool("DATABASE_POOL", True):
        OPTIONS["pool"] = {"min_size": 2, "max_size": 10, "timeout": 10}
    else:  # Celery closes the pool after every task
        DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["OPTIONS"] = OPTIONS
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", "")
CACHE_URL = env.str("CACHE_URL", REDIS_URL)
CACHES = {
    "default": {
        "BACKEND": "participation.gateways.kept.OptionalRedisCache",
        "LOCATION": CACHE_URL,
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},  # a cache that is away keeps nobody waiting
    }
    if CACHE_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_COUNT else None
SECURE_REFERRER_POLICY = "same-origin"
TALLY_SECONDS = 10  # counts of pages are gathered so long before they are added
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

AUTH_USER_MODEL = "participation.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "participation:desk"
LOGOUT_REDIRECT_URL = "participation:front"
ACCOUNT_ADAPTER = "participation.gateways.accounts.StaffAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # staff are invited: the address is known
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "participation.forms.passkeys.AddPasskeyForm",
    "edit_webauthn": "participation.forms.passkeys.RenamePasskeyForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE  # passkeys of a demo on this machine
MFA_TOTP_ISSUER = "Kuulolla"

TIME_ZONE = env.str("TIME_ZONE", "Europe/Helsinki", validate=is_time_zone)
USE_TZ = True
USE_I18N = True
LANGUAGE_NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English", "fi-easy": "Selkokieli"}
LANG_INFO["fi-easy"] = {"bidi": False, "code": "fi-easy", "name": "Plain Finnish", "name_local": "Selkokieli"}
offered = env.list(
    "LANGUAGES", list(LANGUAGE_NAMES), validate=[validate.Length(min=1), validate.ContainsOnly(LANGUAGE_NAMES)]
)
LANGUAGES = [(code, LANGUAGE_NAMES[code]) for code in offered]
LANGUAGE_CODE = LANGUAGES[0][0]
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "static_root"
STATICFILES_DIRS = [BASE_DIR / "build"] if (BASE_DIR / "build").exists() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = VAR_DIR / "media"
ERASURE_JOURNAL = VAR_DIR / "journal" / "erasures.txt"  # never restored with the database: a folder of its own
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (
    "jpg", "jpeg", "png", "gif", "webp", "zip", "gz", "tgz", "bz2", "tbz", "xz", "br", "woff", "woff2", "map",
)  # fmt: skip

LANGUAGE_MODEL_URL = env.str("LANGUAGE_MODEL_URL", "")
LANGUAGE_MODEL_NAME, LANGUAGE_MODEL_KEY = env.str("LANGUAGE_MODEL_NAME", ""), env.str("LANGUAGE_MODEL_KEY", "")
PORT = r"(:([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}))?"
MAIL = rf"^((smtps?|submission|submit)://([^/@]*@)?([\w.-]+|\[[\da-f:]+\]){PORT}/?(\?.*)?|(console|memory|dummy|file):.*)?$"
EMAIL_URL = env.str(
    "EMAIL_URL", "", validate=validate.Regexp(MAIL, error="Give smtp://user:password@host:587 or the like.")
)
KEPT_MAIL_DIR = VAR_DIR / "mail"
if EMAIL_URL:
    vars().update(env.dj_email_url("EMAIL_URL"))
    EMAIL_TIMEOUT = 10
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = KEPT_MAIL_DIR
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "kuulolla@localhost")
CITY_CONTACT_EMAIL = env.str("CITY_CONTACT_EMAIL", DEFAULT_FROM_EMAIL)
DATA_PROTECTION_EMAIL = env.str("DATA_PROTECTION_EMAIL", CITY_CONTACT_EMAIL)
SERVER_EMAIL = DEFAULT_FROM_EMAIL

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "participation.api.tokens.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["participation.api.access.Closed"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["participation.api.parsers.StrictJSONParser"],
    "DEFAULT_PAGINATION_CLASS": "participation.api.pages.NumberedPages",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "participation.api.schema.DocumentedErrors",
    "DEFAULT_VERSIONING_CLASS": None,
    "DEFAULT_THROTTLE_RATES": {"receipts": "30/min", "sending": env.str("SENDING_LIMIT", "600/min")},
    "EXCEPTION_HANDLER": "participation.api.errors.as_one_form",
    "UNAUTHENTICATED_USER": "participation.models.people.Anonymous",
    "NUM_PROXIES": TRUSTED_PROXY_COUNT,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Kuulolla API",
    "DESCRIPTION": "Participation, surveys and working groups of a town. Dates are ISO 8601; texts are objects by language.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "WEBHOOKS": ["participation.api.webhooks.EVENT"],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "ProcessStateEnum": [("open", "open"), ("closed", "closed")],
        "SummaryStateEnum": "participation.models.summaries.Summary.State",
        "MeetingStateEnum": "workgroups.models.meetings.Meeting.State",
    },
}

CELERY_BROKER_URL = REDIS_URL or "memory://localhost/"
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 600
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"visibility_timeout": 300, "socket_timeout": 2, "socket_connect_timeout": 2, "health_check_interval": 10}
    if REDIS_URL
    else {}
)
SWEEP_SECONDS = 15

SENTRY_DSN = env.str("SENTRY_DSN", "")
if SENTRY_DSN:  # an optional dependency of the installation
    import sentry_sdk

    from participation.gateways.logs import without_words

    sentry_sdk.init(
        dsn=SENTRY_DSN,
        send_default_pii=False,
        max_request_body_size="never",
        include_local_variables=False,
        max_breadcrumbs=0,
        before_send=without_words,
    )

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "participation.gateways.logs.formatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"kuulolla": {"level": "INFO"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
