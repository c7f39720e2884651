import NIOCore
import NIOTLSHandlers
import TLSMessages
import TLSProvider

extension SSLServer.Configuration {
    static let defaultNumberOfEventLoops = System.coreCount

    /// The most connections the setting allows.
    static let mostConnections = 100_000

    static func checkMaxLineLength(_ value: Int) throws(SSLError) {
        guard value >= 256 else { throw SSLError(.invalidArgument, "MaxLineLength must be at least 256") }
    }

    static func checkNotNegative(_ value: Int, _ name: String) throws(SSLError) {
        guard value >= 0 else { throw SSLError(.invalidArgument, "\(name) must not be negative") }
    }

    private static func check(_ isRight: Bool, _ rule: String) throws(SSLError) {
        guard isRight else { throw SSLError(.invalidArgument, rule) }
    }

    /// Checks every value.
    func validate() throws(SSLError) {
        try Self.check((0...65535).contains(localPort), "LocalPort must be 0 to 65535")
        try Self.check(connectionBacklog > 0, "ConnectionBacklog must be positive")
        try Self.check(
            (1...Self.mostConnections).contains(maxConnections), "MaxConnections must be 1 to \(Self.mostConnections)")
        try Self.check((1...1024).contains(numberOfEventLoops), "the number of event loops must be 1 to 1024")
        try Self.checkMaxLineLength(defaultMaxLineLength)
        let counts = [
            (keepAliveTime, "KeepAliveTime"), (keepAliveInterval, "KeepAliveInterval"), (inBufferSize, "InBufferSize"),
            (outBufferSize, "OutBufferSize"), (defaultIdleTimeout, "DefaultIdleTimeout"),
            (defaultTimeout, "DefaultTimeout"), (defaultConnectionTimeout, "DefaultConnectionTimeout"),
            (handshakeTimeout, "the handshake timeout"), (writeTimeout, "the write timeout"),
            (sslCipherStrength, "SSLCipherStrength"), (doEventsWait, "the wait of DoEvents"),
        ]
        for (value, name) in counts { try Self.checkNotNegative(value, name) }
        let longestDelay = TLSHandlerLimits.secondsOfBadRecordDelay
        try Self.check(
            (0...longestDelay).contains(badRecordDelay),
            "the delay after a bad record must be 0 to \(longestDelay) seconds")
        guard (0...Int(UInt32.max)).contains(maxEarlyDataLength) else {
            throw SSLError(.invalidArgument, "maxEarlyDataLength must be 0 to \(UInt32.max)")
        }
        try checkTLS()
    }

    private func checkTLS() throws(SSLError) {
        _ = try offeredVersions()
        _ = try offeredCipherSuites()
        try Self.check(!tls12SupportedGroups.isEmpty, "TLS12SupportedGroups must name a curve")
        try Self.check(
            tls12SupportedGroups.allSatisfy(GroupTokens.isCurve12), "TLS12SupportedGroups names curves of TLS 1.2 only")
        try Self.check(!tls13SupportedGroups.isEmpty, "TLS13SupportedGroups must name a group")
        try Self.check(!tls13SignatureAlgorithms.isEmpty, "TLS13SignatureAlgorithms must name an algorithm")
        for certificate in [sslCert] + additionalCertificates where !certificate.isEmpty {
            _ = try certificate.servingIdentity()
        }
        _ = try extraCertificates()
        try checkTrust()
        try checkPlatform()
    }

    /// Refuses what cannot change while the server listens.
    func checkChange(from old: Self) throws(SSLError) {
        if localPort != old.localPort { throw SSLError(.localPortWhileListening) }
        if localHost != old.localHost { throw SSLError(.localHostWhileListening) }
        if maxConnections != old.maxConnections { throw SSLError(.maxConnectionsWhileListening) }
        let fixed = [
            (sslProvider != old.sslProvider, "SSLProvider"), (useIPv6 != old.useIPv6, "UseIPv6"),
            (bindExclusively != old.bindExclusively, "BindExclusively"),
            (numberOfEventLoops != old.numberOfEventLoops, "the number of event loops"),
            (eventDelivery != old.eventDelivery, "the delivery of events"),
        ]
        for (isChanged, name) in fixed where isChanged {
            throw SSLError(.invalidArgument, "\(name) cannot change while the server listens")
        }
    }
}
