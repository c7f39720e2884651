/// A private key, ready to sign.
public final class PrivateKey: Sendable {
    package init() {}
}
