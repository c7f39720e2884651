extension CertificateFacts {
    /// Both dates are included. RFC 5280 §4.1.2.5.
    func checkValidity(_ requirements: PathRequirements) throws(PathFault) {
        guard !requirements.unsafelyIgnoring.contains(.validity) else { return }
        let time = requirements.time
        guard time >= certificate.notBefore else {
            throw PathFault(.notYetValid, "it is valid from \(certificate.notBefore) on, and now is \(time)")
        }
        guard time <= certificate.notAfter else {
            throw PathFault(.expired, "it was valid until \(certificate.notAfter), and now is \(time)")
        }
    }
}
