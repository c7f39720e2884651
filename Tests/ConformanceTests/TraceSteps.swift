import TLSMessages
import TestSupport

/// What tests of both sides look up in a trace.
extension RFC8448.Section {
    func step(_ actor: String, _ operation: String) throws -> RFC8448.Step {
        guard let step = steps(actor, operation).last else { throw Vectors.Failure("no step \(operation)") }
        return step
    }

    /// The last message of a name: the one behind a HelloRetryRequest where there is one.
    func message(_ actor: String, _ name: String) throws -> HandshakeMessage {
        let found = steps(actor, "construct").last { $0.has(name) }
        return HandshakeMessage(type: .clientHello, bytes: try (found ?? step(actor, "construct")).bytes(name))
    }

    func firstMessage(_ actor: String, _ name: String) throws -> HandshakeMessage {
        let found = steps(actor, "construct").first { $0.has(name) }
        return HandshakeMessage(type: .clientHello, bytes: try (found ?? step(actor, "construct")).bytes(name))
    }

    /// The records that an actor sends, in order, of the kinds given.
    func records(_ actor: String, _ kinds: [String]) throws -> [[UInt8]] {
        try steps(actor, "send").filter { step in kinds.contains { step.operation.contains($0) } }
            .map { try $0.bytes("complete record") }
    }
}
