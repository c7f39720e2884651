import Glibc
import TLSPrimitives

// timing [records of a pair] [ciphertexts of a pair]: whether two kinds of wrong input take the same time.
//
// Each operation is judged by three runs at the same time: the pairs in question, two classes that are alike (null), and a
// careless implementation. A run counts only if the null is quiet and the carelessness is seen.
let counts = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let recordSamples = counts.first ?? 100_000
let premasterSamples = counts.dropFirst().first ?? 20_000
var judge = Judge()
for suite in RecordPairs.all {
    // Triple DES looks up tables by what it decrypts: its differences are inherent and only shown.
    let isBinding = suite.cipher != .tripleDES
    try judge.judge("\(suite.cipher) \(suite.mac)", recordSamples, largestDifference: 30, isBinding: isBinding) {
        try suite.pairs(&$0)
    }
}
let premaster = try PremasterPairs()
try judge.judge("RSA-2048", premasterSamples, largestDifference: nil, isBinding: true) { try premaster.pairs(&$0) }
print(judge.failures.isEmpty ? "timing: no difference" : "timing: \(judge.failures.joined(separator: "; "))")
if !judge.failures.isEmpty { exit(1) }
