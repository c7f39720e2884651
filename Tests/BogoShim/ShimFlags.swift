import Foundation

/// The flags we know, each with what it does to the options; a test with any other is not implemented.
struct ShimFlag: Sendable {
    let takesValue: Bool
    let apply: @Sendable (inout ShimOptions, String) throws(ShimFailure) -> Void

    static let table: [String: ShimFlag] = [
        "-port": number(\.port),
        "-ipv6": on(\.isIPv6),
        "-shim-id": value { $0.shimID = UInt64($1) ?? 0 },
        "-resume-count": number(\.resumeCount),
        "-is-handshaker-supported": on(\.isHandshakerQuestion),
        "-async": on(\.isAsync),
        "-resumption-delay": number(\.resumptionDelay),
        "-server": on(\.isServer),

        "-min-version": number(\.minimumVersion),
        "-max-version": number(\.maximumVersion),
        "-no-tls13": on(\.excludesTLS13),
        "-no-tls12": on(\.excludesTLS12),
        "-no-tls11": on(\.excludesTLS11),
        "-no-tls1": on(\.excludesTLS10),
        "-cipher": ShimFlag(takesValue: true) { options, value throws(ShimFailure) in
            options.cipherSuites = try CipherList.suites(value)
        },
        "-fallback-scsv": on(\.isFallback),
        "-curves": numbers(\.groups),
        "-key-shares": value { ($0.keyShares) = ($0.keyShares ?? []) + [Int($1) ?? 0] },
        "-no-key-shares": ShimFlag(takesValue: false) { options, _ in options.keyShares = [] },
        "-server-supported-groups-hint": numbers(\.serverGroupsHint),
        "-install-cert-compression-algs": ShimFlag(takesValue: false) { options, _ in
            options.certificateCompressions = MadeUpCompression.numbers
        },
        "-install-one-cert-compression-alg": numbers(\.certificateCompressions),
        "-verify-prefs": numbers(\.verifyPreferences),
        "-host-name": text(\.hostName),
        "-advertise-alpn": value { $0.advertisedProtocols = Array($1.utf8) },
        "-select-alpn": text(\.selectedProtocol),
        "-decline-alpn": on(\.declinesProtocols),
        "-reject-alpn": on(\.rejectsProtocols),
        "-skip-ticket": on(\.sendsNoTickets),
        "-no-ticket": on(\.givesNoTickets),
        "-enable-early-data": on(\.enablesEarlyData),
        "-max-cert-list": number(\.maximumCertificateList),
        "-use-client-ca-list": text(\.clientAuthorities),
        "-no-server-name-ack": on(\.answersNoName),
        // Our ticket keys stay for the whole test, and each connection gets new tickets.
        "-use-ticket-callback": nothing,
        "-use-ticket-aead-callback": nothing,
        "-renew-ticket": on(\.renewsTickets),
        // Without `-quic` it is a setting of what is not used.
        "-quic-use-legacy-codepoint": ShimFlag(takesValue: true) { _, _ in },
        // Settings of TLS 1.2 and before: of no effect while TLS 1.3 is spoken, and not implemented otherwise.
        "-renegotiate-freely": on(\.knowsTLS13Alone),
        "-no-legacy-server-connect": on(\.knowsTLS13Alone),
        "-expect-secure-renegotiation": on(\.knowsTLS13Alone),
        // It is refused always.
        "-renegotiate-ignore": nothing,
        "-expect-total-renegotiations": ShimFlag(takesValue: true) { _, value throws(ShimFailure) in
            guard value == "0" else { throw .unimplemented("renegotiation") }
        },
        // Ours is the server's preference always.
        "-server-preference": nothing,

        "-new-x509-credential": ShimFlag(takesValue: false) { options, _ in
            options.credentials.append(CredentialOptions())
        },
        "-cert-file": value { $0.current.certificateFile = $1 },
        "-key-file": value { $0.current.keyFile = $1 },
        "-signing-prefs": value { $0.current.signingPreferences.append(Int($1) ?? 0) },
        // Paths are not tested: `-verify-fail` decides.
        "-trust-cert": ShimFlag(takesValue: true) { _, _ in },
        "-ocsp-response": credentialBytes { $0.staple = $1 },
        "-signed-cert-timestamps": credentialBytes { $0.timestamps = $1 },
        "-must-match-issuer": ShimFlag(takesValue: false) { options, _ in options.current.isBoundToIssuers = true },
        "-enable-ocsp-stapling": on(\.enablesStapling),
        "-enable-signed-cert-timestamps": on(\.enablesTimestamps),
        // What the callback answers with is the credential's staple, or none.
        "-use-ocsp-callback": on(\.usesStapleCallback),
        "-set-ocsp-in-callback": nothing,
        "-decline-ocsp-callback": on(\.declinesStaple),
        "-fail-ocsp-callback": on(\.failsStaple),
        "-verify-peer": on(\.requestsCertificate),
        "-require-any-client-certificate": on(\.requiresCertificate),
        "-verify-fail": on(\.failsVerification),
        "-use-custom-verify-callback": on(\.usesCustomVerification),
        "-reverify-on-resume": on(\.verifiesOnResumption),
        // What our verdict was is what we would report.
        "-expect-verify-result": nothing,

        "-use-early-callback": on(\.usesEarlyCallback),
        "-fail-early-callback": on(\.failsEarlyCallback),
        "-fail-cert-callback": on(\.failsCertificateCallback),
        "-install-ddos-callback": nothing,
        "-fail-ddos-callback": on(\.failsDDoSCallback),
        // Another call of their interface for what is one of ours.
        "-use-old-client-cert-callback": nothing,
        "-no-op-extra-handshake": nothing,
        // Data is opened in place: to look at it takes it.
        "-peek-then-read": nothing,

        "-implicit-handshake": on(\.isImplicit),
        "-shim-writes-first": on(\.writesFirst),
        "-shim-initial-write": value { $0.initialWrite = $1 },
        "-repeat-shim-initial-write": number(\.initialWriteCount),
        "-read-with-unfinished-write": on(\.leavesWriteUnfinished),
        "-shim-shuts-down": on(\.shutsDown),
        "-check-close-notify": on(\.checksCloseNotify),
        "-send-alert": on(\.sendsAlert),
        "-key-update": on(\.updatesKeys),
        "-use-exporter-between-reads": on(\.exportsBetweenReads),
        "-export-traffic-secrets": on(\.exportsTrafficSecrets),
        "-export-keying-material": number(\.exportCount),
        "-export-label": value { $0.exportLabel = $1 },
        "-export-context": value { $0.exportContext = $1 },
        "-use-export-context": on(\.usesExportContext),
        "-read-size": number(\.readSize),
        "-max-send-fragment": value { $0.maximumRecordPlaintext = Int($1) },
        "-early-write-after-message": value { $0.earlyWriteAfterMessage = Int($1) },

        "-expect-version": value { $0.expected.version = Int($1) },
        "-expect-cipher": value { $0.expected.cipherSuite = Int($1) },
        // The machines that run this have AES in hardware.
        "-expect-cipher-aes": value { $0.expected.cipherSuite = Int($1) },
        "-expect-cipher-no-aes": ShimFlag(takesValue: true) { _, _ in },
        "-expect-curve-id": value { $0.expected.group = Int($1) },
        "-expect-peer-signature-algorithm": value { $0.expected.peerSignature = Int($1) },
        "-expect-server-name": value { $0.expected.serverName = $1 },
        "-expect-alpn": value { $0.expected.applicationProtocol = $1 },
        "-expect-advertised-alpn": value { $0.expected.advertisedProtocols = Array($1.utf8) },
        "-expect-hrr": ShimFlag(takesValue: false) { options, _ in options.expected.isRetried = true },
        "-expect-no-hrr": ShimFlag(takesValue: false) { options, _ in options.expected.isRetried = false },
        "-expect-session-miss": on(\.expected.sessionMiss),
        "-expect-no-session": on(\.expected.noSession),
        "-expect-session-id": ShimFlag(takesValue: false) { options, _ in options.expected.hasSessionID = true },
        "-expect-no-session-id": ShimFlag(takesValue: false) { options, _ in options.expected.hasSessionID = false },
        "-expect-ticket-renewal": on(\.expected.renewsTicket),
        "-expect-extended-master-secret": on(\.expected.usesExtendedMasterSecret),
        "-expect-ticket-supports-early-data": on(\.expected.ticketSupportsEarlyData),
        "-expect-accept-early-data": on(\.expected.acceptsEarlyData),
        "-expect-reject-early-data": on(\.expected.rejectsEarlyData),
        "-expect-no-offer-early-data": on(\.expected.offersNoEarlyData),
        // We report whether, not why.
        "-expect-early-data-reason": value { $0.expected.earlyDataReason = $1 },
        "-expect-ticket-age-skew": value { $0.expected.ticketAgeSkew = Int64($1) },
        "-expect-no-peer-cert": on(\.expected.noPeerCertificate),
        "-expect-peer-cert-file": value { $0.expected.peerCertificateFile = $1 },
        "-expect-selected-credential": value { $0.expected.selectedCredential = Int($1) },
        "-expect-ocsp-response": bytes(\.expected.staple),
        "-expect-signed-cert-timestamps": bytes(\.expected.timestamps),
        "-expect-msg-callback": value { $0.expected.messages = $1 },
        "-expect-peer-verify-pref": value { $0.expected.peerVerifyPreferences.append(Int($1) ?? 0) },
    ]
}

extension ShimFlag {
    fileprivate typealias Field<Value> = any (WritableKeyPath<ShimOptions, Value> & Sendable)

    /// Given and passed over: it asks for nothing that we do not do anyway.
    fileprivate static let nothing = ShimFlag(takesValue: false) { _, _ in }

    fileprivate static func on(_ field: Field<Bool>) -> ShimFlag {
        ShimFlag(takesValue: false) { options, _ in options[keyPath: field] = true }
    }

    fileprivate static func number(_ field: Field<Int>) -> ShimFlag {
        ShimFlag(takesValue: true) { options, value throws(ShimFailure) in
            guard let number = Int(value) else { throw .failed("not a number: \(value)") }
            options[keyPath: field] = number
        }
    }

    fileprivate static func numbers(_ field: Field<[Int]>) -> ShimFlag {
        ShimFlag(takesValue: true) { options, value throws(ShimFailure) in
            guard let number = Int(value) else { throw .failed("not a number: \(value)") }
            options[keyPath: field].append(number)
        }
    }

    fileprivate static func text(_ field: Field<String?>) -> ShimFlag {
        ShimFlag(takesValue: true) { options, value in options[keyPath: field] = value }
    }

    fileprivate static func value(_ apply: @escaping @Sendable (inout ShimOptions, String) -> Void) -> ShimFlag {
        ShimFlag(takesValue: true) { options, value in apply(&options, value) }
    }

    fileprivate static func credentialBytes(
        _ apply: @escaping @Sendable (inout CredentialOptions, [UInt8]) -> Void
    ) -> ShimFlag {
        ShimFlag(takesValue: true) { options, value throws(ShimFailure) in
            guard let data = Data(base64Encoded: value) else { throw .failed("not Base64: \(value)") }
            apply(&options.current, Array(data))
        }
    }

    fileprivate static func bytes(_ field: Field<[UInt8]?>) -> ShimFlag {
        ShimFlag(takesValue: true) { options, value throws(ShimFailure) in
            guard let data = Data(base64Encoded: value) else { throw .failed("not Base64: \(value)") }
            options[keyPath: field] = Array(data)
        }
    }
}

/// The options of a test's connections: the first, those that resume, and what goes on where early data was refused.
struct ShimPlan: Sendable {
    var initial = ShimOptions()
    var resumed = ShimOptions()
    var retried = ShimOptions()

    init(_ arguments: [String]) throws(ShimFailure) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            let (name, places) = Self.split(argument)
            guard let flag = ShimFlag.table[name] else { throw .unimplemented("the flag \(name)") }
            var value = ""
            if flag.takesValue {
                guard let next = rest.popFirst() else { throw .failed("no value for \(name)") }
                value = next
            }
            for place in places { try flag.apply(&self[keyPath: place], value) }
        }
    }

    private static func split(_ argument: String) -> (name: String, places: [WritableKeyPath<ShimPlan, ShimOptions>]) {
        let prefixes: [(String, WritableKeyPath<ShimPlan, ShimOptions>)] = [
            ("-on-initial", \.initial), ("-on-resume", \.resumed), ("-on-retry", \.retried),
        ]
        for (prefix, place) in prefixes where argument.hasPrefix(prefix + "-") {
            return (String(argument.dropFirst(prefix.count)), [place])
        }
        return (argument, [\.initial, \.resumed, \.retried])
    }
}

/// Why the shim ends without success.
enum ShimFailure: Error {
    /// A test that asks for what we do not have.
    case unimplemented(String)
    /// A test that fails, with what it prints.
    case failed(String)
}
