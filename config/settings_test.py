"""Differences for tests; everything else is what residents get."""

import os
import tempfile

os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="kuulolla-test-"))
os.environ.setdefault("SECRET_KEY", "a secret that only tests know, long enough for every check")
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver")
os.environ.setdefault("BASE_URL", "http://testserver")
os.environ.setdefault("QUIET_HOURS", "")  # tests run at any hour
os.environ.setdefault("REQUIRE_SECOND_STEP", "false")  # its own tests switch it on

from config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
# It reads every static file when a test client starts; the served demo of the browser tests has it.
MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")  # noqa: F405
TALLY_SECONDS = 10**9  # tests add the counts themselves
CELERY_BROKER_URL = "memory://"
if not CACHE_URL:  # noqa: F405
    CACHES["default"] = {"BACKEND": "tests.support.caches.StandingCache"}  # noqa: F405
ACCOUNT_RATE_LIMITS = False
if "OPTIONS" in DATABASES["default"]:  # noqa: F405
    DATABASES["default"]["OPTIONS"].pop("pool", None)  # noqa: F405
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, so that threads meet as they do in production; durability is tested by tests/faults.
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;"  # noqa: F405
else:  # a test is one long transaction; on a machine at work its first imports outlast what residents' requests may
    DATABASES["default"]["OPTIONS"]["options"] = "-c statement_timeout=30s -c idle_in_transaction_session_timeout=0"  # noqa: F405
