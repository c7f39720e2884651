import TLSMessages

/// What others say of a certificate, sent beside it to peers that ask for it. RFC 9846 §4.5.1.1, RFC 6962 §3.3.
package struct CertificateStatements: Hashable, Sendable {
    /// The issuer's word on whether it still holds, undecoded.
    package var ocspResponse: [UInt8]?
    /// The words of logs that have seen it, each undecoded.
    package var timestamps: [[UInt8]]
    /// Whether they came when a session began that is now resumed.
    package var isOfEarlierHandshake = false

    package init(ocspResponse: [UInt8]? = nil, timestamps: [[UInt8]] = []) {
        self.ocspResponse = ocspResponse
        self.timestamps = timestamps
    }

    init(_ extensions: CertificateEntryExtensions) {
        self.init(
            ocspResponse: extensions.status?.ocspResponse, timestamps: extensions.signedCertificateTimestamps ?? [])
    }

    /// What of a peer's wish can be met.
    func answer(to wish: StatementWish) -> StatementWish {
        StatementWish(status: wish.status && ocspResponse != nil, timestamps: wish.timestamps && !timestamps.isEmpty)
    }

    /// Those that a peer wants.
    func limited(to wish: StatementWish) -> CertificateStatements {
        CertificateStatements(
            ocspResponse: wish.status ? ocspResponse : nil, timestamps: wish.timestamps ? timestamps : [])
    }

    var extensions: CertificateEntryExtensions {
        var extensions = CertificateEntryExtensions()
        extensions.status = ocspResponse.map(CertificateStatus.init(ocspResponse:))
        extensions.signedCertificateTimestamps = timestamps.isEmpty ? nil : timestamps
        return extensions
    }
}

/// Which statements a client has asked for.
package struct StatementWish: Hashable, Sendable {
    package var status = false
    package var timestamps = false

    package init(status: Bool = false, timestamps: Bool = false) {
        self.status = status
        self.timestamps = timestamps
    }

    init(_ hello: ClientHelloExtensions) {
        if case .ocsp = hello.statusRequest { status = true }
        timestamps = hello.signedCertificateTimestamps != nil
    }

    static let none = StatementWish()
    static let all = [
        none, StatementWish(status: true), StatementWish(timestamps: true),
        StatementWish(status: true, timestamps: true),
    ]

    /// Whether this may stand beside a certificate of a peer that was asked so.
    func allows(_ extensions: CertificateEntryExtensions) -> Bool {
        (status || extensions.status == nil) && (timestamps || extensions.signedCertificateTimestamps == nil)
    }
}
