extension VisitReport {
    /// The report for programs.
    var json: JSONValue {
        .object([
            .init(
                "tls",
                .object([
                    .init("provider", .string(facts.provider)),
                    .init("version", .string(facts.version)),
                    .init("cipherSuite", .string(facts.cipherSuite)),
                    .init("cipherSuiteNumber", .string(facts.cipherSuiteNumber)),
                    .init("group", .optional(facts.group)),
                    .init("signatureScheme", .optional(facts.signatureScheme)),
                    .init("applicationProtocol", .optional(facts.applicationProtocol)),
                    .init("serverName", .optional(facts.serverName)),
                    .init("session", .string(facts.isResumed ? "resumed" : "new")),
                    .init("helloRetried", .bool(facts.isHelloRetried)),
                    .init("handshakeMilliseconds", handshakeTime),
                ])),
            .init(
                "connection",
                .object([
                    .init("clientAddress", .string(facts.clientAddress)),
                    .init("clientPort", .number(facts.clientPort)),
                    .init("bytesReceived", .number(bytesReceived)),
                    .init("bytesSent", .number(bytesSent)),
                    .init("requestNumber", .number(requestNumber)),
                ])),
            .init(
                "request",
                .object([
                    .init("method", .string(request.method)),
                    .init("target", .string(request.target)),
                    .init("version", .string(request.version)),
                    .init("headers", .array(request.fields.all.map(Self.json))),
                ])),
            .init("time", .string(date.internetText)),
        ])
    }

    private var handshakeTime: JSONValue {
        facts.handshakeTime.map { .decimal(ConnectionFacts.milliseconds($0)) } ?? .null
    }

    private static func json(_ field: HeaderField) -> JSONValue {
        .object([.init("name", .string(field.name)), .init("value", .string(field.value))])
    }
}
