#!/usr/bin/env python3
"""Writes the cases of NIST's PKITS that are about revocation into Vectors/revocation/pkits.ini.

    pkits-revocation.py <pkits.json> <output file>

The input has the case list that BoringSSL took out of the NIST document (pki/testdata/nist-pkits) and the DER of the
certificates and lists of PyPI cryptography_vectors 50.0.2 (x509/PKITS_data). Values are copied as they are.
"""
import json
import sys

SECTIONS = ("4.4.", "4.5.", "4.14.", "4.15.")


def main(source, target):
    data = json.load(open(source))
    cases = [case for case in data["cases"] if case["id"].startswith(SECTIONS)]
    with open(target, "w") as output:
        print("# NIST PKITS 1.0.1, sections 4.4, 4.5, 4.14 and 4.15, by Vectors/tools/pkits-revocation.py. See README.md.",
              file=output)
        for case in cases:
            print(f"[{case['id']}]\ntitle={case['title']}\nvalid={case['should_validate']}".replace("True", "yes")
                  .replace("False", "no"), file=output)
            print("certificates=" + " ".join(case["certs"]), file=output)
            print("lists=" + " ".join(case["crls"]), file=output)
        for kind, key, table in (("certificate", "certs", "certificates"), ("list", "crls", "crls")):
            for name in sorted({name for case in cases for name in case[key]}):
                print(f"[{kind} {name}]\nder={data[table][name]}", file=output)


if __name__ == "__main__":
    main(*sys.argv[1:])
