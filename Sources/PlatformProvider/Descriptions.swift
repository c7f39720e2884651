internal import CLibssl
import TLSCertificates
import TLSMessages
import TLSProvider

extension NegotiatedParameters {
    /// The outcome in the application's terms.
    init(_ connection: Connection, _ observed: Observations, _ settings: SessionSettings) {
        // SAFETY: the connection is alive; what libssl lends of it is copied at once.
        let ssl = unsafe connection.ssl
        let cipher = unsafe SSL_get_current_cipher(ssl)
        let suite = CipherSuite(rawValue: unsafe SSL_CIPHER_get_protocol_id(cipher))
        self.init(version: connection.version, cipherSuite: suite)
        isResumed = connection.isResumed
        isHelloRetried = observed.isHelloRetried
        usesExtendedMasterSecret = unsafe version == .tls13 || clibssl_uses_extended_master_secret(ssl) == 1
        if !isResumed || version == .tls13 {
            group = CodePoints.group(number: unsafe clibssl_negotiated_group(ssl))
        }
        if !isResumed, version >= .tls12 { signatureScheme = observed.signatureScheme }
        applicationProtocol = connection.applicationProtocol
        serverName = settings.isServer ? connection.requestedServerName : settings.serverName?.lowercased()
        peerCertificates = observed.peerCertificates
        if isResumed, let certificate = unsafe CertificateChain.read(certificate: SSL_get0_peer_certificate(ssl)) {
            peerCertificates = [certificate]
        }
    }
}

extension Connection {
    var applicationProtocol: String? {
        var start: UnsafePointer<UInt8>?
        var count: UInt32 = 0
        // SAFETY: libssl lends its own bytes, which are copied before anything else happens.
        unsafe SSL_get0_alpn_selected(ssl, &start, &count)
        guard let start = unsafe start, count > 0 else { return nil }
        return unsafe String(decoding: UnsafeBufferPointer(start: start, count: Int(count)), as: UTF8.self)
    }

    /// The name that the client has asked for, in lower case.
    var requestedServerName: String? {
        // SAFETY: a terminated string of libssl's, copied at once.
        guard let name = unsafe SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name) else { return nil }
        return unsafe String(cString: name).lowercased()
    }

    /// What a client says of the server it wants, and the session it would resume.
    func setServer(_ settings: SessionSettings) throws(TLSError) {
        if let name = settings.serverName, unsafe clibssl_set_server_name(ssl, name) != 1 {
            throw LibsslErrors.refusal("the server's name \"\(name)\"", mend: "give a host name")
        }
        if let session = settings.session, unsafe SSL_set_session(ssl, session.pointer) != 1 {
            throw LibsslErrors.refusal("the session to resume", mend: "connect without it")
        }
    }
}
