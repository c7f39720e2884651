/// One key for many threads: contexts that were keyed once, each lent to one caller at a time.
///
/// A caller that finds none free makes one, so nobody waits for another's work. They end with the pool.
package final class AEADPool: Sendable {
    private let algorithm: AEADAlgorithm
    package let key: Secret
    private let sealers = Lock<[AEADSealer]>([])
    private let openers = Lock<[AEADOpener]>([])

    package init(_ algorithm: AEADAlgorithm, key: consuming Secret) {
        self.algorithm = algorithm
        self.key = key
    }

    /// Lends a sealer to `body`.
    package func withSealer<R: ~Copyable>(
        _ body: (AEADSealer) throws(CryptoError) -> R
    ) throws(CryptoError) -> R {
        let sealer = try takeSealer()
        defer { sealers.withLock { $0.append(sealer) } }
        return try body(sealer)
    }

    /// Lends an opener to `body`. What it refused has no effect on what it opens next.
    package func withOpener<R: ~Copyable>(
        _ body: (AEADOpener) throws(CryptoError) -> R
    ) throws(CryptoError) -> R {
        let opener = try takeOpener()
        defer { openers.withLock { $0.append(opener) } }
        return try body(opener)
    }

    private func takeSealer() throws(CryptoError) -> AEADSealer {
        if let free = sealers.withLock({ $0.popLast() }) { return free }
        return try key.withBytes { key throws(CryptoError) in try AEADSealer(algorithm, key: key) }
    }

    private func takeOpener() throws(CryptoError) -> AEADOpener {
        if let free = openers.withLock({ $0.popLast() }) { return free }
        return try key.withBytes { key throws(CryptoError) in try AEADOpener(algorithm, key: key) }
    }
}
