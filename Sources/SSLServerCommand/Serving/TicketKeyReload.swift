import Dispatch
import Glibc
import Logging
import SSLServer

/// SIGHUP: the files of ticket keys are read again.
enum TicketKeyReload {
    static func onHangUp(of server: SSLServer) {
        // The default would end the process.
        signal(SIGHUP, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGHUP, queue: .global())
        source.setEventHandler { [source] in
            // The handler holds its source: it lives as long as the process.
            _ = source
            let logger = server.configuration.logger
            do {
                try server.reloadTicketKeys()
                logger.notice("the ticket keys were read again")
            } catch {
                logger.error("the ticket keys stay as they were", metadata: ["reason": "\(error)"])
            }
        }
        source.activate()
    }
}
