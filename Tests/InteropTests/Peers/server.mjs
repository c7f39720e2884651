// A TLS server for the interop tests: Node's tls. Serves clients one after another.
//
// Options are key=value: clients (how many), cert (chain and key), alpn, ca (asks for a client's certificate and demands one of it),
// version (TLSv1.2; without it whatever is offered). Prints key=value lines: its port, what it saw, and how the client ended. Sends back what it gets.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import tls from "node:tls";

const options = Object.fromEntries(process.argv.slice(2).map((argument) => argument.split(/=(.*)/s).slice(0, 2)));
const report = (key, value) => console.log(`${key}=${value}`);
let left = Number(options.clients);
const identity = readFileSync(options.cert);

const server = tls.createServer({
    cert: identity,
    key: identity,
    ALPNProtocols: options.alpn ? options.alpn.split(",") : undefined,
    ca: options.ca ? readFileSync(options.ca) : undefined,
    requestCert: Boolean(options.ca),
    rejectUnauthorized: Boolean(options.ca),
    allowHalfOpen: true,
    maxVersion: options.version ?? 'TLSv1.3',
}, (socket) => {
    report("version", socket.getProtocol());
    report("resumed", socket.isSessionReused());
    report("suite", socket.getCipher().standardName);
    report("alpn", socket.alpnProtocol || "");
    const certificate = socket.getPeerX509Certificate();
    report("peer", certificate ? createHash("sha256").update(certificate.raw).digest("hex") : "");
    let count = 0;
    socket.on("data", (data) => {
        count += data.length;
        if (!socket.write(data)) {
            socket.pause();
            socket.once("drain", () => socket.resume());
        }
    });
    socket.on("end", () => {
        report("count", count);
        report("end", "close_notify");
        socket.end();
        left -= 1;
        if (left === 0) server.close();
    });
    socket.on("error", (error) => report("error", error.message));
});
server.on("tlsClientError", (error) => {
    report("error", error.message);
    server.close();
});
server.listen(0, "127.0.0.1", () => report("port", server.address().port));
