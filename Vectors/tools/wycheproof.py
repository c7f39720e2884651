#!/usr/bin/env python3
"""Writes the Wycheproof cases that this package's primitives can express into Vectors/wycheproof/*.txt.

    wycheproof.py <checkout of C2SP/wycheproof>/testvectors_v1 <commit> <output folder>

Values are copied as they are; public keys are taken from their raw components, so that no DER is needed to read them.
The format is described in Vectors/README.md.
"""
import json
import pathlib
import sys

HASHES = {"SHA-1": "sha1", "SHA-224": "sha224", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}
DIGEST_LENGTH = {"SHA-1": 20, "SHA-224": 28, "SHA-256": 32, "SHA-384": 48, "SHA-512": 64}


def aead(group):
    """Keys of 128 and 256 bits, tags of 128 bits (and 64 for CCM); other nonces than 96 bits where they must fail."""
    if group["keySize"] not in (128, 256) or group["tagSize"] not in (64, 128):
        return None
    return {"tagLength": group["tagSize"] // 8}, ["key", "iv", "aad", "msg", "ct", "tag"]


def keep_aead(group, test):
    return group["ivSize"] == 96 or test["result"] == "invalid"


def ecdh(group):
    return {"curve": group["curve"]}, ["public", "private", "shared"]


def hkdf(group):
    return {}, ["ikm", "salt", "info", "size", "okm"]


def hmac(group):
    return {"tagLength": group["tagSize"] // 8}, ["key", "msg", "tag"]


def ecdsa(group):
    key = group["publicKey"]
    return {"curve": key["curve"], "hash": HASHES[group["sha"]], "point": key["uncompressed"]}, ["msg", "sig"]


def dsa(group):
    key = group["publicKey"]
    return {"hash": HASHES[group["sha"]], "p": key["p"], "q": key["q"], "g": key["g"], "y": key["y"]}, ["msg", "sig"]


def transport(group):
    """For the TLS padding, which wants 48 bytes that begin with a version: everything else is a random secret."""
    key = group["privateKey"]
    names = ["modulus", "publicExponent", "privateExponent", "prime1", "prime2", "exponent1", "exponent2", "coefficient"]
    return {name: key[name] for name in names}, ["msg", "ct"]


def eddsa(group):
    return {"key": group["publicKey"]["pk"]}, ["msg", "sig"]


def rsa(group):
    key = group["publicKey"]
    return (
        {"hash": HASHES[group["sha"]], "modulus": key["modulus"], "exponent": key["publicExponent"]},
        ["msg", "sig"],
    )


def pss(group):
    """Salts as long as the hash and MGF1 with the same hash, which is all that TLS and the API know."""
    if group["mgfSha"] != group["sha"] or group["sLen"] != DIGEST_LENGTH[group["sha"]]:
        return None
    return rsa(group)


def always(group, test):
    return True


FILES = {
    "aes_gcm": (aead, keep_aead),
    "aes_ccm": (aead, keep_aead),
    "chacha20_poly1305": (aead, keep_aead),
    "ecdh_secp256r1_ecpoint": (ecdh, always),
    "ecdh_secp384r1_ecpoint": (ecdh, always),
    "ecdh_secp521r1_ecpoint": (ecdh, always),
    "x25519": (ecdh, always),
    "x448": (ecdh, always),
    "hkdf_sha1": (hkdf, always),
    "hkdf_sha256": (hkdf, always),
    "hkdf_sha384": (hkdf, always),
    "hkdf_sha512": (hkdf, always),
    "hmac_sha256": (hmac, always),
    "hmac_sha384": (hmac, always),
    "ecdsa_secp256r1_sha256": (ecdsa, always),
    "ecdsa_secp256r1_sha512": (ecdsa, always),
    "ecdsa_secp384r1_sha256": (ecdsa, always),
    "ecdsa_secp384r1_sha384": (ecdsa, always),
    "ecdsa_secp384r1_sha512": (ecdsa, always),
    "ecdsa_secp521r1_sha512": (ecdsa, always),
    "dsa_2048_224_sha224": (dsa, always),
    "dsa_2048_224_sha256": (dsa, always),
    "dsa_2048_256_sha256": (dsa, always),
    "dsa_3072_256_sha256": (dsa, always),
    "ed25519": (eddsa, always),
    "ed448": (eddsa, always),
    "rsa_pkcs1_2048": (transport, always),
    "rsa_signature_2048_sha224": (rsa, always),
    "rsa_signature_2048_sha256": (rsa, always),
    "rsa_signature_2048_sha384": (rsa, always),
    "rsa_signature_2048_sha512": (rsa, always),
    "rsa_signature_3072_sha256": (rsa, always),
    "rsa_signature_4096_sha512": (rsa, always),
    "rsa_pss_2048_sha256_mgf1_32": (pss, always),
    "rsa_pss_2048_sha256_mgf1_32_params": (pss, always),
    "rsa_pss_2048_sha384_mgf1_48": (pss, always),
    "rsa_pss_3072_sha256_mgf1_32": (pss, always),
    "rsa_pss_4096_sha384_mgf1_48": (pss, always),
    "rsa_pss_4096_sha512_mgf1_64": (pss, always),
    "rsa_pss_4096_sha512_mgf1_64_params": (pss, always),
    "rsa_pss_misc": (pss, always),
}


def convert(name, source, commit, output):
    describe, keep = FILES[name]
    document = json.loads((source / f"{name}_test.json").read_text())
    body, count = [], 0
    for group in document["testGroups"]:
        described = describe(group)
        if described is None:
            continue
        attributes, fields = described
        cases = [test for test in group["tests"] if keep(group, test)]
        if not cases:
            continue
        body.append(" ".join(["group"] + [f"{key}={value}" for key, value in attributes.items()]))
        for test in cases:
            values = " ".join(f"{field}={test[field]}" for field in fields)
            body.append(f"case {test['tcId']} {test['result']} {values}")
        count += len(cases)
    header = [
        f"# Wycheproof, {name}_test.json: {count} of its {document['numberOfTests']} cases, in a format of our own.",
        f"# Origin: github.com/C2SP/wycheproof, testvectors_v1, commit {commit}.",
        "# Licence: Apache-2.0, see LICENSE in this folder. Converted by Vectors/tools/wycheproof.py; values unchanged.",
        f"count {count}",
    ]
    (output / f"{name}.txt").write_text("\n".join(header + body) + "\n")


def main():
    source, commit, output = pathlib.Path(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3])
    for name in FILES:
        convert(name, source, commit, output)


if __name__ == "__main__":
    main()
