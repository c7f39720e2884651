/// What sessions bear, each with its reason.
enum SessionLimits {
    static let header = 5
    /// Plaintext of one record. RFC 9846 §5.1.
    static let plaintext = 1 << 14
    /// Ciphertext of one record of TLS 1.3. RFC 9846 §5.2.
    static let ciphertext13 = (1 << 14) + 256
    /// Ciphertext of one record before TLS 1.3. RFC 5246 §6.2.3.
    static let ciphertext12 = (1 << 14) + 2048
    /// What TLS 1.3 adds to a record without padding: header, type and tag.
    static let overhead13 = 22
    /// What older versions add at most: an explicit IV, the longest MAC, padding, and an empty record in front, which
    /// TLS 1.0 sends against a weakness of its chaining.
    static let overhead12 = 256
    /// Handshake messages after the handshake without application data between them: each costs a key derivation.
    static let consecutivePostHandshakeMessages = 32
    /// Records under one key before new ones are taken. RFC 9846 §5.5 allows AES-GCM 2^24.5.
    static let rekeyAfterRecords = 1 << 23
    /// How long a session can be resumed, in seconds: ten hours.
    static let lifetime = 36_000
    /// The random bytes that tell one context's sessions from another's.
    static let contextName = 16
    /// How many tickets a client gets after it was judged; as many as libssl sends by itself.
    static let tickets = 2
}
