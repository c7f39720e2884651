import Foundation
import TLSMessages
import TLSPrimitives
import TLSProvider

/// The program that BoringSSL's protocol suite drives: one test, whose handshakes are each on a connection of its own.
@main
enum ShimMain {
    private static let unimplemented: Int32 = 89

    static func main() async {
        do {
            let plan = try ShimPlan(Array(CommandLine.arguments.dropFirst()))
            if plan.initial.isHandshakerQuestion { return print("No") }
            try await run(plan)
        } catch ShimFailure.unimplemented(let what) {
            complain("not implemented: \(what)")
            exit(unimplemented)
        } catch ShimFailure.failed(let reason) {
            complain(reason)
            exit(1)
        } catch is NoVersionEnabled {
            complain(":NO_SUPPORTED_VERSIONS_ENABLED:")
            exit(1)
        } catch let error as TLSError where error.code == .invalidConfiguration {
            complain("not implemented: \(error)")
            exit(unimplemented)
        } catch let error as TLSError {
            complain(errorNames(of: error).joined(separator: " ") + " \(error)")
            exit(1)
        } catch {
            complain("\(error)")
            exit(1)
        }
    }

    private static func run(_ plan: ShimPlan) async throws {
        let shared = SharedState()
        for number in 0...plan.initial.resumeCount {
            let isResumption = number > 0
            let options = isResumption ? plan.resumed : plan.initial
            if isResumption, !options.isServer, shared.session == nil {
                throw ShimFailure.failed("no session to offer")
            }
            // A ticket is renewed in the second half of its life.
            if isResumption, options.renewsTickets { shared.clockOffset += shared.halfLife }
            let setup = try ConnectionSetup(options, shared, isResumption: isResumption)
            try await Wire.withConnection(options) { wire in
                let connection = ShimConnection(setup, retried: plan.retried, wire: wire, isResumption: isResumption)
                try await connection.run()
            }
            shared.clockOffset += Int64(options.resumptionDelay) * 1000
        }
    }

    private static func complain(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}
