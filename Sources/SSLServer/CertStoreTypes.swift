/// The kinds of store a certificate can come from.
public enum CertStoreTypes: Int, Hashable, Sendable, CaseIterable {
    /// The user's store of Windows.
    case cstUser = 0
    /// The machine's store of Windows.
    case cstMachine = 1
    /// A PKCS#12 file.
    case cstPFXFile = 2
    /// PKCS#12 bytes or their Base64.
    case cstPFXBlob = 3
    /// A Java key store file.
    case cstJKSFile = 4
    /// Java key store bytes or their Base64.
    case cstJKSBlob = 5
    /// A PEM file with a private key and usually its certificates.
    case cstPEMKeyFile = 6
    /// PEM text with a private key and usually its certificates, or its Base64.
    case cstPEMKeyBlob = 7
    /// A PEM or DER certificate file.
    case cstPublicKeyFile = 8
    /// A PEM or DER certificate, or its Base64.
    case cstPublicKeyBlob = 9
    /// An SSH public key.
    case cstSSHPublicKeyBlob = 10
    /// A PKCS#7 file.
    case cstP7BFile = 11
    /// PKCS#7 bytes.
    case cstP7BBlob = 12
    /// An SSH public key file.
    case cstSSHPublicKeyFile = 13
    /// A PuTTY private key file.
    case cstPPKFile = 14
    /// A PuTTY private key.
    case cstPPKBlob = 15
    /// An XML key file.
    case cstXMLFile = 16
    /// XML key text.
    case cstXMLBlob = 17
    /// A JSON Web Key file.
    case cstJWKFile = 18
    /// JSON Web Key text.
    case cstJWKBlob = 19
    /// A Bouncy Castle FIPS key store file.
    case cstBCFKSFile = 21
    /// Bouncy Castle FIPS key store bytes or their Base64.
    case cstBCFKSBlob = 22
    /// A key on a token, through a PKCS#11 module.
    case cstPKCS11 = 23
    /// Found out from the bytes.
    case cstAuto = 99
}
