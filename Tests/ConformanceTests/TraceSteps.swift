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
        guard let message = try messages(actor, name).last else { throw Vectors.Failure("no \(name)") }
        return message
    }

    func firstMessage(_ actor: String, _ name: String) throws -> HandshakeMessage {
        guard let message = try messages(actor, name).first else { throw Vectors.Failure("no \(name)") }
        return message
    }

    /// A hello is whole where it is sent only: before, it lacks its binders.
    private func messages(_ actor: String, _ name: String) throws -> [HandshakeMessage] {
        let found =
            if name == "ClientHello" {
                try steps(actor, "send handshake").map { try $0.bytes("payload") }.filter { $0.first == 1 }
            } else {
                try steps(actor, "construct").filter { $0.has(name) }.map { try $0.bytes(name) }
            }
        return found.map { HandshakeMessage(type: .clientHello, bytes: $0) }
    }

    /// The records that an actor sends, in order, of the kinds given.
    func records(_ actor: String, _ kinds: [String]) throws -> [[UInt8]] {
        try steps(actor, "send").filter { step in kinds.contains { step.operation.contains($0) } }
            .map { try $0.bytes("complete record") }
    }
}
