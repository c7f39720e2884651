import CLibsslBench

/// libssl's server.
struct TheirServer: Party {
    let context: OpaquePointer

    init(
        _ parameters: Parameters, _ identities: Identities, tickets: Int32 = 0, asking chain: ClientChain? = nil
    ) {
        context = bench_server_context(
            identities.of(parameters.key).handle, parameters.groupToken, parameters.suiteToken, tickets)
        if let chain { bench_server_verify(context, chain.handle) }
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

/// libssl's client. It believes every certificate, and checks that the server has its key.
struct TheirClient: Party {
    private let context: OpaquePointer
    private let earlier: OpaquePointer?

    init(_ parameters: Parameters, presenting chain: ClientChain? = nil) {
        context = bench_client_context(parameters.groupToken, parameters.suiteToken)
        if let chain { bench_client_present(context, chain.handle) }
        earlier = nil
    }

    /// One that resumes a session with this server, which is made first.
    init(_ parameters: Parameters, resumingWith server: some Party) throws {
        let first = TheirClient(parameters)
        let (session, client) = try server.connect(first, on: Link())
        context = first.context
        earlier = bench_client_session(client)
        bench_client_free(client)
        server.end(session)
    }

    func makeSession(_ link: Link) -> OpaquePointer {
        if let earlier {
            bench_client_resuming(context, link.handle, earlier)
        } else {
            bench_client_new(context, link.handle)
        }
    }

    func step(_ session: OpaquePointer, _ link: Link) -> Bool {
        bench_client_handshake(session) == 1
    }

    func end(_ session: OpaquePointer) {
        if earlier != nil { bench_client_check_resumed(session) }
        bench_client_free(session)
    }
}
