extension VisitReport {
    /// The report for programs.
    var json: JSONValue {
        .object([
            .init(
                "tls",
                .object(
                    [.init("provider", .string(facts.provider))] + facts.members
                        + [.init("handshakeMilliseconds", handshakeTime)])),
            .init(
                "connection",
                .object([
                    .init("clientAddress", .string(facts.clientAddress)),
                    .init("clientPort", .number(facts.clientPort)),
                    .init("bytesReceived", .number(bytesReceived)),
                    .init("bytesSent", .number(bytesSent)),
                    .init("requestNumber", .number(requestNumber)),
                ])),
            .init("client", facts.client?.json ?? .null),
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

extension ConnectionFacts {
    /// What was negotiated, for programs.
    var members: [JSONValue.Member] {
        [
            .init("version", .string(version)),
            .init("cipherSuite", .string(cipherSuite)),
            .init("cipherSuiteNumber", .string(cipherSuiteNumber)),
            .init("group", .optional(group)),
            .init("signatureScheme", .optional(signatureScheme)),
            .init("applicationProtocol", .optional(applicationProtocol)),
            .init("serverName", .optional(serverName)),
            .init("session", .string(isResumed ? "resumed" : "new")),
            .init("helloRetried", .bool(isHelloRetried)),
        ]
    }
}
