"""A language model's endpoint on this machine that says what it is told to say."""

import contextlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Endpoint:
    """Attributes: `url`; `says`, one reply for each request, the last for all after it; `asked`."""

    def __init__(self, url):
        self.url = url
        self.says = []
        self.asked = []

    def reply_to(self, body):
        self.asked.append(body)
        said = self.says.pop(0) if len(self.says) > 1 else self.says[0]
        message = {"role": "assistant", "content": json.dumps(said)}
        return json.dumps({"choices": [{"index": 0, "message": message}]}).encode()


@contextlib.contextmanager
def endpoint():
    """An endpoint for as long as the block."""

    class Asked(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            reply = made.reply_to(body)
            self.send_response(200)
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Asked)
    made = Endpoint(f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
