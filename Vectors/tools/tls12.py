#!/usr/bin/env python3
"""Writes the key schedules of Vectors/tls12/schedule.txt, from a fixed seed, with Python's hmac alone.

    tls12.py <output file>

Every PRF is computed a second time with libcrypto's TLS1-PRF (the command `openssl kdf`); a difference ends the run.
"""
import hashlib
import hmac
import random
import subprocess
import sys

SUITES = [
    # hash, lengths of MAC key, key and fixed IV: AES-128-GCM, AES-256-GCM, ChaCha20-Poly1305, AES-128-CBC with SHA-1,
    # AES-256-CBC with SHA-384, 3DES with SHA-1, RC4 with MD5
    ("sha256", "aead-aes128gcm", 0, 16, 4), ("sha384", "aead-aes256gcm", 0, 32, 4),
    ("sha256", "aead-chacha20poly1305", 0, 32, 12), ("sha256", "block-aes128-sha1", 20, 16, 0),
    ("sha384", "block-aes256-sha384", 48, 32, 0), ("sha256", "block-3des-sha1", 20, 24, 0),
    ("sha256", "rc4-md5", 16, 16, 0),
]


def prf(name, secret, label, seed, count):
    seed = label.encode() + seed
    a, output = seed, b""
    while len(output) < count:
        a = hmac.new(secret, a, name).digest()
        output += hmac.new(secret, a + seed, name).digest()
    output = output[:count]
    command = ["openssl", "kdf", "-keylen", str(count), "-kdfopt", "digest:" + name, "-kdfopt",
               "hexsecret:" + secret.hex(), "-kdfopt", "hexseed:" + seed.hex(), "-binary", "TLS1-PRF"]
    if subprocess.run(command, capture_output=True, check=True).stdout != output:
        sys.exit("libcrypto computes something else")
    return output


def main():
    source = random.Random(5246)
    lines = []
    for number, (name, cipher, mac, key, iv) in enumerate(SUITES, 1):
        premaster, client, server = source.randbytes(48), source.randbytes(32), source.randbytes(32)
        session_hash = hashlib.new(name, source.randbytes(900)).digest()
        finished_hash = hashlib.new(name, source.randbytes(1200)).digest()
        context = source.randbytes(number - 1)
        plain = prf(name, premaster, "master secret", client + server, 48)
        master = prf(name, premaster, "extended master secret", session_hash, 48)
        block = prf(name, master, "key expansion", server + client, 2 * (mac + key + iv))
        parts, place = [], 0
        for length in (mac, mac, key, key, iv, iv):
            parts.append(block[place:place + length].hex())
            place += length
        values = {
            "hash": name, "cipher": cipher, "premaster": premaster.hex(), "client": client.hex(),
            "server": server.hex(), "sessionHash": session_hash.hex(), "plain": plain.hex(),
            "extended": master.hex(), "clientMAC": parts[0], "serverMAC": parts[1], "clientKey": parts[2],
            "serverKey": parts[3], "clientIV": parts[4], "serverIV": parts[5], "finishedHash": finished_hash.hex(),
            "clientFinished": prf(name, master, "client finished", finished_hash, 12).hex(),
            "serverFinished": prf(name, master, "server finished", finished_hash, 12).hex(),
            "exported": prf(name, master, "EXPORTER-test", client + server, 70).hex(),
            "context": context.hex(),
            "exportedInContext": prf(
                name, master, "EXPORTER-test", client + server + len(context).to_bytes(2, "big") + context, 70).hex(),
        }
        lines.append(f"case {number} valid " + " ".join(f"{k}={v}" for k, v in values.items()))
    with open(sys.argv[1], "w") as file:
        file.write("# Key schedules of TLS 1.2: master secret plain and extended (RFC 5246 section 8.1, RFC 7627), key block cut\n"
                   "# up (RFC 5246 section 6.3), Finished of both sides, exporter without and with context (RFC 5705).\n"
                   "# All but `plain` come from the extended master secret.\n"
                   "# Made by tools/tls12.py; libcrypto's TLS1-PRF agrees.\n"
                   f"count {len(lines)}\n" + "\n".join(lines) + "\n")


main()
