"""`make demo`: database, sample data, addresses and accounts, then the embedded server until Ctrl-C."""

import os
import secrets
import socket
import sys
from pathlib import Path

import django
from environs.exceptions import EnvError

HOST = os.environ.get("HOST") or "127.0.0.1"
PORT = os.environ.get("PORT") or "8000"
SHOWN = "127.0.0.1" if HOST in ("0.0.0.0", "::") else HOST  # noqa: S104  what people type


def main() -> None:
    """Prepare and serve."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("DEMO", "1")
    os.environ.setdefault("BASE_URL", f"http://{SHOWN}:{PORT}")
    os.environ.setdefault("ALLOWED_HOSTS", f"localhost,127.0.0.1,[::1],{SHOWN}" + (",*" if SHOWN != HOST else ""))
    check_port()
    try:
        django.setup()
    except EnvError as error:
        sys.exit(str(error))
    if os.environ.get("RESET") == "1":
        reset()
    prepare()
    serve()


def check_port() -> None:
    """Refuse a port that cannot be served on before anything is made or emptied."""
    if not (PORT.isdecimal() and 0 < int(PORT) < 65536):
        sys.exit(f"PORT={PORT} is no port: choose a number from 1 to 65535.")
    family = socket.AF_INET6 if ":" in HOST else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, int(PORT)))
        except OSError as error:
            sys.exit(f"Nothing can be served on {HOST}:{PORT}: {error.strerror}. PORT=8123 chooses another port.")


def reset() -> None:
    """Remove the SQLite database and kept mails; another database is left alone."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        sys.exit("RESET=1 empties only the SQLite database under var/. Empty this database yourself.")
    for ending in ("", "-wal", "-shm"):
        Path(f"{database['NAME']}{ending}").unlink(missing_ok=True)
    for mail in settings.KEPT_MAIL_DIR.glob("*.log"):
        mail.unlink()


def prepare() -> None:
    """Bring the database up to date, load the sample data once, import DATA=…."""
    from django.core.management import call_command

    from config.demo.loading import load
    from participation.models import Process

    call_command("migrate", verbosity=0, interactive=False)
    if missing := missing_columns():
        sys.exit(f"This database was made by another version ({missing[0]} is missing). RESET=1 begins a new one.")
    if not Process.objects.exists():
        print("Loading the sample process…", flush=True)
        load(demo_password())
    data = os.environ.get("DATA")
    if data:
        from config.demo.real_data import import_file

        print(import_file(data), flush=True)


def missing_columns() -> list[str]:
    """Return the columns, as table.column, that the code expects and the migrated database does not have."""
    from django.apps import apps
    from django.db import connection

    missing = []
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model in apps.get_models():
            about = model._meta  # noqa: SLF001  Django's documented way to a model's table
            if about.db_table not in tables:
                missing.append(about.db_table)
                continue
            described = connection.introspection.get_table_description(cursor, about.db_table)
            wanted = {field.column for field in about.concrete_fields} - {column.name for column in described}
            missing += [f"{about.db_table}.{column}" for column in sorted(wanted)]
    return missing


def demo_password() -> str:
    """Return the password of the demo accounts: DEMO_PASSWORD, or one made once and kept under var/."""
    from django.conf import settings

    path = settings.VAR_DIR / "demo_password"
    if wished := os.environ.get("DEMO_PASSWORD"):
        path.write_text(wished, encoding="utf-8")
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text("malli-" + secrets.token_hex(4), encoding="utf-8")
    return path.read_text(encoding="utf-8").strip()


def serve() -> None:
    """Print where everything is and serve until Ctrl-C."""
    import uvicorn

    from config.demo.accounts import ACCOUNTS

    address = f"http://{SHOWN}:{PORT}"
    print(f"\nKuulolla is ready: {address}/\n")
    print(f"  survey     {address}/s/hyvinvointi-ja-palvelut/")
    print(f"  process    {address}/fi/processes/kaupunkistrategia/")
    print(f"  receipts   {address}/r/")
    print(f"  staff      {address}/fi/desk/")
    print(f"  API        {address}/api/v1/docs/\n")
    print(f"Demo accounts, password {demo_password()}")
    for account in ACCOUNTS:
        print(f"  {account.email:28} {account.words}")
    print("\nCtrl-C stops.", flush=True)
    uvicorn.run(
        "config.asgi:application",
        host=HOST,
        port=int(PORT),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=3,
    )


if __name__ == "__main__":
    main()
