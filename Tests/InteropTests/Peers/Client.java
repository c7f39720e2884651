import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * A TLS client for the interop tests: Java's JSSE.
 *
 * Options are key=value: port, name, ca, version (TLSv1.3 without it), alpn, groups, suites, schemes, cert (chain and key), keytype, bytes (how many are
 * sent and expected back), closer (client or server), answer (after: what is expected back comes once this direction is
 * closed), visits (how often it connects, each time with the last session), tickets (false: its sessions are kept by the server alone). Prints
 * key=value lines of what it saw.
 */
public final class Client {
    private static final int CHUNK = 65536;
    private static final Map<String, String> options = new HashMap<>();

    public static void main(String[] arguments) throws Exception {
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            options.put(parts[0], parts[1]);
        }
        // Both are read once, when JSSE is first used.
        if (options.containsKey("groups")) System.setProperty("jdk.tls.namedGroups", options.get("groups"));
        if (options.containsKey("schemes")) {
            System.setProperty("jdk.tls.client.SignatureSchemes", options.get("schemes"));
        }
        System.setProperty("com.sun.net.ssl.requireCloseNotify", "true");
        if (options.containsKey("tickets")) {
            System.setProperty("jdk.tls.client.enableSessionTicketExtension", options.get("tickets"));
        }
        // Old versions are switched off by a list of what is forbidden.
        if (options.containsKey("version")) Security.setProperty("jdk.tls.disabledAlgorithms", "");
        SSLContext context = context();
        int visits = Integer.parseInt(options.getOrDefault("visits", "1"));
        for (int i = 0; i < visits; i++) visit(context);
    }

    private static void visit(SSLContext context) throws Exception {
        long start = System.currentTimeMillis();
        try (SSLSocket socket = connect(context)) {
            describe(socket);
            // JSSE does not tell; a session older than its connection is one that was resumed.
            report("resumed", socket.getSession().getCreationTime() < start);
            echo(socket, Integer.parseInt(options.get("bytes")));
            if ("client".equals(options.get("closer")) && !answerComesAfterEnd()) socket.shutdownOutput();
            while (socket.getInputStream().read() >= 0) {
                continue;
            }
            report("end", "close_notify");
        } catch (SSLException error) {
            if (error.getMessage().contains("terminated")) report("end", "truncated");
            report("error", error.getMessage());
        } catch (java.io.IOException error) {
            report("error", error);
        }
    }

    /** Whether what is expected back comes once this direction is closed. */
    private static boolean answerComesAfterEnd() {
        return "after".equals(options.get("answer"));
    }

    private static void report(String key, Object value) {
        System.out.println(key + "=" + value);
    }

    private static SSLSocket connect(SSLContext context) throws Exception {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1",
                Integer.parseInt(options.get("port")));
        socket.setSoTimeout(20000);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {options.getOrDefault("version", "TLSv1.3")});
        parameters.setServerNames(List.of(new SNIHostName(options.get("name"))));
        if (options.containsKey("alpn")) parameters.setApplicationProtocols(options.get("alpn").split(","));
        if (options.containsKey("suites")) parameters.setCipherSuites(options.get("suites").split(","));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static void describe(SSLSocket socket) throws Exception {
        SSLSession session = socket.getSession();
        report("version", session.getProtocol());
        report("suite", session.getCipherSuite());
        report("alpn", socket.getApplicationProtocol());
        String subject = ((X509Certificate) session.getPeerCertificates()[0]).getSubjectX500Principal().getName();
        report("peer", subject.replace("CN=", ""));
    }

    /** Sends in a thread of its own while what comes back is read. */
    private static void echo(SSLSocket socket, int count) throws Exception {
        byte[] sent = pattern(count);
        Thread writer = new Thread(() -> {
            try {
                OutputStream output = socket.getOutputStream();
                for (int start = 0; start < count; start += CHUNK) {
                    output.write(sent, start, Math.min(CHUNK, count - start));
                }
                if (answerComesAfterEnd()) socket.shutdownOutput();
            } catch (java.io.IOException error) {
                report("write", error);
            }
        });
        writer.start();
        byte[] received = socket.getInputStream().readNBytes(count);
        writer.join();
        report("echoed", received.length);
        report("intact", MessageDigest.isEqual(digest(sent), digest(received)));
    }

    private static byte[] digest(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    /** The bytes of the tests: blocks that begin with their number. */
    private static byte[] pattern(int count) {
        byte[] bytes = new byte[(count + CHUNK - 1) / CHUNK * CHUNK];
        for (int i = 0; i < bytes.length; i++) {
            int place = i % CHUNK;
            bytes[i] = (byte) (place * 31 + (place >> 8) * 17);
        }
        for (int start = 0; start < bytes.length; start += CHUNK) {
            ByteBuffer.wrap(bytes, start, 8).putLong(start / CHUNK);
        }
        return java.util.Arrays.copyOf(bytes, count);
    }

    private static SSLContext context() throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null);
        trusted.setCertificateEntry("root", certificates(options.get("ca")).get(0));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(options.containsKey("cert") ? keys().getKeyManagers() : null, trust.getTrustManagers(), null);
        return context;
    }

    private static KeyManagerFactory keys() throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null);
        Certificate[] chain = certificates(options.get("cert")).toArray(new Certificate[0]);
        store.setKeyEntry("identity", privateKey(options.get("cert")), new char[0], chain);
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, new char[0]);
        return keys;
    }

    private static List<Certificate> certificates(String file) throws Exception {
        String pem = Files.readString(Path.of(file));
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<Certificate> all = new java.util.ArrayList<>();
        for (byte[] der : blocks(pem, "CERTIFICATE")) {
            all.add(factory.generateCertificate(new java.io.ByteArrayInputStream(der)));
        }
        return all;
    }

    private static PrivateKey privateKey(String file) throws Exception {
        byte[] der = blocks(Files.readString(Path.of(file)), "PRIVATE KEY").get(0);
        return KeyFactory.getInstance(options.get("keytype")).generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    private static List<byte[]> blocks(String pem, String label) {
        List<byte[]> found = new java.util.ArrayList<>();
        String begin = "-----BEGIN " + label + "-----";
        String end = "-----END " + label + "-----";
        for (int at = pem.indexOf(begin); at >= 0; at = pem.indexOf(begin, at + 1)) {
            found.add(Base64.getMimeDecoder().decode(pem.substring(at + begin.length(), pem.indexOf(end, at))));
        }
        return found;
    }
}
