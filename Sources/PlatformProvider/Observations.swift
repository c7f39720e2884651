internal import CLibssl
import TLSCertificates
import TLSMessages
import TLSProvider

/// What was seen of the messages that libssl read and wrote, where it has no call that tells.
struct Observations {
    /// The first ClientHello, from the handshake header on.
    var clientHello: [UInt8] = []
    var isHelloRetried = false
    /// What the server signed with.
    var signatureScheme: SignatureScheme?
    /// Whether what we write is protected from here on, so that no alert can be written beside libssl.
    var isWriteProtected = false
    var peerCertificates: [X509Certificate] = []
    var peerChainIsRead = false
    var receivedFatal: AlertDescription?
    var sentFatal: AlertDescription?
    /// Why a callback refused: libssl's own reason is only that it did.
    var cause: TLSError?
    /// Handshake messages since the last application data, once the handshake is complete.
    var consecutiveMessages = 0
}

extension PlatformSession {
    /// A handshake message or an alert, as libssl reads or writes it.
    func observe(isSent: Bool, isAlert: Bool, _ message: UnsafeRawBufferPointer) {
        // SAFETY: the buffer is libssl's for the length of the call; every index is checked against its count.
        if isAlert {
            guard message.count == 2 else { return }
            observe(isSent: isSent, level: unsafe message[0], AlertDescription(rawValue: unsafe message[1]))
        } else if message.count >= 4 {
            unsafe observe(isSent: isSent, type: HandshakeType(rawValue: message[0]), message)
        }
    }

    private func observe(isSent: Bool, level: UInt8, _ alert: AlertDescription) {
        if isSent {
            if level == 2 { observed.sentFatal = alert }
            return
        }
        let isWarning = alert == .userCanceled || (level == 1 && negotiated.map { $0.version < .tls13 } ?? false)
        if alert == .closeNotify {
            if !isHandshakeComplete { observed.receivedFatal = alert }
        } else if isWarning {
            events.append(.warning(alert))
        } else {
            observed.receivedFatal = alert
        }
    }

    private func observe(isSent: Bool, type: HandshakeType, _ message: UnsafeRawBufferPointer) {
        let isServers = isSent == context.settings.isServer
        // SAFETY: see above.
        switch type {
        case .clientHello where !isServers && !isSent && context.settings.looksAtClientHello:
            if observed.clientHello.isEmpty { observed.clientHello = unsafe [UInt8](message) }
        case .serverHello:
            let isRetry = unsafe ServerMessages.isRetry(message)
            if isRetry { observed.isHelloRetried = true }
            if !isSent, !isRetry { observed.isWriteProtected = true }
        case .serverKeyExchange where isServers:
            observed.signatureScheme = unsafe ServerMessages.scheme12(message)
        case .certificateVerify where isServers:
            observed.signatureScheme = unsafe ServerMessages.scheme13(message)
        case .encryptedExtensions, .finished:
            if isSent { observed.isWriteProtected = true }
        case .keyUpdate:
            events.append(.keysUpdated(received: !isSent))
        default: break
        }
        if isHandshakeComplete, !isSent { observed.consecutiveMessages += 1 }
    }
}
