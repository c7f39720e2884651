"""A TLS server for the interop tests: Python's ssl. Serves clients one after another.

Options are key=value: clients (how many), cert (chain and key), alpn, ca (asks for a client's certificate and demands one of it),
version (TLSv1.2; without it whatever is offered). Prints key=value lines: its port, what it saw, and how the client ended. Sends back what it gets.
"""

import hashlib
import socket
import ssl
import sys

options = dict(argument.split("=", 1) for argument in sys.argv[1:])


def report(key, value):
    print(f"{key}={value}", flush=True)


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(options["cert"])
if options.get("version") == "TLSv1.2":
    context.maximum_version = ssl.TLSVersion.TLSv1_2
if "alpn" in options:
    context.set_alpn_protocols(options["alpn"].split(","))
if "ca" in options:
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(options["ca"])

with socket.create_server(("127.0.0.1", 0)) as listener:
    report("port", listener.getsockname()[1])
    for _ in range(int(options["clients"])):
        plain, _ = listener.accept()
        try:
            with context.wrap_socket(plain, server_side=True, suppress_ragged_eofs=False) as client:
                report("version", client.version())
                report("resumed", client.session_reused)
                report("suite", client.cipher()[0])
                report("alpn", client.selected_alpn_protocol() or "")
                certificate = client.getpeercert(binary_form=True)
                report("peer", hashlib.sha256(certificate).hexdigest() if certificate else "")
                count = 0
                while data := client.recv(65536):
                    count += len(data)
                    client.sendall(data)
                report("count", count)
                report("end", "close_notify")
                client.unwrap()
        except OSError as error:
            report("error", error)
