import Logging
import NIOConcurrencyHelpers
import NIOCore

/// Notices event handlers that take so long that other events wait.
final class DeliveryWatch: Sendable {
    private struct Turn {
        let name: String
        let since: NIODeadline
        var isReported = false
    }

    /// After how long a handler is reported.
    static let patience = TimeAmount.seconds(1)

    private let turns = NIOLockedValueBox([ObjectIdentifier: Turn]())

    func begin(_ deliverable: any Deliverable) {
        let turn = Turn(name: deliverable.name, since: .now())
        turns.withLockedValue { $0[ObjectIdentifier(deliverable)] = turn }
    }

    func end(_ deliverable: any Deliverable) {
        turns.withLockedValue { $0[ObjectIdentifier(deliverable)] = nil }
    }

    /// Reports each turn that has lasted too long, once.
    func report(_ now: NIODeadline, to logger: Logger) {
        let late = turns.withLockedValue { turns in
            var late: [Turn] = []
            for (key, turn) in turns where !turn.isReported && now - turn.since >= Self.patience {
                turns[key]?.isReported = true
                late.append(turn)
            }
            return late
        }
        for turn in late {
            logger.warning(
                "handlerBlocked: an event handler has run for a second and holds other events back",
                metadata: ["connection": "\(turn.name)"])
        }
    }
}
