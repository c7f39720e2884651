internal import CLibssl
import TLSMessages
import TLSProvider

// SAFETY: used only while a context is being made, by the one who makes it and keeps it alive.
/// Puts a configuration into a context of libssl's, setting by setting; each refusal says what to change.
@safe struct ContextSetup {
    let context: OpaquePointer

    func setUp(
        _ versions: [ProtocolVersion], _ suites: [CipherSuite], _ groups: [NamedGroup], _ schemes: [SignatureScheme],
        _ platform: PlatformSettings
    ) throws(TLSError) {
        try setVersions(versions)
        try setSuites(suites, platform.cipherList)
        try setGroups(groups)
        let names = schemes.map(\.description).joined(separator: ":")
        guard unsafe clibssl_set_signature_schemes(context, names) == 1 else {
            throw LibsslErrors.refusal("the signature schemes \(names)", mend: "change `signatureSchemes`")
        }
        try setAuthorities(platform)
        unsafe clibssl_set_dh_auto(context)
        let seed = platform.randomSeed
        // SAFETY: the count is the buffer's; the bytes are counted as no entropy at all.
        unsafe seed.withUnsafeBytes { bytes in
            unsafe RAND_add(bytes.baseAddress, Int32(truncatingIfNeeded: bytes.count), 0)
        }
    }

    private func setVersions(_ versions: [ProtocolVersion]) throws(TLSError) {
        guard let lowest = versions.min(), let highest = versions.max() else { return }
        guard unsafe clibssl_set_versions(context, Int32(lowest.rawValue), Int32(highest.rawValue)) == 1 else {
            throw LibsslErrors.refusal("the versions \(versions)", mend: "change `versions`")
        }
        for version in ConfigurationChecks.versions {
            let option = clibssl_option_without(Int32(version.rawValue))
            if versions.contains(version) {
                unsafe SSL_CTX_clear_options(context, option)
            } else if lowest < version, version < highest {
                unsafe SSL_CTX_set_options(context, option)
            }
        }
        // TLS 1.0 and 1.1 sign with SHA-1, which every higher level refuses. RFC 5246 §1.2 tells what changed.
        if lowest < .tls12 { unsafe SSL_CTX_set_security_level(context, 0) }
    }

    private func setSuites(_ suites: [CipherSuite], _ cipherList: String) throws(TLSError) {
        let names13 = suites.compactMap(CodePoints.name13(of:)).joined(separator: ":")
        guard unsafe SSL_CTX_set_ciphersuites(context, names13) == 1 else {
            throw LibsslErrors.refusal("the suites \(names13)", mend: "change `cipherSuites`")
        }
        let older = suites.filter { !$0.isTLS13 }
        let list = older.isEmpty ? cipherList : try names(of: older)
        // The default is what the context has from the system's configuration.
        guard list != "DEFAULT" else { return }
        guard unsafe SSL_CTX_set_cipher_list(context, list) == 1 else {
            throw LibsslErrors.refusal("the cipher list \"\(list)\"", mend: "see `openssl ciphers`")
        }
    }

    /// libssl's own names of suites, which it tells by a connection.
    private func names(of suites: [CipherSuite]) throws(TLSError) -> String {
        guard let ssl = unsafe SSL_new(context) else { throw LibsslErrors.failure("a connection cannot be made") }
        defer { unsafe SSL_free(ssl) }
        var names: [String] = []
        for suite in suites {
            let code: [UInt8] = [UInt8(suite.rawValue >> 8), UInt8(suite.rawValue & 0xff)]
            // SAFETY: libssl reads two bytes; the name is static and terminated.
            let cipher = unsafe code.withUnsafeBufferPointer { unsafe SSL_CIPHER_find(ssl, $0.baseAddress) }
            guard let cipher = unsafe cipher, let name = unsafe SSL_CIPHER_get_name(cipher) else {
                throw LibsslErrors.refusal("the suite \(suite)", mend: "take it out of `cipherSuites`")
            }
            names.append(unsafe String(cString: name))
        }
        return names.joined(separator: ":")
    }

    private func setGroups(_ groups: [NamedGroup]) throws(TLSError) {
        // The defaults name hybrids, which libssl 3.0 does not have: those it lacks are left out, unless nothing is left.
        let known = groups.filter { !CodePoints.usesMLKEM($0) || knows($0) }
        let names = (known.isEmpty ? groups : known).map(CodePoints.name(of:)).joined(separator: ":")
        guard unsafe clibssl_set_groups(context, names) == 1 else {
            throw LibsslErrors.refusal("the groups \(names)", mend: "take out of `groups` what this libssl lacks")
        }
    }

    /// Whether libssl takes a group; the list that is set afterwards replaces this one.
    private func knows(_ group: NamedGroup) -> Bool {
        if unsafe clibssl_set_groups(context, CodePoints.name(of: group)) == 1 { return true }
        ERR_clear_error()
        return false
    }

    private func setAuthorities(_ platform: PlatformSettings) throws(TLSError) {
        if let file = platform.certificateAuthorityFile {
            guard unsafe SSL_CTX_load_verify_file(context, file) == 1 else {
                throw LibsslErrors.refusal(
                    "the authorities' file \"\(file)\"", mend: "give a readable file of certificates in PEM")
            }
        }
        if let directory = platform.certificateAuthorityDirectory {
            guard unsafe clibssl_is_directory(directory) == 1, unsafe SSL_CTX_load_verify_dir(context, directory) == 1
            else {
                throw LibsslErrors.refusal(
                    "the authorities' folder \"\(directory)\"", mend: "give a folder prepared by `openssl rehash`")
            }
        }
    }

    // MARK: Roles

    /// What servers and clients set alike.
    func take(_ settings: SessionSettings, _ limits: TLSLimits) throws(TLSError) {
        setOptions(settings)
        try install(settings.identities)
        unsafe ContextCallbacks.install(on: context, settings)
        setLimits(limits, settings.padding)
    }

    private func setOptions(_ settings: SessionSettings) {
        unsafe clibssl_set_options(context, settings.resumesSessions ? 1 : 0, settings.isServer ? 1 : 0)
    }

    /// The identities that are presented when nothing about the client says otherwise: the first of each kind of key.
    private func install(_ identities: [LoadedIdentity]) throws(TLSError) {
        var places: Set<Int> = []
        for (index, identity) in identities.enumerated() where places.insert(identity.place).inserted {
            guard unsafe identity.install(in: context) else {
                throw LibsslErrors.refusal(
                    "identity \(index) (\(identity.keyType))", mend: "take a key that its security level allows")
            }
        }
    }

    func setServerOptions(_ configuration: TLSServerConfiguration, _ settings: SessionSettings) throws(TLSError) {
        var mode = SSL_VERIFY_NONE
        if settings.judgesPeer { mode = SSL_VERIFY_PEER }
        if configuration.clientAuthentication.isRequired { mode |= SSL_VERIFY_FAIL_IF_NO_PEER_CERT }
        unsafe SSL_CTX_set_verify(context, mode, nil)
        if !configuration.clientCertificateAuthorities.isEmpty {
            guard let names = unsafe CertificateChain.names(configuration.clientCertificateAuthorities) else {
                throw LibsslErrors.refusal(
                    "a name in `clientCertificateAuthorities`", mend: "give each as a DER `Name`")
            }
            unsafe SSL_CTX_set_client_CA_list(context, names)
        }
        unsafe clibssl_accept_server_names(context)
        try setResumption(settings)
    }

    /// A session belongs to this context alone: another configuration could have refused its client.
    private func setResumption(_ settings: SessionSettings) throws(TLSError) {
        unsafe clibssl_set_session_cache(
            context, Int(settings.resumesSessions ? SSL_SESS_CACHE_SERVER : SSL_SESS_CACHE_OFF))
        unsafe SSL_CTX_set_timeout(context, SessionLimits.lifetime)
        // A client that must be judged gets its tickets when it has been.
        if !settings.resumesSessions || settings.judgesPeer { unsafe SSL_CTX_set_num_tickets(context, 0) }
        var name = [UInt8](repeating: 0, count: SessionLimits.contextName)
        // SAFETY: the counts are the buffers'.
        let isSet = unsafe name.withUnsafeMutableBufferPointer { bytes in
            unsafe RAND_bytes(bytes.baseAddress, Int32(bytes.count)) == 1
                && SSL_CTX_set_session_id_context(context, bytes.baseAddress, UInt32(bytes.count)) == 1
        }
        guard isSet else { throw LibsslErrors.failure("session names cannot be made") }
    }

    func setClientOptions(_ settings: SessionSettings) throws(TLSError) {
        unsafe SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nil)
        let mode = settings.receiveSession == nil ? SSL_SESS_CACHE_OFF : clientCache
        unsafe clibssl_set_session_cache(context, Int(mode))
        guard !settings.applicationProtocols.isEmpty else { return }
        let list = settings.applicationProtocols.flatMap { [UInt8(truncatingIfNeeded: $0.count)] + $0 }
        // SAFETY: the count is the buffer's. Here 0 is success.
        let status = unsafe list.withUnsafeBufferPointer { bytes in
            unsafe SSL_CTX_set_alpn_protos(context, bytes.baseAddress, UInt32(truncatingIfNeeded: bytes.count))
        }
        guard status == 0 else {
            throw LibsslErrors.refusal("the application protocols", mend: "change `applicationProtocols`")
        }
    }

    /// The application keeps sessions, not libssl.
    private var clientCache: Int32 { SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL }

    private func setLimits(_ limits: TLSLimits, _ padding: Int) {
        unsafe clibssl_set_longest_chain(context, limits.maximumCertificateMessage)
        if padding > 0 { unsafe SSL_CTX_set_block_padding(context, padding) }
    }
}
