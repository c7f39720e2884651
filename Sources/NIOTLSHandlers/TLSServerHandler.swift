import NIOCore
import TLSMessages
public import TLSProvider

/// Speaks TLS as a server, between a channel's bytes and an application's.
///
/// Put it first in the pipeline of an accepted channel. What it does besides is what `TLSHandler` says.
public final class TLSServerHandler: TLSHandler {
    /// Makes the handler of one connection; its configuration's `chooseForClient` and `verifyClient` are run as tasks.
    public init(context: any TLSServerContext, options: TLSHandlerOptions = TLSHandlerOptions()) {
        super.init(ChannelSession(context.makeSession(at: .now), options, .configured(context)))
    }

    /// Makes the handler of one connection that asks these callbacks.
    package init(context: any TLSServerContext, options: TLSHandlerOptions, callbacks: TLSServerCallbacks) {
        super.init(ChannelSession(context.makeSession(at: .now), options, .server(callbacks)))
    }
}
