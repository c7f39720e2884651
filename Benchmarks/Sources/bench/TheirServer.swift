import CLibsslBench

/// libssl's server.
struct TheirServer: Server {
    let context: OpaquePointer

    init(_ parameters: Parameters, _ identities: Identities) {
        context = bench_server_context(
            identities.of(parameters.key).handle, parameters.groupName, parameters.suiteToken)
    }

    func makeSession(_ link: Link) -> OpaquePointer {
        bench_server_new(context, link.handle)
    }

    func step(_ session: OpaquePointer, _ link: Link) -> Bool {
        bench_server_handshake(session) == 1
    }

    func end(_ session: OpaquePointer) {
        bench_server_free(session)
    }
}
