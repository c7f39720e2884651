#!/usr/bin/env python3
"""Writes the ML-KEM cases of three collections into Vectors/mlkem/*.txt.

    mlkem.py <kat_MLKEM_768 cases as JSON> <ACVP samples as JSON> <checkout of C2SP/wycheproof>/testvectors_v1 <output folder>

Inputs are copied as they are. Keys and ciphertexts that come out stand as their SHA-256, which keeps the files small.
The form is described in Vectors/README.md; Vectors/mlkem/README.md says what the values are.
"""
import hashlib
import json
import pathlib
import sys

KAT_CASES = 15
SEED_CASES = 30
# Of each kind of Wycheproof case, told apart by its result, its flags and its comment.
CASES_A_KIND = {768: 2, 1024: 1}


def digest(text):
    return hashlib.sha256(bytes.fromhex(text)).hexdigest()


def write(folder, name, origin, cases):
    lines = [f"# {line}" for line in origin] + [f"count {len(cases)}"]
    for number, (result, values) in enumerate(cases, 1):
        words = " ".join(f"{key}={value.lower()}" for key, value in values.items())
        lines.append(f"case {number} {result} {words}")
    (folder / name).write_text("\n".join(lines) + "\n")


def known_answers(path):
    for case in json.loads(path.read_text())["cases"][:KAT_CASES]:
        yield "valid", {
            "d": case["d"], "z": case["z"], "ekHash": digest(case["pk"]), "dkHash": digest(case["sk"]),
            "m": case["msg"], "ciphertextHash": digest(case["ct"]), "secret": case["ss"],
            "altered": case["ct_n"], "rejected": case["ss_n"],
        }


def acvp(path):
    for case in json.loads(path.read_text())["cases"]:
        given, expected = case["input"], case["expected"]
        values = {"set": case["parameter_set"].replace("-", ""), "function": case["function"] or case["mode"]}
        result = "valid"
        for key, value in given.items():
            values[key] = value
        for key, value in expected.items():
            if key == "testPassed":
                result = "valid" if value else "invalid"
            elif key == "k":
                values["secret"] = value
            else:
                values[key + "Hash"] = digest(value)
        yield result, values


def wycheproof(folder, bits):
    def tests(name):
        for group in json.loads((folder / f"mlkem_{bits}_{name}.json").read_text())["testGroups"]:
            yield from group["tests"]

    for test in list(tests("keygen_seed_test"))[:SEED_CASES]:
        yield test["result"], {
            "function": "keygen", "seed": test["seed"], "ekHash": digest(test["ek"]), "dkHash": digest(test["dk"])}
    seen = {}
    for name, function in (("encaps_test", "encapsulation"), ("test", "decapsulation")):
        for test in tests(name):
            comment = test.get("comment", "")
            kind = (function, test["result"], *test["flags"], "" if comment.startswith("Test vector") else comment)
            seen[kind] = seen.get(kind, 0) + 1
            if seen[kind] > CASES_A_KIND[bits] or "rivate key" in comment:
                continue
            if function == "encapsulation":
                values = {"ek": test["ek"], "m": test["m"]}
                if test["result"] == "valid":
                    values |= {"ciphertextHash": digest(test["c"]), "secret": test["K"]}
            else:
                values = {"seed": test["seed"], "ciphertext": test["c"], "secret": test["K"]}
            yield test["result"], {"function": function} | values


def main():
    kat, samples, vectors, out = map(pathlib.Path, sys.argv[1:])
    write(
        out, "kat_768.txt",
        ["ML-KEM-768 known answers: PyPI cryptography_vectors 50.0.2, asymmetric/MLKEM/kat_MLKEM_768.rsp.",
         "Licence: Apache-2.0 or BSD-3-Clause."],
        list(known_answers(kat)))
    write(
        out, "acvp.txt",
        ["NIST's ACVP samples for ML-KEM-768 and ML-KEM-1024, by way of BoringSSL.", "Licence: Apache-2.0."],
        list(acvp(samples)))
    for bits in (768, 1024):
        write(
            out, f"wycheproof_{bits}.txt",
            [f"Wycheproof, mlkem_{bits}_*_test.json: a selection. Origin: github.com/C2SP/wycheproof, testvectors_v1,",
             "commit dac1dd4729fd1f8dd9e1e9f3dce51d783da6c166.",
             "Licence: Apache-2.0, see ../wycheproof/LICENSE."],
            list(wycheproof(vectors, bits)))


if __name__ == "__main__":
    main()
