"""A TLS client or server for the interop tests that compresses certificates: tlslite-ng.

Options are key=value: role (client or server), port (of the server to connect to), cert (chain and key). Both ends show their
certificate. A client sends a line and reads it back; a server sends back what it gets. Prints key=value lines: a server's
port, then how each end's certificate was compressed, and the line.
"""
import socket
import sys

from tlslite.api import HandshakeSettings, TLSConnection, X509CertChain, parsePEMKey

options = dict(argument.split("=", 1) for argument in sys.argv[1:])


def report(**values):
    for key, value in values.items():
        print(f"{key}={value}", flush=True)


settings = HandshakeSettings()
settings.minVersion = settings.maxVersion = (3, 4)
settings.certificate_compression_send = settings.certificate_compression_receive = ["zlib"]
with open(options["cert"], encoding="ascii") as file:
    text = file.read()
chain = X509CertChain()
chain.parsePemList(text)
key = parsePEMKey(text, private=True)

if options["role"] == "client":
    connection = TLSConnection(socket.create_connection(("127.0.0.1", int(options["port"])), timeout=30))
    connection.handshakeClientCert(chain, key, settings=settings, serverName="server.test")
    connection.sendall(b"a line\n")
    line = connection.recv(100)
else:
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(30)
    report(port=listener.getsockname()[1])
    transport = listener.accept()[0]
    transport.settimeout(30)
    connection = TLSConnection(transport)
    connection.handshakeServer(certChain=chain, privateKey=key, reqCert=True, settings=settings)
    line = connection.recv(100)
    connection.sendall(line)
report(
    server=connection.server_cert_compression_algo, client=connection.client_cert_compression_algo,
    line=line.decode("ascii").strip(),
    peer=len(connection.session.serverCertChain.x509List if options["role"] == "client"
             else connection.session.clientCertChain.x509List))
connection.close()
