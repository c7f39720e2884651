import Foundation

/// The sockets of this process that belong to a port it listens on.
enum OpenSockets {
    /// How many accepted connections of this port are open here, whatever their state.
    static func accepted(on port: Int) throws -> Int {
        let suffix = ":" + String(port + 0x10000, radix: 16, uppercase: true).dropFirst()
        // A file without a size has to be read to its end.
        let file = try FileHandle(forReadingFrom: URL(filePath: "/proc/self/net/tcp"))
        let table = String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
        return table.split(separator: "\n").dropFirst().filter { row in
            let columns = row.split(separator: " ")
            // Local address, state (0A listens) and inode, which a socket without a descriptor has not.
            return columns.count > 9 && columns[1].hasSuffix(suffix) && columns[3] != "0A" && columns[9] != "0"
        }.count
    }
}
