/// What the record layer bears from a peer, each with its reason.
package enum RecordLimits {
    /// Plaintext of one record. RFC 9846 §5.1.
    package static let plaintext = 1 << 14
    /// Ciphertext of one TLS 1.3 record: plaintext, type, padding and tag. RFC 9846 §5.2.
    package static let ciphertext13 = (1 << 14) + 256
    /// Ciphertext of one TLS 1.2 record: plaintext, IV or nonce, padding and MAC. RFC 5246 §6.2.3.
    package static let ciphertext12 = (1 << 14) + 2048
    package static let header = 5
    /// The length in front of a record of SSL 2. RFC 5246 §E.2.
    package static let ssl2Header = 2
    /// The part of a TLS 1.2 nonce that goes with the record. RFC 5288 §3.
    package static let explicitNonce = 8
    /// Empty or padding-only records in a row: each costs us a decryption and brings nothing.
    package static let consecutiveEmptyRecords = 32
    /// change_cipher_spec records of middlebox compatibility: one a ClientHello. RFC 9846 §E.4.
    package static let changeCipherSpecs = 2
    /// Bytes of rejected early data that are skipped before a record must open. RFC 9846 §4.3.10.
    package static let skippedEarlyData = 1 << 14
    /// Records of one handshake message: bounds the work a message in one-byte records causes.
    package static let fragmentsOfMessage = 4096
    /// A handshake message other than those below.
    package static let handshakeMessage = 16_384
    package static let clientHello = 65_536
    /// A hello in the form of SSL 2: three hundred suites, and no extensions. RFC 5246 §E.2.
    package static let ssl2Hello = 1024
    /// The names of a server's authorities can fill a whole extension.
    package static let certificateRequest = 65_536
    /// AES-GCM records after which new keys are due, and after which nothing more is sealed. RFC 9846 §5.5.
    package static let rekeyAfterRecords: UInt64 = 1 << 23
    package static let stopAfterRecords: UInt64 = 1 << 24
    /// Bytes under one key of DES or triple DES: 2^20 blocks of 64 bits, among which two alike are still unlikely (Sweet32).
    package static let bytesOfSmallBlocks = 8 << 20
    /// TLS 1.2 has no KeyUpdate: so many records before the last one a connection closes.
    package static let recordsForClosing: UInt64 = 16
    /// Record numbers never wrap. RFC 9846 §5.3.
    package static let lastSequence = UInt64.max - 65_536
}
