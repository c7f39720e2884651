/// The server's side of TLS 1.2. RFC 5246 §7.3.
///
/// Each decision is three steps in three files: `HelloDecision12` (what to answer), `Schedule12` (keys) and
/// `ServerFlight12` (messages).
package enum Server12 {}
