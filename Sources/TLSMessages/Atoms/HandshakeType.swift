/// What a handshake message is. RFC 9846 §4.
@usableFromInline
package struct HandshakeType: RawRepresentable, Hashable, Sendable, CaseIterable {
    @usableFromInline package let rawValue: UInt8

    @usableFromInline
    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static let helloRequest = HandshakeType(rawValue: 0)
    package static let clientHello = HandshakeType(rawValue: 1)
    package static let serverHello = HandshakeType(rawValue: 2)
    package static let newSessionTicket = HandshakeType(rawValue: 4)
    package static let endOfEarlyData = HandshakeType(rawValue: 5)
    package static let encryptedExtensions = HandshakeType(rawValue: 8)
    package static let certificate = HandshakeType(rawValue: 11)
    package static let serverKeyExchange = HandshakeType(rawValue: 12)
    package static let certificateRequest = HandshakeType(rawValue: 13)
    package static let serverHelloDone = HandshakeType(rawValue: 14)
    package static let certificateVerify = HandshakeType(rawValue: 15)
    package static let clientKeyExchange = HandshakeType(rawValue: 16)
    package static let finished = HandshakeType(rawValue: 20)
    package static let certificateStatus = HandshakeType(rawValue: 22)
    package static let keyUpdate = HandshakeType(rawValue: 24)
    package static let compressedCertificate = HandshakeType(rawValue: 25)
    package static let messageHash = HandshakeType(rawValue: 254)

    @usableFromInline package static let allCases: [HandshakeType] = [
        .helloRequest, .clientHello, .serverHello, .newSessionTicket, .endOfEarlyData, .encryptedExtensions,
        .certificate,
        .serverKeyExchange, .certificateRequest, .serverHelloDone, .certificateVerify, .clientKeyExchange, .finished,
        .certificateStatus, .keyUpdate, .compressedCertificate, .messageHash,
    ]
}

extension HandshakeType: CustomStringConvertible {
    @usableFromInline package var description: String {
        switch self {
        case .helloRequest: "hello_request"
        case .clientHello: "client_hello"
        case .serverHello: "server_hello"
        case .newSessionTicket: "new_session_ticket"
        case .endOfEarlyData: "end_of_early_data"
        case .encryptedExtensions: "encrypted_extensions"
        case .certificate: "certificate"
        case .serverKeyExchange: "server_key_exchange"
        case .certificateRequest: "certificate_request"
        case .serverHelloDone: "server_hello_done"
        case .certificateVerify: "certificate_verify"
        case .clientKeyExchange: "client_key_exchange"
        case .finished: "finished"
        case .certificateStatus: "certificate_status"
        case .keyUpdate: "key_update"
        case .compressedCertificate: "compressed_certificate"
        case .messageHash: "message_hash"
        default: hexadecimal(rawValue)
        }
    }
}
