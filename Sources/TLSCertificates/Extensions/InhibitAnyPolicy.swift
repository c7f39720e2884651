extension X509Certificate {
    /// After how many more certificates `anyPolicy` no longer stands for every policy; nil when the certificate does not
    /// say. RFC 5280 §4.2.1.14.
    public var inhibitAnyPolicy: Int? {
        get throws(CertificateError) {
            try decode(.inhibitAnyPolicy) { reader throws(DERError) in
                try reader.smallInteger("inhibitAnyPolicy")
            }
        }
    }
}
