import TLSMessages
package import TLSPrimitives

/// Whose Finished it is. RFC 5246 §7.4.9.
package enum FinishedSender: Hashable, Sendable {
    case client
    case server

    fileprivate var label: StaticString {
        switch self {
        case .client: "client finished"
        case .server: "server finished"
        }
    }
}

extension MasterSecret12 {
    /// The content of Finished. RFC 5246 §7.4.9.
    ///
    /// - Parameter transcript: the hash up to this Finished.
    package borrowing func verifyData(
        of sender: FinishedSender, _ transcript: TranscriptHash
    ) throws(HandshakeFault) -> Digest {
        try crypto { () throws(CryptoError) in
            let data = try PRF12.derive(
                hash, secret: secret.span, label: sender.label, transcript.digest.span,
                count: Finished12.verifyDataLength)
            return Digest(copying: data.span)
        }
    }

    /// Compares a received Finished with what it must be.
    package borrowing func checkFinished(
        _ received: [UInt8], of sender: FinishedSender, _ transcript: TranscriptHash
    ) throws(HandshakeFault) -> FinishedChecked {
        try FinishedChecked(received, matching: try verifyData(of: sender, transcript))
    }
}
