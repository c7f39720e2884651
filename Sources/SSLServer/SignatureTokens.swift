import TLSMessages

enum SignatureTokens {
    static let defaultSchemes: [SignatureScheme] = []
}
