internal import CLibssl
import TLSMessages
import TLSProvider

// SAFETY: each callback runs inside a call of libssl that the session itself makes, so the session it finds as the
// connection's owner is alive, and on the one thread that uses it.
/// Joins libssl's callbacks to the session that a connection is of.
@safe enum ContextCallbacks {
    /// An extension type of private use. It is never sent: it is how a server that is past its handshake gives libssl
    /// an alert of its own choice to send (see `PlatformSession.sendAlertWithTicket`).
    private static let alertExtension: UInt32 = 0xff5e

    static func install(on context: OpaquePointer, _ settings: SessionSettings) {
        unsafe SSL_CTX_set_msg_callback(context, clibssl_observe)
        if settings.judgesPeer {
            unsafe SSL_CTX_set_cert_verify_callback(context, { store, _ in unsafe ContextCallbacks.verify(store) }, nil)
        }
        if settings.logSecret != nil {
            unsafe SSL_CTX_set_keylog_callback(context) { ssl, line in
                guard let session = unsafe ContextCallbacks.owner(of: ssl), let line = unsafe line else { return }
                session.context.settings.logSecret?(unsafe String(cString: line))
            }
        }
        if settings.isServer {
            unsafe installServer(on: context, settings)
        } else {
            unsafe installClient(on: context, settings)
        }
    }

    private static func installServer(on context: OpaquePointer, _ settings: SessionSettings) {
        if settings.looksAtClientHello {
            unsafe SSL_CTX_set_client_hello_cb(
                context,
                { ssl, alert, _ in
                    guard let session = unsafe ContextCallbacks.owner(of: ssl) else { return SSL_CLIENT_HELLO_ERROR }
                    return unsafe session.receiveClientHello(alert)
                }, nil)
        }
        if !settings.applicationProtocols.isEmpty {
            unsafe SSL_CTX_set_alpn_select_cb(
                context,
                { ssl, chosen, count, offered, length, _ in
                    guard let session = unsafe ContextCallbacks.owner(of: ssl) else { return SSL_TLSEXT_ERR_NOACK }
                    let list = unsafe UnsafeBufferPointer(start: offered, count: Int(length))
                    return unsafe ApplicationProtocols.choose(from: list, session.context.settings, chosen, count)
                }, nil)
        }
        unsafe SSL_CTX_add_custom_ext(
            context, alertExtension, UInt32(SSL_EXT_TLS1_3_NEW_SESSION_TICKET),
            { ssl, _, _, _, _, _, _, alert, _ in
                guard let owed = unsafe ContextCallbacks.owner(of: ssl)?.owedAlert else { return 0 }
                unsafe alert?.pointee = Int32(owed.rawValue)
                return -1
            }, nil, nil, nil, nil)
    }

    private static func installClient(on context: OpaquePointer, _ settings: SessionSettings) {
        guard settings.receiveSession != nil else { return }
        unsafe SSL_CTX_sess_set_new_cb(context) { ssl, stored in
            guard let session = unsafe ContextCallbacks.owner(of: ssl), let stored = unsafe stored,
                let receive = session.context.settings.receiveSession
            else { return 0 }
            // 1: the reference is ours from here on.
            receive(TLSResumableSession(storage: unsafe StoredSession(owning: stored)))
            return 1
        }
    }

    static func owner(of ssl: OpaquePointer?) -> PlatformSession? {
        guard let ssl = unsafe ssl, let owner = unsafe clibssl_owner(ssl) else { return nil }
        return unsafe Unmanaged<PlatformSession>.fromOpaque(owner).takeUnretainedValue()
    }

    private static func verify(_ store: OpaquePointer?) -> Int32 {
        let index = SSL_get_ex_data_X509_STORE_CTX_idx()
        guard let connection = unsafe X509_STORE_CTX_get_ex_data(store, index),
            let session = unsafe owner(of: OpaquePointer(connection))
        else { return 0 }
        return unsafe session.receiveCertificates(store)
    }
}
