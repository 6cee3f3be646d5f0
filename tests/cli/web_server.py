"""A web server of a directory's files on loopback, with what may go wrong on the way to one. Prints its port.

    web_server.py DIRECTORY [FAULT] [--tls CERTIFICATE KEY]

FAULT is what happens to level-0 tiles (the checkpoint and all others are served well): `close` (the connection ends in the
middle of the body), `redirect`, `error` (500), `gzip` (a body that says it is encoded), `huge` (a length beyond every file of a
log), `babble` (no HTTP), `missing` (404), `full` (partial files are gone, full ones are there), `once` (every connection ends
after one answer without saying so).
"""

import http.server
import os
import ssl
import sys


class Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    fault = ""

    def log_message(self, *_):
        pass

    def answer(self, status, headers, body=b""):
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.fault and "/tile/0/" in self.path:
            getattr(self, self.fault)()
        else:
            super().do_GET()
        if self.fault == "once":
            self.close_connection = True

    def close(self):
        self.answer(200, {"Content-Length": "100000"}, b"x" * 100)
        self.close_connection = True

    def redirect(self):
        self.answer(302, {"Location": "http://elsewhere.example/tile"})

    def error(self):
        self.answer(500, {})

    def gzip(self):
        self.answer(200, {"Content-Encoding": "gzip"}, b"x")

    def huge(self):
        self.answer(200, {"Content-Length": str(1 << 40)})
        self.close_connection = True

    def babble(self):
        self.wfile.write(b"good morning\r\n\r\n")
        self.close_connection = True

    def missing(self):
        self.answer(404, {}, b"no such tile")

    def full(self):
        if ".p/" in self.path:
            self.missing()
        else:
            super().do_GET()

    def once(self):
        super().do_GET()


def main():
    arguments = sys.argv[1:]
    tls = None
    if "--tls" in arguments:
        at = arguments.index("--tls")
        tls = arguments[at + 1 : at + 3]
        del arguments[at : at + 3]
    os.chdir(arguments[0])
    Handler.fault = arguments[1] if len(arguments) > 1 else ""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*tls)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    print(server.server_address[1], flush=True)
    server.serve_forever()


main()
