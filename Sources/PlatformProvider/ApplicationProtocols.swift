internal import CLibssl
import TLSProvider

// SAFETY: what is read lies within the list that libssl lends for the call, and so does what is chosen of it.
/// The application protocol a server takes: its first that the client offers. RFC 7301 §3.2.
@safe enum ApplicationProtocols {
    static func choose(
        from offered: UnsafeBufferPointer<UInt8>, _ settings: SessionSettings,
        _ chosen: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, _ count: UnsafeMutablePointer<UInt8>?
    ) -> Int32 {
        var names: [Range<Int>] = []
        var next = 0
        while next < offered.count {
            let start = next + 1
            let end = start + Int(unsafe offered[next])
            guard end <= offered.count else { break }
            names.append(start..<end)
            next = end
        }
        for name in settings.applicationProtocols {
            for range in names where unsafe offered[range].elementsEqual(name) {
                unsafe chosen?.pointee = offered.baseAddress?.advanced(by: range.lowerBound)
                unsafe count?.pointee = UInt8(truncatingIfNeeded: range.count)
                return SSL_TLSEXT_ERR_OK
            }
        }
        return settings.requiresApplicationProtocol ? SSL_TLSEXT_ERR_ALERT_FATAL : SSL_TLSEXT_ERR_NOACK
    }
}
