import NIOCore
import TLSProvider

extension SSLServer.Configuration {
    static let defaultNumberOfEventLoops = System.coreCount

    static func checkMaxLineLength(_ value: Int) throws(SSLError) {
        guard value >= 256 else { throw SSLError(.invalidArgument, "MaxLineLength must be at least 256") }
    }

    static func checkNotNegative(_ value: Int, _ name: String) throws(SSLError) {
        guard value >= 0 else { throw SSLError(.invalidArgument, "\(name) must not be negative") }
    }
}
