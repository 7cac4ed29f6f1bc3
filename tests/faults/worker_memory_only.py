"""Control arm of the outbox test: tasks that live in the broker's memory only. Run as a program, killed by its test."""

import sys
import threading
import time
from pathlib import Path

from celery import Celery

app = Celery("memory-only", broker="memory://")
app.conf.task_ignore_result = True
app.conf.worker_redirect_stdouts = app.conf.worker_hijack_root_logger = False
DONE = Path(sys.argv[1])


@app.task(name="note")
def note(number):
    time.sleep(0.01)
    with DONE.open("a") as done:
        done.write(f"{number}\n")


if __name__ == "__main__":
    worker = app.Worker(pool="solo", without_gossip=True, without_mingle=True, without_heartbeat=True, quiet=True)
    threading.Thread(target=worker.start, daemon=True).start()
    for number in range(int(sys.argv[2])):
        note.delay(number)
    print("sent", flush=True)
    time.sleep(float(sys.argv[3]))
