package import TLSPrimitives
import TLSWire

/// The MAC of Finished. RFC 9846 §4.5.3.
package func finishedMAC(
    _ trafficSecret: borrowing Secret, _ transcript: TranscriptHash
) throws(HandshakeFault) -> Digest {
    try crypto { () throws(CryptoError) in
        let key = try trafficSecret.expandLabel(
            transcript.algorithm, "finished", count: transcript.algorithm.digestLength)
        return try HMAC.authenticate(transcript.algorithm, key: key.span, transcript.digest.span)
    }
}

/// Proof that the peer's Finished matched. RFC 9846 §4.5.3.
package struct FinishedChecked: ~Copyable {
    fileprivate init() {}
}

/// Compares a received Finished with what it must be, in constant time.
package func checkFinished(
    _ received: [UInt8], _ trafficSecret: borrowing Secret, _ transcript: TranscriptHash
) throws(HandshakeFault) -> FinishedChecked {
    let expected = try finishedMAC(trafficSecret, transcript)
    guard received.count == expected.count else {
        throw .decode(.init(.lengthOutOfRange(received.count), in: "Finished"))
    }
    guard ConstantTime.equal(expected.span, received.span.bytes) else { throw .misbehaved(.wrongFinished) }
    return FinishedChecked()
}
