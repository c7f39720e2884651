import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS 1.2 with one cipher suite after another for the interop tests: Java's JSSE, in either role.
 *
 * Options are key=value: role (client or server), suites (separated by commas; each is one connection), ca (the roots a client trusts), port
 * (of the server to connect to), cert and keytype (a server's). A client sends a line and reads it back; a server sends back what it gets until
 * the client closes. Prints a server's port, and of each connection a line: the suite, the version, whether the line came back, or what failed.
 */
public final class Suites {
    private static final Map<String, String> options = new HashMap<>();

    public static void main(String[] arguments) throws Exception {
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            options.put(parts[0], parts[1]);
        }
        // What is old is switched off by lists of what is forbidden.
        for (String list : new String[] {"tls.disabledAlgorithms", "tls.legacyAlgorithms", "certpath.disabledAlgorithms"}) {
            Security.setProperty("jdk." + list, "");
        }
        String[] suites = options.get("suites").split(",");
        if (options.get("role").equals("client")) {
            SSLContext context = SSLContext.getInstance("TLSv1.2");
            context.init(null, trust().getTrustManagers(), null);
            for (String suite : suites) connect(context, suite);
        } else {
            serve(suites);
        }
    }

    private static void connect(SSLContext context, String suite) throws Exception {
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", Integer.parseInt(options.get("port")))) {
            socket.setSoTimeout(10000);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.2"});
            parameters.setServerNames(List.of(new SNIHostName("server.test")));
            parameters.setCipherSuites(new String[] {suite});
            socket.setSSLParameters(parameters);
            byte[] line = (suite + "\n").getBytes();
            socket.getOutputStream().write(line);
            boolean intact = java.util.Arrays.equals(socket.getInputStream().readNBytes(line.length), line);
            socket.shutdownOutput();
            boolean closed = socket.getInputStream().read() < 0;
            report(socket, intact && closed);
        } catch (java.io.IOException error) {
            System.out.println("failed " + suite + " " + error.getMessage());
        }
    }

    private static void serve(String[] suites) throws Exception {
        SSLContext context = SSLContext.getInstance("TLSv1.2");
        context.init(keys(), null, null);
        SSLServerSocket listener = (SSLServerSocket) context.getServerSocketFactory()
            .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        listener.setEnabledProtocols(new String[] {"TLSv1.2"});
        listener.setEnabledCipherSuites(suites);
        System.out.println("port=" + listener.getLocalPort());
        for (int i = 0; i < suites.length; i++) {
            try (SSLSocket socket = (SSLSocket) listener.accept()) {
                socket.setSoTimeout(10000);
                InputStream input = socket.getInputStream();
                byte[] buffer = new byte[1000];
                for (int read; (read = input.read(buffer)) >= 0;) socket.getOutputStream().write(buffer, 0, read);
                report(socket, true);
            } catch (java.io.IOException error) {
                System.out.println("failed - " + error.getMessage());
            }
        }
    }

    private static void report(SSLSocket socket, boolean intact) {
        // Its names of the oldest suites begin as in SSL 3.0.
        String suite = socket.getSession().getCipherSuite().replaceFirst("^SSL_", "TLS_");
        System.out.println((intact ? "echoed " : "failed ") + suite + " " + socket.getSession().getProtocol());
        System.out.flush();
    }

    private static KeyManager[] keys() throws Exception {
        String text = Files.readString(Path.of(options.get("cert")));
        int start = text.indexOf("-----BEGIN PRIVATE KEY-----") + 27;
        byte[] der = Base64.getMimeDecoder().decode(text.substring(start, text.indexOf("-----END PRIVATE KEY", start)));
        PrivateKey key = KeyFactory.getInstance(options.get("keytype")).generatePrivate(new PKCS8EncodedKeySpec(der));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", key, new char[0], certificates(options.get("cert")).toArray(new Certificate[0]));
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, new char[0]);
        return keys.getKeyManagers();
    }

    private static TrustManagerFactory trust() throws Exception {
        KeyStore roots = KeyStore.getInstance("PKCS12");
        roots.load(null, null);
        List<Certificate> all = certificates(options.get("ca"));
        for (int i = 0; i < all.size(); i++) roots.setCertificateEntry("root" + i, all.get(i));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(roots);
        return trust;
    }

    private static List<Certificate> certificates(String file) throws Exception {
        List<Certificate> all = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        boolean inside = false;
        for (String line : Files.readAllLines(Path.of(file))) {
            inside |= line.startsWith("-----BEGIN CERTIFICATE");
            if (inside) text.append(line).append('\n');
            if (line.startsWith("-----END CERTIFICATE")) inside = false;
        }
        all.addAll(CertificateFactory.getInstance("X.509")
            .generateCertificates(new java.io.ByteArrayInputStream(text.toString().getBytes())));
        return all;
    }
}
