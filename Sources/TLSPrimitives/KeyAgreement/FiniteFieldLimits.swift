/// Which groups of a TLS 1.2 server a client computes in, checked before libcrypto sees them.
package enum FiniteFieldLimits {
    /// Smaller primes are broken by who can afford it (Logjam); larger ones cost the client more than they bring.
    package static let primeBits = 2048...8192
    /// Twice the strength of the largest prime and more, as nothing is known of the factors of p - 1.
    static let exponentBits: Int32 = 512
}
