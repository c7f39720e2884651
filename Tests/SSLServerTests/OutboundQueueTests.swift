import NIOCore
import Testing

@testable import SSLServer

@Suite("The queue of what is to be sent")
struct OutboundQueueTests {
    private func buffer(_ count: Int) -> ByteBuffer {
        ByteBuffer(repeating: 1, count: count)
    }

    @Test("takes a large send up to the hard limit, and nothing more above the high mark")
    func limits() {
        var queue = OutboundQueue()
        var large = buffer((1 << 20) + 5)
        let taken = queue.accept(&large)
        #expect(taken.taken == 1 << 20 && taken.schedules)
        #expect(large.readableBytes == 5)
        let refused = queue.accept(&large)
        #expect(refused.taken == 0 && !refused.schedules)
        #expect(queue.isFull)
        let waiting = queue.takeWaiting()
        #expect(waiting.reduce(0) { $0 + $1.readableBytes } == 1 << 20)
        #expect(queue.isFull, "what is on its way counts")
    }

    @Test("tells the event loop once, and tells once that there is room again")
    func marks() {
        var queue = OutboundQueue()
        var first = buffer(OutboundQueue.high - 1)
        let begins = queue.accept(&first).schedules
        #expect(begins)
        var second = buffer(1)
        let added = queue.accept(&second)
        #expect(added.taken == 1 && !added.schedules)
        #expect(queue.isFull)
        _ = queue.takeWaiting()
        var told = [queue.written(1)]
        #expect(!queue.isFull && !queue.hasRoom)
        told.append(queue.written(OutboundQueue.high - 1 - OutboundQueue.low))
        told.append(queue.written(1))
        told.append(queue.written(1))
        #expect(told == [false, false, true, false])
    }
}
