// A TLS client for the interop tests: Go's crypto/tls.
//
// Options are key=value: port, name, ca, alpn, groups, cert (chain and key), bytes (how many are sent and expected back),
// closer (client or server), answer (after: what is expected back comes once this direction is closed), label (what to
// export keying material for), visits (how often it connects, each time with the last session), version (TLSv1.2; without
// it TLS 1.3). Prints key=value lines of what it saw.
package main

import (
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"
)

const chunk = 65536

var groups = map[string]tls.CurveID{
	"x25519": tls.X25519, "secp256r1": tls.CurveP256, "secp384r1": tls.CurveP384, "secp521r1": tls.CurveP521,
	"X25519MLKEM768": tls.X25519MLKEM768, "SecP256r1MLKEM768": tls.SecP256r1MLKEM768,
	"SecP384r1MLKEM1024": tls.SecP384r1MLKEM1024,
}

// pattern gives the bytes of the tests: blocks that begin with their number.
func pattern(count int) []byte {
	bytes := make([]byte, (count+chunk-1)/chunk*chunk)
	for i := range bytes {
		place := i % chunk
		bytes[i] = byte(place*31 + (place>>8)*17)
	}
	for start := 0; start < len(bytes); start += chunk {
		binary.BigEndian.PutUint64(bytes[start:], uint64(start/chunk))
	}
	return bytes[:count]
}

func config(options map[string]string) (*tls.Config, error) {
	root, err := os.ReadFile(options["ca"])
	if err != nil {
		return nil, err
	}
	config := &tls.Config{MinVersion: tls.VersionTLS13, ServerName: options["name"], RootCAs: x509.NewCertPool()}
	config.RootCAs.AppendCertsFromPEM(root)
	if options["version"] == "TLSv1.2" {
		config.MinVersion, config.MaxVersion = tls.VersionTLS12, tls.VersionTLS12
	}
	config.ClientSessionCache = tls.NewLRUClientSessionCache(1)
	if alpn := options["alpn"]; alpn != "" {
		config.NextProtos = strings.Split(alpn, ",")
	}
	if names := options["groups"]; names != "" {
		for _, name := range strings.Split(names, ",") {
			config.CurvePreferences = append(config.CurvePreferences, groups[name])
		}
	}
	if file := options["cert"]; file != "" {
		identity, err := tls.LoadX509KeyPair(file, file)
		if err != nil {
			return nil, err
		}
		config.Certificates = []tls.Certificate{identity}
	}
	return config, nil
}

func describe(state tls.ConnectionState, options map[string]string) error {
	fmt.Printf("version=%s\nsuite=%s\n", tls.VersionName(state.Version), tls.CipherSuiteName(state.CipherSuite))
	for name, id := range groups {
		if id == state.CurveID {
			fmt.Printf("group=%s\n", name)
		}
	}
	fmt.Printf("alpn=%s\npeer=%s\n", state.NegotiatedProtocol, state.PeerCertificates[0].Subject.CommonName)
	fmt.Printf("resumed=%t\n", state.DidResume)
	if label := options["label"]; label != "" {
		exported, err := state.ExportKeyingMaterial(label, []byte("context"), 32)
		if err != nil {
			return err
		}
		fmt.Printf("exported=%s\n", hex.EncodeToString(exported))
	}
	return nil
}

func run(options map[string]string) error {
	config, err := config(options)
	if err != nil {
		return err
	}
	visits, err := strconv.Atoi(options["visits"])
	if err != nil {
		visits = 1
	}
	for ; visits > 0; visits-- {
		if err := visit(config, options); err != nil {
			return err
		}
	}
	return nil
}

func visit(config *tls.Config, options map[string]string) error {
	connection, err := tls.Dial("tcp", "127.0.0.1:"+options["port"], config)
	if err != nil {
		return err
	}
	defer connection.Close()
	connection.SetDeadline(time.Now().Add(60 * time.Second))
	if err := describe(connection.ConnectionState(), options); err != nil {
		return err
	}
	count, err := strconv.Atoi(options["bytes"])
	if err != nil {
		return err
	}
	sent := pattern(count)
	answerComesAfterEnd := options["answer"] == "after"
	go func() {
		connection.Write(sent)
		if answerComesAfterEnd {
			connection.CloseWrite()
		}
	}()
	received := make([]byte, count)
	if n, err := io.ReadFull(connection, received); err != nil {
		fmt.Printf("echoed=%d\n", n)
		return err
	}
	fmt.Printf("echoed=%d\nintact=%t\n", count, sha256.Sum256(sent) == sha256.Sum256(received))
	if options["closer"] == "client" && !answerComesAfterEnd {
		if err := connection.CloseWrite(); err != nil {
			return err
		}
	}
	// At the end of a record Go does not tell close_notify from a bare end of the transport.
	if _, err := connection.Read(make([]byte, 1)); err != io.EOF {
		return err
	}
	fmt.Println("end=closed")
	return nil
}

func main() {
	options := map[string]string{}
	for _, argument := range os.Args[1:] {
		key, value, _ := strings.Cut(argument, "=")
		options[key] = value
	}
	if err := run(options); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			fmt.Println("end=truncated")
		}
		fmt.Printf("error=%v\n", err)
	}
}
