"""WSGI entry point behind the gate; starts the embedded worker when there is no broker."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
served = get_wsgi_application()

from config import embedded, gate, settling  # noqa: E402  app ready: settings and models must be loaded first

embedded.start()
settling.settle()
application = gate.gated(served, gate.WSGIGate)
