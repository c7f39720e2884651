/// How far a server is with its client's hello.
struct HelloProgress {
    /// Whether any record has come.
    var hasBegun = false
    /// The application has answered, if it was asked.
    var isAnswered = false
    /// The choice of a certificate is made.
    var isDecided = false
    /// The hello's records as received, kept while the application may still send them to another context.
    var records: [UInt8] = []
    /// The identities that the application presents on this connection.
    var presented: [LoadedIdentity]?
}
