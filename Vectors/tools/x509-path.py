#!/usr/bin/env python3
"""Writes the cases of Vectors/x509-path/*.ini, whose form the README there describes.

    x509-path.py <folder of the originals> <output folder>

The originals are
    x509-path/pkits-half.json    NIST PKITS 1.0.1, with the case list that BoringSSL took from its document
    x509-path/chains-half.json   BoringSSL, pki/testdata/verify_certificate_chain_unittest
    x509-path/limbo-sample.json  C2SP/x509-limbo
    bettertls.json               Netflix/bettertls, `bettertls export-tests`
    real-chains/                 chains that public servers sent (C2SP/x509-limbo) and Mozilla's roots (PyPI certifi)
Certificates and CRLs are copied as they are, each once; private keys are left out.
"""
import base64
import json
import pathlib
import re
import subprocess
import sys
from datetime import datetime, timedelta, timezone

# Where a case does not say when it is judged: its certificates are good then, except where the case is about time.
PKITS_TIME = "2015-06-01T12:00:00Z"
LIMBO_TIME = "2024-06-01T12:00:00Z"

POLICY = "2.16.840.1.101.3.2.1.48."


def blocks(text):
    """The DER of each PEM block, in base64 without line breaks."""
    found = re.findall(r"-----BEGIN [A-Z0-9 ]+-----(.*?)-----END [A-Z0-9 ]+-----", text, re.S)
    return ["".join(block.split()) for block in found]


def moment(text):
    """RFC 3339 in UTC, to the second."""
    time = datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(timezone.utc)
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


class Output:
    """A file of cases: its certificates and CRLs by name, each once, then the cases."""

    def __init__(self, comments):
        self.comments = comments
        self.sections = {"certificates": {}, "crls": {}}
        self.names = {"certificates": {}, "crls": {}}
        self.cases = []

    def add(self, section, name, der):
        """The name of a certificate or CRL: that under which it is known, or else this one."""
        base64.b64decode(der, validate=True)
        known = self.names[section].get(der)
        if known:
            return known
        if name in self.sections[section] or re.search(r"[,=\[\]\n]", name):
            sys.exit(f"{name}: taken, or not a name")
        self.sections[section][name] = der
        self.names[section][der] = name
        return name

    def case(self, identity, **values):
        if any(identity == other for other, _ in self.cases):
            sys.exit(f"{identity}: two cases")
        lines = []
        for key, value in values.items():
            if isinstance(value, list):
                if any("," in item for item in value) and key != "reasons":
                    sys.exit(f"{identity}: a comma in {key}")
                value = ("|" if key == "reasons" else ",").join(value)
            if value not in (None, ""):
                lines.append(f"{key}={value}")
        self.cases.append((identity, lines))

    def write(self, path):
        lines = [f"# {line}" for line in self.comments]
        lines += ["[file]", f"cases={len(self.cases)}"]
        lines += [f"{section}={len(content)}" for section, content in self.sections.items()]
        for section, content in self.sections.items():
            if content:
                lines.append(f"[{section}]")
                lines += [f"{name}={der}" for name, der in content.items()]
        for name, values in self.cases:
            lines += [f"[{name}]"] + values
        path.write_text("\n".join(lines) + "\n")
        print(path.name, len(self.cases), {name: len(content) for name, content in self.sections.items()})


def expectation(good):
    return "valid" if good else "invalid"


def policies(text):
    """The symbolic names of PKITS as object identifiers."""
    oids = []
    for name in filter(None, text.split(",")):
        if name == "anyPolicy":
            oids.append("2.5.29.32.0")
        else:
            oids.append(POLICY + re.fullmatch(r"NIST-test-policy-(\d+)", name).group(1))
    return oids


def pkits(path):
    data = json.loads(path.read_text())
    output = Output([
        "NIST PKITS 1.0.1, 124 of its cases. Certificates and CRLs: PyPI cryptography_vectors 50.0.2, x509/PKITS_data",
        "(public domain). Case list: BoringSSL a0689af29e8e460f1e5380e0fb74cef1b342e810, pki/testdata/nist-pkits (Apache-2.0).",
    ])
    for name, der in data["certificates"].items():
        output.add("certificates", name, der)
    for name, der in data["crls"].items():
        output.add("crls", name, der)
    certificate = lambda name: output.add("certificates", name, data["certificates"][name])
    for case in data["cases"]:
        subpart = re.search(r"Subpart(\d+)$", case["test"])
        chain = [certificate(name) for name in case["certs"]]
        flags = {
            "require-explicit-policy": case["initial_explicit_policy"],
            "inhibit-policy-mapping": case["initial_policy_mapping_inhibit"],
            "inhibit-any-policy": case["initial_inhibit_any_policy"],
        }
        output.case(
            case["id"] + (f" part {subpart.group(1)}" if subpart else ""),
            title=case["title"],
            expect=expectation(case["should_validate"]),
            chain=chain[:0:-1],
            roots=chain[:1],
            crls=[output.add("crls", name, data["crls"][name]) for name in case["crls"]],
            time=PKITS_TIME,
            policies=policies(case["initial_policy_set"]),
            policyFlags=[name for name, on in flags.items() if on],
            policyResult=policies(case["user_constrained_policy_set"]),
            features=["crl"],
        )
    return output


def chains(path):
    output = Output([
        "99 cases of BoringSSL a0689af29e8e460f1e5380e0fb74cef1b342e810, pki/testdata/verify_certificate_chain_unittest",
        "(Apache-2.0): certificates and expectations only.",
    ])
    for case in json.loads(path.read_text())["cases"]:
        # One file may hold several certificates of a name, or the cases of a folder different ones.
        names = []
        for index, text in enumerate(case["chain"]):
            [der] = blocks(text)
            names.append(output.add("certificates", f"{case['id']}/{index}", der))
        extra = dict(case["extra"])
        policy = extra.pop("expected_user_constrained_policy_set", None)
        digests = extra.pop("digest_policy", None)
        if extra:
            sys.exit(f"{case['id']}: unknown settings {extra}")
        output.case(
            case["id"],
            expect=expectation(case["expected"] == "SUCCESS"),
            chain=names[:-1] or names,
            roots=names[-1:],
            rootTrust=case["last_cert_trust"],
            time=moment(case["time"]),
            purpose=case["key_purpose"],
            policyResult=[policy] if policy else [],
            digests=digests,
            reasons=case["errors"],
        )
    return output


def limbo(path):
    output = Output([
        "42 cases of C2SP/x509-limbo 8a2e6f41 (Apache-2.0), whose certificates were made anew.",
    ])
    for case in json.loads(path.read_text())["testcases"]:
        name = case["id"]

        def certificates(kind, texts):
            names = []
            for text in texts:
                for der in blocks(text):
                    names.append(output.add("certificates", f"{name}/{kind}{len(names)}", der))
            return names

        [leaf] = blocks(case["peer_certificate"])
        crls = [der for text in case["crls"] for der in blocks(text)]
        peer = [case["expected_peer_name"]] if case["expected_peer_name"] else []
        output.case(
            name,
            title=case["description"].split("\n\n")[0].replace("\n", " ").strip(),
            expect=expectation(case["expected_result"] == "SUCCESS"),
            chain=[output.add("certificates", f"{name}/leaf", leaf)],
            intermediates=certificates("intermediate", case["untrusted_intermediates"]),
            roots=certificates("root", case["trusted_certs"]),
            crls=[output.add("crls", f"{name}/crl{index}", der) for index, der in enumerate(crls)],
            time=moment(case["validation_time"] or LIMBO_TIME),
            purpose={"SERVER": "SERVER_AUTH", "CLIENT": "CLIENT_AUTH"}[case["validation_kind"]],
            name="".join(f"{one['kind']}:{one['value']}" for one in peer),
            names=[f"{one['kind']}:{one['value']}" for one in case["expected_peer_names"]],
            keyUsage=case["key_usage"],
            extendedKeyUsage=case["extended_key_usage"],
            signatureAlgorithms=case["signature_algorithms"],
            maximumDepth=None if case["max_chain_depth"] is None else str(case["max_chain_depth"]),
            features=case["features"],
            importance=case["importance"],
        )
    return output


def dates(der):
    """Validity of a certificate."""
    text = subprocess.run(
        ["openssl", "x509", "-inform", "der", "-noout", "-dates"],
        input=base64.b64decode(der), capture_output=True, check=True).stdout.decode()
    found = re.findall(r"=(.*) GMT", text)
    return [datetime.strptime(one, "%b %d %H:%M:%S %Y").replace(tzinfo=timezone.utc) for one in found]


def bettertls(path):
    """All cases about finding paths, and every 40th of those about name constraints."""
    output = Output([
        "319 of 9,572 cases of Netflix/bettertls e1e99e3 (Apache-2.0), as its export_tests writes them.",
    ])
    data = json.loads(path.read_text())
    root = output.add("certificates", "root", data["trustRoot"])
    for suite, content in data["suites"].items():
        for case in content["testCases"]:
            if suite == "nameconstraints" and case["id"] % 40 != 0:
                continue
            name = f"bettertls::{suite}::tc{case['id']}"
            chain = [
                output.add("certificates", f"{name}/{index}", der)
                for index, der in enumerate(case["certificates"])
                if der != data["trustRoot"]
            ]
            [start, end] = dates(case["certificates"][0])
            isExpired = "INVALID_REASON_EXPIRED" in case["requiredFeatures"] and case["expected"] == "REJECT"
            host = case["hostname"]
            kind = "IP" if re.fullmatch(r"[0-9.]+|[0-9a-f:]+", host) else "DNS"
            output.case(
                name,
                expect=expectation(case["expected"] == "ACCEPT"),
                chain=chain,
                roots=[root],
                time=((end if isExpired else start) + timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ"),
                purpose="SERVER_AUTH",
                name=f"{kind}:{host}",
                features=case["requiredFeatures"],
            )
    return output


def real(folder):
    output = Output([
        "Chains that seven public servers sent, as kept by C2SP/x509-limbo 8a2e6f41 in limbo/_assets/online (Apache-2.0).",
    ])
    for path in sorted(folder.glob("*.json")):
        facts = json.loads(path.read_text())
        host = facts["host"]
        chain = [
            output.add("certificates", f"{host}/{index}", der)
            for index, der in enumerate(blocks((folder / f"{host}.pem").read_text()))
        ]
        roots = blocks((folder / f"{host}.root.pem").read_text())
        output.case(
            host,
            expect=expectation(facts["expected"] == "SUCCESS"),
            chain=chain,
            roots=[output.add("certificates", f"{host}/root{index}", der) for index, der in enumerate(roots)],
            time=moment(facts["validation_time"]),
            purpose="SERVER_AUTH",
            name=f"DNS:{host}",
        )
    return output


def mozilla(path):
    """The roots alone, by the labels that the bundle gives them; no case."""
    output = Output([
        "Mozilla's root certificates, from PyPI certifi 2026.10.18, cacert.pem.",
        "This Source Code Form is subject to the terms of the Mozilla Public License, v. 2.0. If a copy of the MPL was not",
        "distributed with this file, You can obtain one at https://mozilla.org/MPL/2.0/.",
    ])
    for part in path.read_text().split("# Issuer:")[1:]:
        label = re.search(r'^# Label: "(.*)"$', part, re.M).group(1)
        # These signs have a meaning in our form.
        label = re.sub(r"[,=\[\]]", "", label)
        [der] = blocks(part)
        output.add("certificates", label, der)
    return output


def main():
    originals, target = (pathlib.Path(argument) for argument in sys.argv[1:3])
    pkits(originals / "x509-path/pkits-half.json").write(target / "pkits.ini")
    chains(originals / "x509-path/chains-half.json").write(target / "chains.ini")
    limbo(originals / "x509-path/limbo-sample.json").write(target / "limbo.ini")
    bettertls(originals / "bettertls.json").write(target / "bettertls.ini")
    real(originals / "real-chains").write(target / "real-chains.ini")
    mozilla(originals / "real-chains/cacert.pem").write(target / "mozilla-roots.ini")


if __name__ == "__main__":
    main()
