"""The one settings file. Every variable it reads is described in docs/configuration.md."""

import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from config.attachments import attachment_storage
from config.cors import cors
from config.environment import Environment, Refusal, mail_host
from config.logs import logging_config

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment.of_this_process(BASE_DIR)

# --- Where we are -------------------------------------------------------------------------------
DEBUG = env.switch("DEBUG", False)
VAR_DIR = env.var_dir
PUBLIC_URL = env.url("PUBLIC_URL", "http://127.0.0.1:8000", ("http", "https")).rstrip("/")
HTTPS = PUBLIC_URL.startswith("https://")

DEFAULT_SECRET = "insecure-secret-for-development-only"  # noqa: S105  refused in production
SECRET_KEY = env.text("SECRET_KEY", DEFAULT_SECRET if DEBUG else "")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if DEBUG else "")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", PUBLIC_URL)

if not DEBUG:
    env.required("DATABASE_URL", "Give the address of a PostgreSQL, or start with bin/start.")
    env.required("REDIS_URL", "Give the address of a Redis, or start with bin/start.")
    if SECRET_KEY in ("", DEFAULT_SECRET) or len(SECRET_KEY) < 40:
        raise Refusal("SECRET_KEY must be a secret of at least 40 characters in production.")
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        raise Refusal("ALLOWED_HOSTS must name the hosts this installation answers for.")
if not urlsplit(PUBLIC_URL).hostname:
    raise Refusal("PUBLIC_URL must name a host, such as https://twopizza.example.org.")
if urlsplit(PUBLIC_URL).path or urlsplit(PUBLIC_URL).query or urlsplit(PUBLIC_URL).fragment:
    raise Refusal(
        "PUBLIC_URL must end with its host: Twopizza answers at a host of its own, such as "
        "https://twopizza.example.org, and not below a path of another one's."
    )

# --- What it is made of -------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "corsheaders",
    "csp",
    "web",
    "jobs",
    "history",
    "teams",
    "accounts",
    "projects",
    "sprints",
    "stories",
    "solutions",
    "walls",
    "metrics",
    "files",
    "facts",
    "value",
    "forecasts",
    "pulse",
    "integrations",
    "health",
    "briefs",
    "notifications",
    "live",
    "today",
    "demo",
]

MIDDLEWARE = [
    "config.probes.ProbeMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "web.under_seal.UnderSealMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "web.zone.ZoneMiddleware",
    "web.signed_out.SignedOutMiddleware",
    "web.refusals.RefusalMiddleware",
    "web.sent_twice.OnceMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

UNCACHED_LOADERS = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        # Who develops sees a changed template at once, so it isn't kept read there.
        **({} if DEBUG else {"APP_DIRS": True}),
        "OPTIONS": {
            **({"loaders": UNCACHED_LOADERS} if DEBUG else {}),
            "builtins": ["web.builtin_tags"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "projects.context.rail",
            ],
        },
    }
]

# --- Where its data is --------------------------------------------------------------------------
DATABASES = {
    "default": {
        **env.database("DATABASE_URL"),
        # Connections live as long as the thread that opened them: never more than WEB_THREADS.
        "CONN_MAX_AGE": env.number("DATABASE_CONN_MAX_AGE", 600, least=0, most=86_400),
        "CONN_HEALTH_CHECKS": True,
        "ENGINE": "config.postgresql",
        "TEST": {"NAME": env.text("TEST_DATABASE_NAME", "test_twopizza")},
    }
}
DATABASES["default"]["OPTIONS"].setdefault("connect_timeout", 5)
# Seconds for which pages and API wait for one statement; jobs and imports take their time.
DATABASE_PATIENCE = env.number("DATABASE_PATIENCE", 30, least=0, most=3600)

# Redis is a bell (Celery's broker) and a loudspeaker (live updates), never a place for truth:
# pages, reads and writes go on while it is away.
REDIS_URL = env.url("REDIS_URL", "redis://127.0.0.1:6379/0", ("redis", "rediss"))
REDIS_TIMEOUT = 1  # seconds to connect, send or hear before a caller goes on without it

IN_THIS_PROCESS = "django.core.cache.backends.locmem.LocMemCache"
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": IN_THIS_PROCESS},
    # The signals of some sixty reports as they were drawn last, each by what it was drawn from;
    # who develops sees a changed template at once.
    "drawings": {
        "BACKEND": "django.core.cache.backends.dummy.DummyCache" if DEBUG else IN_THIS_PROCESS,
        "LOCATION": "drawings",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
    # The PDFs of some reports as they were set last, each by the digest of its inputs.
    "printed": {
        "BACKEND": IN_THIS_PROCESS,
        "LOCATION": "printed",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 30},
    },
}

# --- People -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "teams.User"
LOGIN_URL = "sign_in"
DEFAULT_EXCEPTION_REPORTER_FILTER = "web.under_seal.ErrorReportFilter"
CSRF_FAILURE_VIEW = "web.signed_out.not_from_here"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = env.number("SESSION_DAYS", 14, least=1, most=365) * 86_400
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# How often somebody may try to sign in: from one address as one person, from one address, as one.
SIGN_IN_LIMIT = env.rate("SIGN_IN_LIMIT", "10/5 minutes")
SIGN_IN_LIMIT_ADDRESS = env.rate("SIGN_IN_LIMIT_ADDRESS", "60/5 minutes")
SIGN_IN_LIMIT_EMAIL = env.rate("SIGN_IN_LIMIT_EMAIL", "100/hour")
# The sign-in page lists the demo's people where bin/start loaded them, and nowhere else.
DEMO_SIGN_INS = "demo.sign_ins.listed" if (VAR_DIR / "demo-sign-ins.txt").exists() else ""

# --- Mail ---------------------------------------------------------------------------------------
# Without an address nothing is sent: what would send mail can't be switched on.
vars().update(env.mail("EMAIL_URL", "consolemail://" if DEBUG else "dummymail://"))
EMAIL_TIMEOUT = 10  # seconds; a job that fails is tried again later
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.address(
    "EMAIL_FROM", f"Twopizza <twopizza@{mail_host(PUBLIC_URL)}>"
)

# --- Language and time --------------------------------------------------------------------------
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "locale"]

# --- Files --------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Attachments: a folder below VAR_DIR, or what ATTACHMENT_STORAGE names.
    "attachments": attachment_storage(env),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "config.static.HashedStaticFiles"
    },
}

# --- What a request may cost --------------------------------------------------------------------
WEB_THREADS = env.number("WEB_THREADS", 8, least=1, most=256)
LIVE_STREAMS = env.number("LIVE_STREAMS", 2000, least=1, most=100_000)  # open at once, a process
WEB_PROCESSES = env.number("WEB_PROCESSES", min(2, os.cpu_count() or 1), least=1, most=64)
REQUEST_MAX_BYTES = env.number("REQUEST_MAX_MB", 32, least=1, most=1024) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = min(REQUEST_MAX_BYTES, 5 * 1024 * 1024)

# --- Attachments --------------------------------------------------------------------------------
# A file travels in a request, so it is never larger than one.
ATTACHMENT_MAX_BYTES = min(
    env.number("ATTACHMENT_MAX_MB", 25, least=1, most=1000) * 1024 * 1024,
    REQUEST_MAX_BYTES - 65_536,
)
PROJECT_FILES_BYTES = env.number("PROJECT_FILES_MB", 2048, least=1, most=10_000_000) * 1024 * 1024
ATTACHMENT_SCANNER = env.text("ATTACHMENT_SCANNER")  # the dotted path of a function, or nothing

# --- Safety -------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False  # the proxy in front decides; a redirect loop helps nobody
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS and not DEBUG else 0
# How many proxies of ours a request passes; BEHIND_PROXY is the older way to say one.
TRUSTED_PROXIES = env.number(
    "TRUSTED_PROXIES", int(env.switch("BEHIND_PROXY", False)), least=0, most=10
)

READY_FILE = env.text("READY_FILE")  # where worker and scheduler note that they are at work

# --- API ----------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "web.api.schema.ResourceSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "accounts.authentication.ScopeReports",
        "accounts.authentication.ScopeAllows",
        "accounts.authentication.ScopeSigns",
    ],
    "DEFAULT_THROTTLE_CLASSES": ["web.api.limits.Limit"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["web.api.parsing.JsonParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "web.api.parsing.AlwaysJson",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "web.api.problems.answer_problem",
    "URL_FORMAT_OVERRIDE": None,
    "COERCE_DECIMAL_TO_STRING": False,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
API_LIMIT = env.rate("API_LIMIT", "1200/minute")  # requests of one token, person or address
# Other sites whose scripts may read answers of the API; none of them unless named.
vars().update(cors(env.origins("CORS_ORIGINS")))
SPECTACULAR_SETTINGS = {
    "TITLE": "Twopizza",
    "DESCRIPTION": "Whatever a page can do, the API can do, through the same verb.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_PATCH": False,  # bodies of PATCH are classes of their own
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "projects.api.event_schema.describe_events",
        "web.api.description.finishing.finish",
    ],
    "ENUM_NAME_OVERRIDES": {
        "ProjectState": "projects.models.Project.State",
        "StepState": "projects.path.StepState",
        "PeopleOnTheme": "health.knowledge.reading.WORDS",
        "PathKey": "projects.api.path.NAMES",
        "SolutionPathKey": "solutions.api.path.STEP_NAMES",
        "ThemeState": "projects.models.Theme.State",
        "SprintState": "sprints.models.Sprint.State",
        "StoryKind": "stories.models.Story.Kind",
        "BlockerKind": "stories.models.BlockerKind",
        "ForecastKind": "forecasts.models.Forecast.Kind",
        "SuccessKind": "metrics.models.SuccessMetric.Kind",
        "QuestionState": "projects.models.Question.State",
        "SideState": "projects.api.question_shape.STANDS",
        "QuestionSide": "projects.models.sides.SIDE_CHOICES",
        "DecisionState": "projects.models.Decision.State",
        "SolutionKind": "solutions.models.Solution.Kind",
        "HypothesisState": "projects.models.Hypothesis.State",
        "HypothesisVerdict": "projects.models.Hypothesis.Verdict",
        "HypothesisPart": "projects.api.hypothesis_shape.AMENDED",
        "AmendablePart": "projects.api.hypothesis_shape.AMENDABLE",
        "TrialPart": "solutions.api.trial_shape.AMENDABLE",
        "FitVerdict": "solutions.models.fit_item.Verdict",
        "TrialEnvironment": "solutions.models.trial_design.Environment",
        "DeploymentEnvironment": "solutions.models.Deployment.Environment",
        "DeploymentState": "solutions.models.deployment_steps.State",
        "ReportedState": "solutions.models.deployment_report.REPORTED",
        "IncidentKind": "solutions.models.Incident.Kind",
        "TrialVerdict": "solutions.models.trial_verdict.Verdict",
        "EvidenceGrade": "metrics.models.Observation.Grade",
        "SettledHow": "solutions.models.Settlement.How",
        "DeductionRow": "solutions.api.drama.ROWS_TOLD",
        "DeductionOf": "solutions.api.drama.OF",
        "ShelfKind": "projects.models.ShelfItem.Kind",
        "DisciplineEnum": "base.roles.Discipline",
    },
}

# --- Celery: the engine that runs jobs; PostgreSQL holds the truth about them ---------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for Redis however long it is away
# Whoever rings the bell must not wait for it: one try, about a second at most.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": REDIS_TIMEOUT,
    "socket_timeout": REDIS_TIMEOUT,
    "max_retries": 0,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CONCURRENCY = env.number("WORKER_PROCESSES", 2, least=1, most=64)
# One that works longer than this hangs: its process is killed and replaced, the job tried again.
CELERY_TASK_TIME_LIMIT = env.number("JOB_SECONDS", 1800, least=1, most=604_800)
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"  # remembers nothing: ringing twice is harmless
CELERY_BEAT_SCHEDULE = {
    "drain": {"task": "jobs.tasks.drain", "schedule": timedelta(seconds=5)},
    "ring-schedule": {"task": "jobs.tasks.ring_schedule", "schedule": timedelta(seconds=60)},
}

# --- Logs ---------------------------------------------------------------------------------------
LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
LOG_FORMAT = env.choice("LOG_FORMAT", "console" if DEBUG else "json", ("console", "json"))
LOGGING = logging_config(LOG_LEVEL, LOG_FORMAT)

TESTING = "pytest" in sys.modules
if TESTING:
    STATIC_ROOT = BASE_DIR / "static"  # nothing is collected for tests
    CACHES["drawings"]["BACKEND"] = IN_THIS_PROCESS
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
