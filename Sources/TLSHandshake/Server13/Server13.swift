/// The server's side of TLS 1.3. RFC 9846 §2, §A.2.
///
/// Each decision is three steps in three files: `HelloDecision` (what to answer), `KeySchedule13` (keys) and
/// `ServerFlight` (messages).
package enum Server13 {}
