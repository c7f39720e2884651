#!/bin/bash
# Makes Vectors/certificates/openssl.ini and Vectors/keys/openssl.ini with the openssl command line (3.0 or newer).
# The values in them are what openssl printed about its own files. Each run makes new keys, so it is run only to add cases.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
quiet() { "$@" 2>/dev/null; }

# --- keys ---
quiet openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa2048.key
quiet openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -out rsa3072.key
quiet openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024 -out rsa1024.key
quiet openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out rsapss.key
quiet openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_pss_keygen_md:sha256 \
    -pkeyopt rsa_pss_keygen_mgf1_md:sha256 -pkeyopt rsa_pss_keygen_saltlen:32 -out rsapss-sha256.key
for curve in P-256 P-384 P-521 secp256k1; do
    name=$(echo "$curve" | tr -d - | tr P p)
    quiet openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:"$curve" -pkeyopt ec_param_enc:named_curve -out "$name.key"
done
quiet openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:explicit -out p256-explicit.key
for type in ED25519 ED448 X25519 X448; do
    quiet openssl genpkey -algorithm $type -out "$(echo $type | tr A-Z a-z).key"
done
quiet openssl genpkey -genparam -algorithm DSA -pkeyopt dsa_paramgen_bits:2048 -out dsa.par
quiet openssl genpkey -paramfile dsa.par -out dsa.key

# --- certificates ---
cat > req.cnf <<'EOF'
[req]
distinguished_name = dn
prompt = no
utf8 = yes
string_mask = utf8only
[dn]
CN = unused
[plain]
subjectAltName = DNS:localhost, DNS:*.example.test, IP:127.0.0.1, IP:::1
keyUsage = critical, digitalSignature, keyEncipherment
extendedKeyUsage = serverAuth, clientAuth
basicConstraints = critical, CA:FALSE
subjectKeyIdentifier = hash
[root]
basicConstraints = critical, CA:TRUE, pathlen:1
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[intermediate]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign, digitalSignature
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid, issuer
[allnames]
subjectAltName = @names
keyUsage = digitalSignature, nonRepudiation, keyEncipherment, dataEncipherment, keyAgreement, keyCertSign, cRLSign, encipherOnly, decipherOnly
extendedKeyUsage = serverAuth, 1.2.3.4.5.6
authorityKeyIdentifier = keyid, issuer
certificatePolicies = 1.2.3.4
nameConstraints = permitted;DNS:example.test
[names]
DNS.1 = a.example.test
DNS.2 = *.b.example.test
IP.1 = 192.0.2.7
IP.2 = 2001:db8::8:800:200c:417a
email.1 = someone@example.test
URI.1 = https://example.test/path?q=1
RID.1 = 1.2.3.4
otherName.1 = 1.3.6.1.4.1.311.20.2.3;UTF8:user@example.test
dirName.1 = directory
[directory]
C = DE
O = Directory
[bmp]
subjectKeyIdentifier = hash
[dnbmp]
EOF

self() { # name key subject section options...
    local name=$1 key=$2 subject=$3 section=$4; shift 4
    quiet openssl req -x509 -new -config req.cnf -utf8 -key "$key.key" -subj "$subject" -extensions "$section" -days 3650 \
        "$@" -out "$name.pem"
}
signed() { # name key subject section issuer issuerkey options...
    local name=$1 key=$2 subject=$3 section=$4 issuer=$5 issuerkey=$6; shift 6
    quiet openssl req -new -config req.cnf -utf8 -key "$key.key" -subj "$subject" -out "$name.csr"
    quiet openssl x509 -req -in "$name.csr" -CA "$issuer.pem" -CAkey "$issuerkey.key" -extfile req.cnf \
        -extensions "$section" -days 3650 "$@" -out "$name.pem"
}
self rsa2048 rsa2048 "/CN=rsa2048.example.test/O=Example/C=DE" plain -sha256
self rsa3072 rsa3072 "/CN=rsa3072.example.test/O=Example/OU=Unit/L=Town/ST=Land/C=DE/emailAddress=a@example.test" plain -sha384
self rsa1024 rsa1024 "/CN=rsa1024.example.test" plain -sha512
self rsa2048-sha1 rsa2048 "/CN=sha1.example.test" plain -sha1
self rsa2048-md5 rsa2048 "/CN=md5.example.test" plain -md5
self rsa2048-pss rsa2048 "/CN=pss.example.test" plain -sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32 \
    -sigopt rsa_mgf1_md:sha256
self rsa2048-pss512 rsa2048 "/CN=pss512.example.test" plain -sha512 -sigopt rsa_padding_mode:pss \
    -sigopt rsa_pss_saltlen:64 -sigopt rsa_mgf1_md:sha512
self rsapss rsapss "/CN=rsapss.example.test" plain -sha256 -sigopt rsa_pss_saltlen:32
self rsapss-sha256 rsapss-sha256 "/CN=rsapss-sha256.example.test" plain -sha256 -sigopt rsa_pss_saltlen:32
self p256 p256 "/CN=p256.example.test" plain -sha256
self p384 p384 "/CN=p384.example.test" plain -sha384
self p521 p521 "/CN=p521.example.test" plain -sha512
self ed25519 ed25519 "/CN=ed25519.example.test" plain
self ed448 ed448 "/CN=ed448.example.test" plain
self secp256k1 secp256k1 "/CN=secp256k1.example.test" plain -sha256
self p256-explicit p256-explicit "/CN=explicit.example.test" plain -sha256
self dsa dsa "/CN=dsa.example.test" plain -sha256
self serial20 p256 "/CN=serial.example.test" plain -set_serial 0xfedcba98765432100123456789abcdef01234567
self serial0 p256 "/CN=serial.example.test" plain -set_serial 0
self far-future p256 "/CN=future.example.test" plain -days 36500
self utf8 p256 "/C=DE/O=Müller & Söhne/CN=例え.テスト" plain
self joined p256 "/C=DE/O=Example+OU=Joined/CN=joined.example.test" plain -multivalue-rdn
self no-subject p256 "/" plain
quiet openssl req -new -config req.cnf -key p256.key -subj "/CN=v1.example.test" -out v1.csr
quiet openssl x509 -req -in v1.csr -signkey p256.key -days 3650 -out v1.pem
self root p384 "/CN=Example Root/O=Example" root -sha384
signed intermediate p256 "/CN=Example Intermediate/O=Example" intermediate root p384 -sha384
signed leaf rsa2048 "/CN=leaf.example.test/O=Example" allnames intermediate p256 -sha256

# --- what openssl says of each certificate ---
names="utf8,sep_comma_plus_space,sname,-esc_msb"
field() { sed -n "s/^$1=//p"; }
hash() { openssl dgst -sha256 -r | cut -d' ' -f1; }
{
    echo "# Made by Vectors/tools/make-certificates.sh with $(openssl version | cut -d' ' -f1,2). See README.md."
    for name in rsa2048 rsa3072 rsa1024 rsa2048-sha1 rsa2048-md5 rsa2048-pss rsa2048-pss512 rsapss rsapss-sha256 p256 p384 \
        p521 ed25519 ed448 secp256k1 p256-explicit dsa serial20 serial0 far-future utf8 joined no-subject v1 root \
        intermediate leaf; do
        say() { quiet openssl x509 -in "$name.pem" -noout "$@"; }
        echo "[$name]"
        echo "version=$(say -text -certopt no_header | sed -n 's/^ *Version: \([0-9]\).*/\1/p')"
        echo "serial=$(say -serial | field serial)"
        echo "subject=$(say -subject -nameopt $names | field subject)"
        echo "issuer=$(say -issuer -nameopt $names | field issuer)"
        echo "notBefore=$(say -startdate -dateopt iso_8601 | field notBefore)"
        echo "notAfter=$(say -enddate -dateopt iso_8601 | field notAfter)"
        echo "md5=$(say -fingerprint -md5 | cut -d= -f2)"
        echo "sha1=$(say -fingerprint -sha1 | cut -d= -f2)"
        echo "sha256=$(say -fingerprint -sha256 | cut -d= -f2)"
        echo "signature=$(say -text | sed -n 's/^ *Signature Algorithm: //p' | head -1)"
        echo "spki=$(quiet openssl x509 -in "$name.pem" -pubkey -noout | quiet openssl pkey -pubin -outform DER | hash)"
        for extension in subjectAltName keyUsage extendedKeyUsage basicConstraints subjectKeyIdentifier; do
            echo "$extension=$(say -ext $extension | tail -n +2 | sed 's/^ *//' | tr -d '\n')"
        done
        echo "der=$(openssl x509 -in "$name.pem" -outform DER | base64 -w0)"
    done
} > "$here/certificates/openssl.ini"

# --- key formats ---
entry() { # name expectation key file [certificate]
    echo "[$1]"
    echo "expect=$2"
    echo "spki=$(quiet openssl pkey -in "$3.key" -pubout -outform DER | hash)"
    [ -z "${5:-}" ] || echo "certificate=$5"
    echo "file=$(base64 -w0 < "$4")"
}
{
    echo "# Made by Vectors/tools/make-certificates.sh with $(openssl version | cut -d' ' -f1,2). See README.md."
    for key in rsa2048 rsa3072 rsapss rsapss-sha256 p256 p384 p521 ed25519 ed448 dsa; do
        entry "$key-pkcs8-pem" ok $key $key.key $key
        openssl pkcs8 -topk8 -nocrypt -in $key.key -outform DER -out $key.p8
        entry "$key-pkcs8-der" ok $key $key.p8 $key
        openssl pkcs8 -topk8 -v2 aes-256-cbc -iter 2048 -passout pass:secret -in $key.key -out $key.enc
        entry "$key-pkcs8-encrypted-pem" unsupported $key $key.enc
        openssl pkcs8 -topk8 -v2 aes-256-cbc -iter 2048 -passout pass:secret -in $key.key -outform DER -out $key.encder
        entry "$key-pkcs8-encrypted-der" unsupported $key $key.encder
    done
    for key in rsa2048 rsa3072 p256 p384 p521 dsa; do
        quiet openssl pkey -traditional -in $key.key -out $key.trad
        entry "$key-traditional-pem" ok $key $key.trad $key
        case $key in rsa*) kind="rsa -traditional" ;; dsa) kind=dsa ;; *) kind=ec ;; esac
        quiet openssl $kind -in $key.trad -outform DER -out $key.tradder
        entry "$key-traditional-der" ok $key $key.tradder $key
        quiet openssl $kind -in $key.trad -aes128 -passout pass:secret -out $key.tradenc
        entry "$key-traditional-encrypted" unsupported $key $key.tradenc
    done
    quiet openssl ec -in p256.key -no_public -outform DER -out p256.nopub
    entry p256-sec1-without-public ok p256 p256.nopub p256
    { quiet openssl ecparam -name prime256v1; cat p256.trad; } > p256.params
    entry p256-with-parameters-block ok p256 p256.params p256
    sed 's/$/\r/' rsa2048.key > rsa2048.crlf
    entry rsa2048-crlf ok rsa2048 rsa2048.crlf rsa2048
    { echo "Some text before."; echo; cat ed25519.key; echo "and after"; } > ed25519.text
    entry ed25519-with-text ok ed25519 ed25519.text ed25519
    { echo "-----BEGIN PRIVATE KEY-----"; base64 -w0 < p256.p8; echo; echo "-----END PRIVATE KEY-----"; } > p256.oneline
    entry p256-one-line ok p256 p256.oneline p256
    entry rsa1024 invalidKey rsa1024 rsa1024.key
    entry secp256k1 unsupported secp256k1 secp256k1.key
    entry p256-explicit unsupported p256-explicit p256-explicit.key
    entry x25519 unsupported x25519 x25519.key
    entry x448 unsupported x448 x448.key
    quiet openssl pkey -in p256.key -pubout -out p256.pub
    entry p256-public-only missingPrivateKey p256 p256.pub
} > "$here/keys/openssl.ini"
