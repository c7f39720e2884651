import TLSCertificates
import TLSKeyStores
import TLSPrimitives

/// Any bytes are a file of keys and certificates or are refused. Blocks that are read are the same when they are written and
/// read again; the description of the file is printable.
package func fuzzPEM(_ bytes: RawSpan) {
    let input = [UInt8](copying: bytes)
    for block in (try? PEMReader.blocks(in: input.span)) ?? [] {
        guard let content = try? block.decode(input.span) else { continue }
        let text = PEMWriter.text(block.label, content.span)
        let written = Array(text.utf8)
        let again = (try? PEMReader.blocks(in: written.span)) ?? []
        precondition(again.count == 1 && again[0].label == block.label, "a written block is not one block")
        precondition((try? again[0].decode(written.span)) == content, "a written block has other bytes")
    }
    guard let inspection = try? FileInspection(bytes: input) else { return }
    precondition(!inspection.items.isEmpty, "a file that is read has nothing in it")
    precondition(
        inspection.description.utf8.allSatisfy { $0 >= 0x20 || $0 == 0x0a }, "a description has control characters")
}
