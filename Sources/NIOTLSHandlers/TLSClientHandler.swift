import NIOCore
import TLSMessages
public import TLSProvider

/// Speaks TLS as a client, between a channel's bytes and an application's.
///
/// Put it first in the pipeline of a channel that connects, or of one that is connected. The handshake starts as soon as
/// the channel is active. What it does besides is what `TLSHandler` says.
///
/// The server is trusted if `TLSClientConfiguration.verifyServer` says so. Without that function no server is.
public final class TLSClientHandler: TLSHandler {
    /// Makes the handler of one connection; its configuration's `verifyServer` is run as a task.
    public convenience init(context: any TLSClientContext, options: TLSHandlerOptions = TLSHandlerOptions()) {
        self.init(context: context, options: options, callbacks: TLSClientCallbacks(context.configuration))
    }

    /// Makes the handler of one connection that asks these callbacks.
    package init(context: any TLSClientContext, options: TLSHandlerOptions, callbacks: TLSClientCallbacks) {
        super.init(ChannelSession(context.makeSession(at: .now), options, .client(callbacks)))
    }
}
