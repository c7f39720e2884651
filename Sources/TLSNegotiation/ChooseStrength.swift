package import TLSMessages

/// Those of the suites whose bulk cipher has a key of so many bits at least.
package func suites(_ suites: [CipherSuite], ofStrength bits: Int) -> [CipherSuite] {
    suites.filter { suite in
        let strength = CipherSuiteTable.row(of: suite)?.strength ?? CipherSuiteTable12.row(of: suite)?.strength ?? 0
        return strength >= bits
    }
}
