/// The client's side of TLS 1.2, from the ServerHello on. RFC 5246 §7.3.
///
/// Each decision is three steps in three files: `Decide…` (what an answer means), `Schedule12` (keys) and `ClientFlight`
/// (messages). The ClientHello offers all versions at once: see `Client13`.
package enum Client12 {}
