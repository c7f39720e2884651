import BenchmarkBodies
import CLibsslBench

/// Records of TLS 1.2: our record layer against libssl, whose part is the same besides its session.
extension Records {
    func rows12() throws -> [Row] {
        try gcm(RecordShape(count: 16_384, burst: 16), bursts: 4, "16 KiB")
            + gcm(RecordShape(count: 64, burst: 64), bursts: 12, "64-byte")
            + cbc(RecordShape(count: 16_384, burst: 16), bursts: 4, "16 KiB")
            + cbc(RecordShape(count: 64, burst: 64), bursts: 12, "64-byte")
            + cbc(RecordShape(count: 16_384, burst: 16), bursts: 4, "16 KiB", encryptsThenMACs: true)
            + cbc(RecordShape(count: 64, burst: 64), bursts: 12, "64-byte", encryptsThenMACs: true)
            + allocations12()
    }

    /// Against the bare calls where the cipher counts, and against libssl where what is around it does.
    private func gcm(_ shape: RecordShape, bursts: Int, _ size: String) throws -> [Row] {
        let sides: [any RecordSide] = [
            try OurRecords12(.aes128GCM, shape.makeLink(), shape), BareRecords("AES-128-GCM", shape),
            TheirRecords(suite12: "ECDHE-ECDSA-AES128-GCM-SHA256", identities, shape.makeLink(), shape),
        ]
        return try measure(sides, shape, bursts: bursts).flatMap { job, contest in
            let isLarge = shape.count > 1024
            let toBare = row12(
                isLarge ? "\(size) record \(job), TLS 1.2 AES-128-GCM" : "", contest, to: 1,
                bar: isLarge ? 1.03 : nil)
            let toLibssl = row12(
                isLarge ? "" : "\(size) record \(job), TLS 1.2 AES-128-GCM", contest, to: 2,
                bar: !isLarge && job == "seal" ? 0.75 : nil)
            return isLarge ? [toBare, toLibssl] : [toLibssl, toBare]
        }
    }

    private func cbc(
        _ shape: RecordShape, bursts: Int, _ size: String, encryptsThenMACs: Bool = false
    ) throws -> [Row] {
        let sides: [any RecordSide] = [
            try OurRecords12(
                encryptsThenMACs ? .aes128CBCSHAEncryptThenMAC : .aes128CBCSHA, shape.makeLink(), shape),
            TheirRecords(
                suite12: "ECDHE-ECDSA-AES128-SHA", encryptsThenMACs: encryptsThenMACs, identities, shape.makeLink(),
                shape),
        ]
        let name = encryptsThenMACs ? "AES-128-CBC-SHA, encrypt-then-MAC" : "AES-128-CBC-SHA"
        return try measure(sides, shape, bursts: bursts).map { job, contest in
            Row(
                title: "\(size) record \(job), TLS 1.2 \(name)", unit: " ns", ours: contest.medians[0],
                theirs: contest.medians[1], ratio: contest.ratio(to: 1), bar: .ratio(1.1))
        }
    }

    private func row12(_ title: String, _ contest: Contest, to other: Int, bar: Double?) -> Row {
        Row(
            title: title, unit: " ns", ours: contest.medians[0], theirs: contest.medians[other],
            against: other == 1 ? "bare EVP" : "libssl", ratio: contest.ratio(to: other), bar: bar.map { .ratio($0) })
    }

    private func allocations12() throws -> [Row] {
        let shape = RecordShape(count: 1024, burst: 20)
        return try [(Record12Jobs.Cipher.aes128GCM, "AES-128-GCM"), (.aes128CBCSHA, "AES-128-CBC-SHA")].flatMap {
            cipher, name in
            let ours = try countAllocations(OurRecords12(cipher, shape.makeLink(), shape), shape)
            return [
                Row(title: "allocations, 1,000 TLS 1.2 seals, \(name)", ours: ours.seal, bar: .ours(0)),
                Row(title: "allocations, 1,000 TLS 1.2 opens, \(name)", ours: ours.open, bar: .ours(0)),
            ]
        }
    }
}
