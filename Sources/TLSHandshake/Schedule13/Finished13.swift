package import TLSPrimitives

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

/// Compares a received Finished with what it must be.
package func checkFinished(
    _ received: [UInt8], _ trafficSecret: borrowing Secret, _ transcript: TranscriptHash
) throws(HandshakeFault) -> FinishedChecked {
    try FinishedChecked(received, matching: try finishedMAC(trafficSecret, transcript))
}
