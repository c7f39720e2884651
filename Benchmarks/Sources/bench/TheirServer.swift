import CLibsslBench

/// libssl's server joined to libssl's client by a link.
struct TheirServer {
    let context: OpaquePointer
    let client: OpaquePointer
    let link: Link

    init(_ parameters: Parameters, _ identities: Identities, _ link: Link) {
        context = bench_server_context(
            identities.of(parameters.key).handle, parameters.groupName, parameters.suiteToken)
        client = bench_client_context(parameters.groupName, parameters.suiteToken)
        self.link = link
    }

    /// One full handshake; what the server spent is added to `spent`.
    func handshake(_ spent: inout bench_reading) {
        bench_libssl_handshake(context, client, link.handle, &spent, nil, nil)
    }

    /// A handshake whose two ends are kept.
    func connect() throws -> (server: OpaquePointer, client: OpaquePointer) {
        var spent = bench_reading()
        var server: OpaquePointer?
        var client: OpaquePointer?
        bench_libssl_handshake(context, self.client, link.handle, &spent, &server, &client)
        guard let server, let client else { throw BenchError("no connection") }
        return (server, client)
    }
}
