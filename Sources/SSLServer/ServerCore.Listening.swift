import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import TLSProvider

/// Starting and ending the service.
extension ServerCore {
    func startListening() async throws(SSLError) {
        let (state, loops) = try begin()
        let configuration = state.configuration
        do throws(SSLError) {
            // With the platform no handler is asked, so none can present one later.
            let mayComeLater = handlers.sslConnectionRequest != nil && !configuration.usesPlatform
            if configuration.sslCert.isEmpty, !mayComeLater {
                throw SSLError(.cannotFindCertificate, "no certificate is selected")
            }
            let snapshot = try makeSnapshot(
                configuration, AccessLists(configuration), state.keyLog, state.ticketKeys)
            delivery.setMode(configuration.eventDelivery)
            let listener = try await Listener.bind(self, configuration, loops)
            box.withLockedValue { state in
                // A change made while the port was being bound has renewed the snapshot already.
                state.snapshot = state.snapshot ?? snapshot
                state.listener = listener
                state.isStarting = false
            }
            keepStaples()
            listener.start()
        } catch {
            box.withLockedValue { state in
                state.isStarting = false
                state.snapshot = nil
            }
            staples.stop()
            throw error
        }
    }

    private func begin() throws(SSLError) -> (State, ServerLoops) {
        let begun: (State, ServerLoops)? = box.withLockedValue { state in
            guard state.listener == nil, !state.isStarting else { return nil }
            state.isStarting = true
            let count = state.configuration.numberOfEventLoops
            let loops = state.loops.flatMap { $0.count == count ? $0 : nil } ?? ServerLoops(count: count)
            state.loops = loops
            return (state, loops)
        }
        guard let begun else { throw SSLError(.alreadyListening) }
        return begun
    }

    func stopListening() async {
        let listener = box.withLockedValue { state in
            state.snapshot = nil
            return exchange(&state.listener, with: nil)
        }
        staples.stop()
        await listener?.stop()
    }

    func shutdown() async {
        await stopListening()
        closeAll(linger: nil, within: ChannelLimits.closeTime)
        // A handler that waited for the other events would wait for itself.
        guard !delivery.isInsideHandler else { return }
        await deliverUntilAllEnded()
        board.hub.finish()
    }

    func drain(deadline: Duration) async -> Int {
        await stopListening()
        let time = TimeAmount(deadline)
        closeAll(linger: true, within: time + ChannelLimits.closeTime)
        let cut = CutCount()
        let loop = box.withLockedValue { $0.loops }?.group.next()
        let timer = loop?.scheduleTask(in: time) { [self] in cut.set(cutAll()) }
        if !delivery.isInsideHandler {
            await deliverUntilAllEnded()
            board.hub.finish()
        }
        timer?.cancel()
        return cut.get()
    }

    /// With manual delivery the events of the end are told here: nobody else may be calling `doEvents`.
    private func deliverUntilAllEnded() async {
        if configuration.eventDelivery == .manual {
            while !box.withLockedValue({ $0.all.isEmpty }) { await doEvents() }
        } else {
            await waitForEnds()
        }
    }

    func reset() async {
        await shutdown()
        box.withLockedValue { state in
            var configuration = SSLServer.Configuration()
            configuration.logger = state.configuration.logger
            state.configuration = configuration
            state.keyLog = nil
            state.ticketKeys = TLSTicketKeys()
        }
    }

    func doEvents() async {
        let (loops, wait) = box.withLockedValue { ($0.loops, $0.configuration.doEventsWait) }
        let loop = loops?.group.next() ?? MultiThreadedEventLoopGroup.singleton.next()
        await delivery.doEvents(wait: .milliseconds(Int64(wait)), on: loop)
    }
}

/// A number that one task sets and another reads.
private final class CutCount: Sendable {
    private let count = NIOLockedValueBox(0)

    func set(_ value: Int) {
        count.withLockedValue { $0 = value }
    }

    func get() -> Int {
        count.withLockedValue { $0 }
    }
}
