"""A TLS client for the interop tests: Python's ssl module.

Options are key=value: port, name, ca, alpn, group, cert (chain and key), bytes (how many are sent and expected back),
get (how many are asked for by HTTP instead), closer (client or server), visits (how often it connects, each time with
the last session), version (TLSv1.2; without it TLS 1.3). Prints key=value lines of what it saw.
"""
import hashlib
import select
import socket
import ssl
import sys

CHUNK = 65536
BASE = bytes((i * 31 + (i >> 8) * 17) & 0xFF for i in range(CHUNK))
options = dict(argument.split("=", 1) for argument in sys.argv[1:])


def pattern(count):
    """The bytes of the tests: blocks that begin with their number."""
    for number in range((count + CHUNK - 1) // CHUNK):
        yield (number.to_bytes(8, "big") + BASE[8:])[: count - number * CHUNK]


def report(**values):
    for key, value in values.items():
        print(f"{key}={value}", flush=True)


def context():
    context = ssl.create_default_context(cafile=options["ca"])
    version = ssl.TLSVersion.TLSv1_2 if options.get("version") == "TLSv1.2" else ssl.TLSVersion.TLSv1_3
    context.minimum_version = context.maximum_version = version
    if options.get("alpn"):
        context.set_alpn_protocols(options["alpn"].split(","))
    if options.get("group"):
        context.set_ecdh_curve(options["group"])
    if options.get("cert"):
        context.load_cert_chain(options["cert"])
    return context


def echo(tls, count):
    """Sends and receives at once; gives what came back: how much, and its digest and that of what was sent."""
    tls.setblocking(False)
    chunks, pending = pattern(count), b""
    sent, received, total = hashlib.sha256(), hashlib.sha256(), 0
    while total < count:
        if not pending:
            pending = memoryview(next(chunks, b""))
            sent.update(pending)
        moved = False
        try:
            if pending:
                pending = pending[tls.send(pending):]
                moved = True
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            pass
        try:
            data = tls.recv(CHUNK)
            if not data:
                break
            received.update(data)
            total += len(data)
            moved = True
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            pass
        if not moved and not any(select.select([tls], [tls] if pending else [], [], 20)):
            raise TimeoutError("nothing moved")
    tls.settimeout(20)
    report(echoed=total, intact=sent.digest() == received.digest())


def get(tls, count):
    tls.sendall(f"GET /{count} HTTP/1.1\r\nHost: {options['name']}\r\n\r\n".encode())
    stream = tls.makefile("rb")
    while stream.readline().strip():
        pass
    expected, received, total = hashlib.sha256(), hashlib.sha256(), 0
    for chunk in pattern(count):
        expected.update(chunk)
    while data := stream.read(CHUNK):
        received.update(data)
        total += len(data)
    report(echoed=total, intact=expected.digest() == received.digest(), end="close_notify")


def end(tls):
    """Who was to close does; what the other end then says."""
    if options.get("closer") == "client":
        tls.unwrap()
    else:
        while tls.recv(CHUNK):
            pass
    report(end="close_notify")


def visit(context, session):
    """Connects once; gives the newest session."""
    with socket.create_connection(("127.0.0.1", int(options["port"])), timeout=20) as transport:
        with context.wrap_socket(transport, server_hostname=options["name"], suppress_ragged_eofs=False,
                                 session=session) as tls:
            subject = dict(pair[0] for pair in tls.getpeercert()["subject"])
            report(version=tls.version(), suite=tls.cipher()[0], alpn=tls.selected_alpn_protocol() or "",
                   peer=subject["commonName"], resumed=tls.session_reused)
            if "get" in options:
                get(tls, int(options["get"]))
            else:
                echo(tls, int(options["bytes"]))
                session = tls.session
                end(tls)
            return session


def main():
    shared, session = context(), None
    for _ in range(int(options.get("visits", "1"))):
        session = visit(shared, session)


try:
    main()
except ssl.SSLEOFError as error:
    report(end="truncated", error=error)
except (OSError, ValueError) as error:
    report(error=error)
