import TLSPrimitives
import TLSProvider

/// The suite's own ways to compress certificates, which show what is done with a plug-in.
enum MadeUpCompression {
    private static let shrinking: UInt16 = 0xff01
    private static let expanding: UInt16 = 0xff02
    private static let random: UInt16 = 0xff03

    /// All of them, best first.
    static let numbers = [expanding, shrinking, random].map(Int.init)

    static func choices(_ options: ShimOptions) throws(ShimFailure) -> (Bool, [TLSCertificateCompression]) {
        guard !options.certificateCompressions.isEmpty else { return (false, [.zlib]) }
        var chosen: [TLSCertificateCompression] = []
        for number in options.certificateCompressions {
            guard let one = all.first(where: { Int($0.algorithm) == number }) else {
                throw .unimplemented("the compression \(number)")
            }
            chosen.append(one)
        }
        return (true, chosen)
    }

    private static let all: [TLSCertificateCompression] = [
        // Four bytes in front.
        TLSCertificateCompression(algorithm: expanding) {
            [1, 2, 3, 4] + $0
        } decompress: { stream, message in
            guard stream.count == 4 + message.freeCapacity, (0..<4).allSatisfy({ stream[$0] == UInt8($0 + 1) }) else {
                return false
            }
            message.append(stream.extracting(droppingFirst: 4).bytes)
            return true
        },
        // The first two bytes of a Certificate message, which are known, left out.
        TLSCertificateCompression(algorithm: shrinking) {
            Array($0.dropFirst(2))
        } decompress: { stream, message in
            guard stream.count + 2 == message.freeCapacity else { return false }
            message.append(0)
            message.append(0)
            message.append(stream.bytes)
            return true
        },
        // A byte in front that is another each time.
        TLSCertificateCompression(algorithm: random) {
            [UInt8.random(in: .min ... .max)] + $0
        } decompress: { stream, message in
            guard stream.count == 1 + message.freeCapacity else { return false }
            message.append(stream.extracting(droppingFirst: 1).bytes)
            return true
        },
    ]
}
