/// What a ServerKeyExchange signs: both randoms and its parameters. RFC 5246 §7.4.3.
package func signedContent12(_ randoms: HelloRandoms, _ parameters: [UInt8]) -> [UInt8] {
    randoms.client + randoms.server + parameters
}
