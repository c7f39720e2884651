internal import CLibcrypto

/// The bare RSA operation with the exponent 65537, for encrypted blocks of whatever form; as long as the modulus.
package func plainRSA(_ message: [UInt8], modulus: [UInt8]) -> [UInt8] {
    var output = [UInt8](repeating: 0, count: modulus.count)
    // SAFETY: the lengths are those of the arrays, and the output is as long as any number below the modulus.
    let context = unsafe BN_CTX_new()
    let number = unsafe BN_bin2bn(message, Int32(message.count), nil)
    let exponent = unsafe BN_new()
    let divisor = unsafe BN_bin2bn(modulus, Int32(modulus.count), nil)
    let result = unsafe BN_new()
    defer {
        unsafe BN_CTX_free(context)
        unsafe BN_free(number)
        unsafe BN_free(exponent)
        unsafe BN_free(divisor)
        unsafe BN_free(result)
    }
    let done =
        unsafe BN_set_word(exponent, 65_537) == 1 && BN_mod_exp(result, number, exponent, divisor, context) == 1
        && BN_bn2binpad(result, &output, Int32(output.count)) == Int32(output.count)
    return done ? output : []
}
