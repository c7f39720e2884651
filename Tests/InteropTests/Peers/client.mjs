// A TLS client for the interop tests: Node's tls module.
//
// Options are key=value: port, name, ca, alpn, groups, suites, schemes, cert (chain and key), bytes (how many are sent and
// expected back), closer (client or server), answer (after: what is expected back comes once this direction is
// closed), label (what to export keying material for), visits (how often it connects, each time with the last session),
// version (TLSv1.2; without it TLS 1.3). Prints key=value lines of what it saw.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import tls from 'node:tls';

const options = Object.fromEntries(process.argv.slice(2).map((argument) => argument.split(/=(.*)/s).slice(0, 2)));
const report = (values) => {
  for (const [key, value] of Object.entries(values)) console.log(`${key}=${value}`);
};

const chunkSize = 65536;
const base = Buffer.from(Array.from({ length: chunkSize }, (_, i) => (i * 31 + (i >> 8) * 17) & 0xff));
function pattern(count) {
  const chunks = [];
  for (let start = 0; start < count; start += chunkSize) {
    const chunk = Buffer.from(base);
    chunk.writeBigUInt64BE(BigInt(start / chunkSize));
    chunks.push(chunk.subarray(0, count - start));
  }
  return Buffer.concat(chunks);
}

const names = { X25519: 'x25519', X448: 'x448', 'prime256v1': 'secp256r1', secp384r1: 'secp384r1', secp521r1: 'secp521r1' };
const identity = options.cert && readFileSync(options.cert);
const wanted = Number(options.bytes);
const sent = pattern(wanted);
const answerComesAfterEnd = options.answer === 'after';

/** Connects, and again until nothing is left. */
function visit(session, left) {
  const socket = tls.connect({
    session,
    host: '127.0.0.1',
    port: Number(options.port),
    servername: options.name,
    ca: readFileSync(options.ca),
    cert: identity,
    key: identity,
    minVersion: options.version ?? 'TLSv1.3',
    maxVersion: options.version ?? 'TLSv1.3',
    ALPNProtocols: options.alpn?.split(','),
    ecdhCurve: options.groups ?? 'auto',
    ciphers: options.suites,
    sigalgs: options.schemes,
  });
  socket.setTimeout(20000, () => socket.destroy(new Error('nothing moved')));
  socket.on('error', (error) => report({ error: error.message }));

  const digest = createHash('sha256');
  let echoed = 0;

  function finish() {
    report({ echoed, intact: digest.digest().equals(createHash('sha256').update(sent).digest()) });
    if (options.closer === 'client' && !answerComesAfterEnd) socket.end();
  }

  socket.on('secureConnect', () => {
    const group = socket.getEphemeralKeyInfo();
    report({
      version: socket.getProtocol(),
      suite: socket.getCipher().standardName,
      group: names[group.name] ?? (group.type === 'DH' ? `ffdhe${group.size}` : group.name ?? ''),
      alpn: socket.alpnProtocol || '',
      resumed: socket.isSessionReused(),
    });
    // It does not give the certificate of a session that was resumed.
    if (!socket.isSessionReused()) report({ peer: socket.getPeerCertificate().subject.CN });
    if (options.label) {
      report({ exported: socket.exportKeyingMaterial(32, options.label, Buffer.from('context')).toString('hex') });
    }
    if (answerComesAfterEnd) socket.end(sent);
    else socket.write(sent);
  });
  socket.on('data', (data) => {
    digest.update(data);
    echoed += data.length;
    if (echoed === wanted) finish();
  });
  // Node does not tell close_notify from a bare end of the transport.
  socket.on('end', () => report({ end: 'closed' }));
  let newest;
  socket.on('session', (session) => { newest = session; });
  socket.on('close', (failed) => {
    if (!failed && left > 1) visit(newest, left - 1);
  });
}

visit(undefined, Number(options.visits ?? 1));
