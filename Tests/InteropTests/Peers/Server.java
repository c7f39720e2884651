import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * A TLS server for the interop tests: Java's JSSE. Serves clients one after another.
 *
 * Options are key=value: clients (how many), cert (chain and key), alpn, ca (asks for a client's certificate and demands one of it),
 * version (TLSv1.3 without it). Prints key=value lines: its port, what it saw, and how the client ended. Sends back what it gets.
 */
public final class Server {
    private static final Map<String, String> options = new HashMap<>();

    public static void main(String[] arguments) throws Exception {
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            options.put(parts[0], parts[1]);
        }
        System.setProperty("com.sun.net.ssl.requireCloseNotify", "true");
        SSLServerSocket listener = (SSLServerSocket) context().getServerSocketFactory()
            .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        SSLParameters parameters = listener.getSSLParameters();
        parameters.setProtocols(new String[] {options.getOrDefault("version", "TLSv1.3")});
        if (options.containsKey("alpn")) parameters.setApplicationProtocols(options.get("alpn").split(","));
        parameters.setNeedClientAuth(options.containsKey("ca"));
        listener.setSSLParameters(parameters);
        report("port", listener.getLocalPort());
        int clients = Integer.parseInt(options.get("clients"));
        for (int i = 0; i < clients; i++) serve(listener);
    }

    private static void serve(SSLServerSocket listener) throws Exception {
        try (SSLSocket client = (SSLSocket) listener.accept()) {
            long start = System.currentTimeMillis();
            client.startHandshake();
            describe(client);
            // JSSE does not tell; a session older than its connection is one that was resumed.
            report("resumed", client.getSession().getCreationTime() < start);
            echo(client);
        } catch (java.io.IOException error) {
            report("error", error.getMessage());
        }
    }

    private static void describe(SSLSocket client) throws Exception {
        report("version", client.getSession().getProtocol());
        report("suite", client.getSession().getCipherSuite());
        report("alpn", client.getApplicationProtocol());
        try {
            byte[] certificate = client.getSession().getPeerCertificates()[0].getEncoded();
            report("peer", HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate)));
        } catch (SSLPeerUnverifiedException none) {
            report("peer", "");
        }
    }

    private static void echo(SSLSocket client) throws java.io.IOException {
        InputStream input = client.getInputStream();
        byte[] buffer = new byte[65536];
        long count = 0;
        for (int read; (read = input.read(buffer)) >= 0; count += read) {
            client.getOutputStream().write(buffer, 0, read);
        }
        report("count", count);
        report("end", "close_notify");
    }

    private static SSLContext context() throws Exception {
        String text = Files.readString(Path.of(options.get("cert")));
        Certificate[] chain = certificates(options.get("cert")).toArray(new Certificate[0]);
        int start = text.indexOf("-----BEGIN PRIVATE KEY-----") + 27;
        byte[] key = Base64.getMimeDecoder().decode(text.substring(start, text.indexOf("-----END PRIVATE KEY", start)));
        PrivateKey privateKey = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", privateKey, new char[0], chain);
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, new char[0]);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        KeyStore roots = KeyStore.getInstance("PKCS12");
        roots.load(null, null);
        if (options.containsKey("ca")) {
            for (Certificate root : certificates(options.get("ca"))) roots.setCertificateEntry("root", root);
            trust.init(roots);
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), options.containsKey("ca") ? trust.getTrustManagers() : null, null);
        return context;
    }

    private static Collection<? extends Certificate> certificates(String file) throws Exception {
        StringBuilder text = new StringBuilder();
        boolean inside = false;
        for (String line : Files.readAllLines(Path.of(file))) {
            inside |= line.startsWith("-----BEGIN CERTIFICATE");
            if (inside) text.append(line).append('\n');
            if (line.startsWith("-----END CERTIFICATE")) inside = false;
        }
        return CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(text.toString().getBytes()));
    }

    private static void report(String key, Object value) {
        System.out.println(key + "=" + value);
        System.out.flush();
    }
}
