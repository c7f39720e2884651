import TLSPrimitives
import TLSWire

/// Runs a libcrypto call; its failure on input of ours is a fault of our own.
func crypto<R: ~Copyable>(_ body: () throws(CryptoError) -> R) throws(HandshakeFault) -> R {
    do {
        return try body()
    } catch {
        throw .crypto(error)
    }
}

/// Runs a decoder; its failure is the peer's.
func decoding<R>(_ body: () throws(WireError) -> R) throws(HandshakeFault) -> R {
    do {
        return try body()
    } catch {
        throw .decode(error)
    }
}
