import NIOCore
import NIOTLSHandlers
import TLSProvider

/// What the server does on one connection, and what it notes of it.
final class ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let setup: ServerSetup
    private let views: Watched<[ServerView]>
    private let tls: TLSServerHandler
    private let number: Int
    private var received = 0
    private var hasNewKeys = false
    private var request = ByteBuffer()

    init(_ setup: ServerSetup, views: Watched<[ServerView]>, tls: TLSServerHandler) {
        self.setup = setup
        self.views = views
        self.tls = tls
        number = views.add(ServerView())
    }

    private func note(_ change: (inout ServerView) -> Void) {
        views.change { change(&$0[number]) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        received += bytes.readableBytes
        note { $0.receivedCount = received }
        switch setup.behaviour {
        case .echo:
            context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
        case .echoAndClose(let count):
            context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
            if received >= count { context.close(promise: nil) }
        case .echoAndAbort(let count):
            context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
            if received >= count { context.triggerUserOutboundEvent(TLSHandlerRequest.abort, promise: nil) }
        case .echoWithNewKeys:
            if !hasNewKeys {
                hasNewKeys = true
                context.triggerUserOutboundEvent(TLSHandlerRequest.updateKeys(requestingPeer: true), promise: nil)
            }
            context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
        case .http:
            request.writeImmutableBuffer(bytes)
            answerRequest(context)
        case .answerAfterEnd:
            break
        }
    }

    /// Answers `GET /<count> …` once all of the request is there.
    private func answerRequest(_ context: ChannelHandlerContext) {
        let text = String(buffer: request)
        guard text.contains("\r\n\r\n"), let count = text.firstMatch(of: #/^GET \/(\d+) /#).flatMap({ Int($0.1) })
        else {
            return
        }
        context.write(wrapOutboundOut(ByteBuffer(string: "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")), promise: nil)
        sendPattern(context, block: 0, count: count)
    }

    /// Sends a mebibyte at a time: the next once the last is out.
    private func sendPattern(_ context: ChannelHandlerContext, block: Int, count: Int) {
        var buffer = ByteBuffer()
        var next = block
        while next * Pattern.blockCount < count, buffer.readableBytes < 1 << 20 {
            buffer.writeBytes(Pattern.block(next, count: count - next * Pattern.blockCount))
            next += 1
        }
        guard buffer.readableBytes > 0 else { return context.close(promise: nil) }
        let bound = NIOLoopBound((context, self), eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(buffer)).whenSuccess { [next] in
            let (context, handler) = bound.value
            handler.sendPattern(context, block: next, count: count)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case TLSHandlerEvent.handshakeCompleted(let parameters):
            let exported = setup.exporterLabel.flatMap { label in
                try? tls.exportKeyingMaterial(label: label, context: setup.exporterContext, count: 32)
            }
            note {
                $0.negotiated = parameters
                $0.exported = exported.map(hexadecimal)
            }
        case TLSHandlerEvent.peerClosed: note { $0.isClosedByPeer = true }
        case TLSHandlerEvent.keysUpdated(received: true): note { $0.keyUpdatesReceived += 1 }
        case ChannelEvent.inputClosed:
            if case .answerAfterEnd(let count) = setup.behaviour {
                sendPattern(context, block: 0, count: count)
            } else {
                context.close(promise: nil)
            }
        default: break
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        note { $0.error = $0.error ?? error as? TLSError }
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        note { $0.isOver = true }
    }
}

extension Watched where Value == [ServerView] {
    /// Adds an element; gives its place.
    func add(_ view: ServerView) -> Int {
        var place = 0
        change { views in
            place = views.count
            views.append(view)
        }
        return place
    }
}

func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0\(digits)" : digits
    }.joined()
}
