"""Control arm: a server that answers first and writes a moment later. Run as a program, killed by its test."""

import json
import sqlite3
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PORT, DATABASE = int(sys.argv[1]), sys.argv[2]


def write_later(key):
    time.sleep(0.2)
    with sqlite3.connect(DATABASE, timeout=20) as database:
        database.execute("insert or ignore into taken (key) values (?)", (key,))


class Early(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        threading.Thread(target=write_later, args=(body["key"],), daemon=True).start()
        self.reply(201, {"receipt": "x"})

    def do_GET(self):
        self.reply(200, {})

    def reply(self, status, data):
        text = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_args):
        """Say nothing."""


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", PORT), Early).serve_forever()
