import NIOCore
import NIOPosix

/// Looks after the timeouts of one event loop's connections: one timer for all of them. Lives on that loop.
final class ConnectionSweeper {
    private let eventLoop: any EventLoop
    private var handlers: [ObjectIdentifier: ConnectionHandler] = [:]
    private var timer: Scheduled<Void>?

    init(_ eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    func add(_ handler: ConnectionHandler) {
        handlers[ObjectIdentifier(handler)] = handler
        if timer == nil { arm() }
    }

    func remove(_ handler: ConnectionHandler) {
        handlers[ObjectIdentifier(handler)] = nil
        guard handlers.isEmpty else { return }
        timer?.cancel()
        timer = nil
        // A table that has held very many connections gives its memory back.
        handlers = [:]
    }

    private func arm() {
        timer = eventLoop.assumeIsolated().scheduleTask(in: ChannelLimits.sweepInterval) { [self] in
            let now = eventLoop.now
            for handler in handlers.values { handler.sweep(now) }
            if handlers.isEmpty { timer = nil } else { arm() }
        }
    }
}

/// The event loops that connections run on, and the sweeper of each.
final class ServerLoops: Sendable {
    let group: MultiThreadedEventLoopGroup
    let count: Int
    private let isOwned: Bool
    private let sweepers: [ObjectIdentifier: NIOLoopBoundBox<ConnectionSweeper?>]

    /// Those of all clients.
    static let ofClients = ServerLoops(count: SSLServer.Configuration.defaultNumberOfEventLoops)

    /// Takes the process's shared loops when they are as many as are wanted, its own otherwise.
    init(count: Int) {
        let shared = MultiThreadedEventLoopGroup.singleton
        isOwned = count != SSLServer.Configuration.defaultNumberOfEventLoops
        group = isOwned ? MultiThreadedEventLoopGroup(numberOfThreads: count) : shared
        self.count = count
        var sweepers: [ObjectIdentifier: NIOLoopBoundBox<ConnectionSweeper?>] = [:]
        for loop in group.makeIterator() {
            sweepers[ObjectIdentifier(loop)] = .makeEmptyBox(eventLoop: loop)
        }
        self.sweepers = sweepers
    }

    deinit {
        if isOwned { group.shutdownGracefully { _ in } }
    }

    /// The sweeper of the loop that this is called on.
    func sweeper(on loop: any EventLoop) -> ConnectionSweeper {
        guard let box = sweepers[ObjectIdentifier(loop)] else { return ConnectionSweeper(loop) }
        if let sweeper = box.value { return sweeper }
        let sweeper = ConnectionSweeper(loop)
        box.value = sweeper
        return sweeper
    }
}
