"""The reference of the submit path: a Django view that decodes, inserts one row and answers; nothing else."""

import json
import os
import uuid

import django
from django.conf import settings
from environs import Env

env = Env()
if not settings.configured:
    database = env.dj_db_url("DATABASE_URL")
    database["OPTIONS"] = {"pool": {"min_size": 2, "max_size": 10}}
    settings.configure(
        SECRET_KEY="x" * 50, ROOT_URLCONF="benchmarks.bare", DATABASES={"default": database}, ALLOWED_HOSTS=["*"],
        MIDDLEWARE=[], INSTALLED_APPS=[],
    )  # fmt: skip
    django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpResponse, JsonResponse  # noqa: E402
from django.urls import path  # noqa: E402


def insert(request):
    body = json.loads(request.body)
    with connection.cursor() as cursor:
        cursor.execute("insert into bench_bare (id, body) values (%s, %s)", [uuid.uuid4(), json.dumps(body["answers"])])
    return JsonResponse({"receipt": "x"}, status=201)


def page(request):
    return HttpResponse(PAGE)


PAGE = b"x" * 40_000  # about what a page of ten questions weighs
urlpatterns = [
    path("insert", insert),
    path("page", page),
    path("healthz", lambda _request: HttpResponse(str(os.getpid()))),
]
application = get_wsgi_application()
