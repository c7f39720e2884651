/// K-PKE, the scheme inside ML-KEM. FIPS 203 §5.
extension MLKEMWorkspace {
    /// Writes the encryption key to the first span and the decryption key to the start of the second.
    /// FIPS 203 §5.1, Algorithm 13, after line 1.
    func generate(
        matrixSeed: RawSpan, noiseSeed: RawSpan, encryptionKey: inout MutableSpan<UInt8>,
        decryptionKey: inout MutableSpan<UInt8>
    ) {
        let rank = parameters.rank
        for index in 0..<rank {
            sampleNoise(noiseSeed, index, into: vector(index))
            vector(index).transform()
            ProductSum.twist(vector(index), into: twist(index))
        }
        for row in 0..<rank {
            sum.clear()
            for column in 0..<rank {
                sampleMatrix(matrixSeed, row: row, column: column, into: matrixEntry)
                sum.add(matrixEntry, vector(column), twist(column))
            }
            sum.reduce(into: result)
            // 2^32 modulo q: takes the 2^-16 away.
            result.scale(1353)
            sampleNoise(noiseSeed, rank + row, into: noise)
            noise.transform()
            result.add(noise)
            result.makeCanonical()
            result.encode(into: &encryptionKey, at: 384 * row)
        }
        for index in 0..<32 { encryptionKey[384 * rank + index] = matrixSeed.octets[index] }
        for index in 0..<rank {
            vector(index).makeCanonical()
            vector(index).encode(into: &decryptionKey, at: 384 * index)
        }
    }

    /// Writes the ciphertext of a message of 32 bytes. FIPS 203 §5.2, Algorithm 14.
    func encrypt(
        _ message: RawSpan, to encryptionKey: RawSpan, noiseSeed: RawSpan, into ciphertext: inout MutableSpan<UInt8>
    ) {
        let rank = parameters.rank, bits = parameters.vectorBits
        let matrixSeed = encryptionKey.extracting(384 * rank..<384 * rank + 32)
        for index in 0..<rank {
            sampleNoise(noiseSeed, index, into: vector(index))
            vector(index).transform()
            ProductSum.twist(vector(index), into: twist(index))
        }
        for column in 0..<rank {
            sum.clear()
            for row in 0..<rank {
                sampleMatrix(matrixSeed, row: row, column: column, into: matrixEntry)
                sum.add(matrixEntry, vector(row), twist(row))
            }
            finishProduct(noiseSeed, rank + column)
            result.makeCanonical()
            result.compress(bits, into: &ciphertext, at: 32 * bits * column)
        }
        sum.clear()
        for index in 0..<rank {
            matrixEntry.decode(from: encryptionKey.octets, at: 384 * index)
            sum.add(matrixEntry, vector(index), twist(index))
        }
        finishProduct(noiseSeed, 2 * rank)
        noise.decompress(1, from: message.octets, at: 0)
        result.add(noise)
        result.makeCanonical()
        result.compress(parameters.scalarBits, into: &ciphertext, at: 32 * bits * rank)
    }

    /// Turns the sum into a polynomial of R_q and adds noise to it: of absolute value below q + 3.
    private func finishProduct(_ noiseSeed: RawSpan, _ number: Int) {
        sum.reduce(into: result)
        result.transformBack()
        sampleNoise(noiseSeed, number, into: noise)
        result.add(noise)
    }

    /// Writes the message of 32 bytes. FIPS 203 §5.3, Algorithm 15.
    func decrypt(_ ciphertext: RawSpan, with decryptionKey: RawSpan, into message: inout MutableSpan<UInt8>) {
        let rank = parameters.rank, bits = parameters.vectorBits
        sum.clear()
        for index in 0..<rank {
            vector(index).decode(from: decryptionKey.octets, at: 384 * index)
            vector(index).center()
            ProductSum.twist(vector(index), into: twist(index))
            matrixEntry.decompress(bits, from: ciphertext.octets, at: 32 * bits * index)
            matrixEntry.transform()
            sum.add(matrixEntry, vector(index), twist(index))
        }
        sum.reduce(into: result)
        result.transformBack()
        noise.decompress(parameters.scalarBits, from: ciphertext.octets, at: 32 * bits * rank)
        result.subtract(from: noise)
        result.makeCanonical()
        result.compress(1, into: &message, at: 0)
    }
}
