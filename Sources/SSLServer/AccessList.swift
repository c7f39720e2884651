import NIOCore
import TLSCertificates

/// A list of who may, or may not, connect: addresses, host names, `*` globs over addresses, and CIDR blocks.
struct AccessList: Sendable {
    private enum Pattern: Hashable, Sendable {
        case address([UInt8])
        case block([UInt8], bits: Int)
        case glob([UInt8])
    }

    private let patterns: [Pattern]

    /// Reads a comma-separated list. Host names are looked up now, which may take as long as the resolver does.
    ///
    /// - Throws: the resolver's code when a host name has no address.
    init(_ text: String) throws(SSLError) {
        var patterns: [Pattern] = []
        for part in text.split(separator: ",") {
            let entry = part.trimmed
            if !entry.isEmpty { patterns.append(try Self.pattern(entry)) }
        }
        self.patterns = patterns
    }

    /// Whether every client is on the list without a look.
    var matchesEverybody: Bool { patterns.contains(.glob([UInt8(ascii: "*")])) }

    var isEmpty: Bool { patterns.isEmpty }

    /// Whether a client's address is on the list. An IPv4 address that came over IPv6 counts as what it is.
    func matches(_ address: String) -> Bool {
        let bytes = Self.plainBytes(address)
        let text = IPAddress(bytes: bytes)?.description ?? address
        return patterns.contains { pattern in
            switch pattern {
            case .address(let wanted): wanted == bytes
            case .block(let network, let bits): Self.agree(network, bytes, bits: bits)
            case .glob(let glob): Self.matches(Array(text.utf8)[...], glob[...])
            }
        }
    }

    private static func pattern(_ entry: String) throws(SSLError) -> Pattern {
        if entry.contains("*") { return .glob(Array(entry.utf8)) }
        if let slash = entry.firstIndex(of: "/") {
            let network = plainBytes(String(entry[..<slash]))
            guard !network.isEmpty, let bits = Int(entry[entry.index(after: slash)...]),
                (0...network.count * 8).contains(bits)
            else { throw SSLError(.invalidArgument, "\(escapeForLog(entry)) is not an address block") }
            return .block(network, bits: bits)
        }
        let bytes = plainBytes(entry)
        return .address(bytes.isEmpty ? try resolve(entry) : bytes)
    }

    private static func resolve(_ host: String) throws(SSLError) -> [UInt8] {
        let address: SocketAddress
        do {
            address = try SocketAddress.makeAddressResolvingHost(host, port: 0)
        } catch {
            throw SSLError(.hostNotFound, escapeForLog(host))
        }
        return plainBytes(address.ipAddress ?? "")
    }

    /// The address's bytes, an IPv4-mapped one's last four; empty when it is none. RFC 4291 §2.5.5.2.
    private static func plainBytes(_ address: String) -> [UInt8] {
        guard let bytes = IPAddress(address)?.bytes else { return [] }
        let mappedPrefix = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]
        return bytes.count == 16 && bytes.starts(with: mappedPrefix) ? Array(bytes[12...]) : bytes
    }

    private static func agree(_ network: [UInt8], _ address: [UInt8], bits: Int) -> Bool {
        guard network.count == address.count else { return false }
        return zip(network, address).enumerated().allSatisfy { index, pair in
            let left = min(8, max(0, bits - index * 8))
            let mask = UInt8(truncatingIfNeeded: 0xFF00 >> left)
            return pair.0 & mask == pair.1 & mask
        }
    }

    /// Whether a text fits a pattern in which each `*` stands for any run of characters: goes back only to the last `*`,
    /// so the cost is bounded by the product of the lengths.
    private static func matches(_ text: ArraySlice<UInt8>, _ glob: ArraySlice<UInt8>) -> Bool {
        let star = UInt8(ascii: "*")
        var (position, mark) = (text.startIndex, glob.startIndex)
        var retry: (position: Int, mark: Int)?
        while position < text.endIndex {
            if mark < glob.endIndex, glob[mark] == star {
                mark += 1
                retry = (position, mark)
            } else if mark < glob.endIndex, glob[mark] == text[position] {
                mark += 1
                position += 1
            } else if let last = retry {
                retry = (last.position + 1, last.mark)
                (position, mark) = (last.position + 1, last.mark)
            } else {
                return false
            }
        }
        return glob[mark...].allSatisfy { $0 == star }
    }
}

extension Substring {
    /// Without spaces at either end.
    var trimmed: String {
        var rest = self
        while rest.first == " " || rest.first == "\t" { rest.removeFirst() }
        while rest.last == " " || rest.last == "\t" { rest.removeLast() }
        return String(rest)
    }
}
