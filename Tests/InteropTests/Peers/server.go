// A TLS server for the interop tests: Go's crypto/tls. Serves clients one after another.
//
// Options are key=value: clients (how many), cert (chain and key), alpn, ca (asks for a client's certificate and demands one of it),
// version (TLSv1.2; without it TLS 1.3). Prints key=value lines: its port, what it saw, and how the client ended. Sends back what it gets.
//
// Built without a module it would be as old a Go as can be, without hybrid groups.
//
//go:debug tlsmlkem=1
package main

import (
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"strings"
)

// The registered names of the groups, which Go spells its own way.
var groups = map[tls.CurveID]string{
	tls.X25519: "x25519", tls.CurveP256: "secp256r1", tls.CurveP384: "secp384r1", tls.CurveP521: "secp521r1",
	tls.X25519MLKEM768: "X25519MLKEM768",
}

func config(options map[string]string) (*tls.Config, error) {
	identity, err := tls.LoadX509KeyPair(options["cert"], options["cert"])
	if err != nil {
		return nil, err
	}
	config := &tls.Config{Certificates: []tls.Certificate{identity}, MinVersion: tls.VersionTLS13}
	if options["version"] == "TLSv1.2" {
		config.MinVersion, config.MaxVersion = tls.VersionTLS12, tls.VersionTLS12
	}
	if alpn := options["alpn"]; alpn != "" {
		config.NextProtos = strings.Split(alpn, ",")
	}
	if file := options["ca"]; file != "" {
		root, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		config.ClientAuth = tls.RequireAndVerifyClientCert
		config.ClientCAs = x509.NewCertPool()
		config.ClientCAs.AppendCertsFromPEM(root)
	}
	return config, nil
}

func serve(options map[string]string) error {
	config, err := config(options)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Printf("port=%d\n", listener.Addr().(*net.TCPAddr).Port)
	clients, err := strconv.Atoi(options["clients"])
	if err != nil {
		return err
	}
	for ; clients > 0; clients-- {
		if err := serveOne(listener, config); err != nil {
			return err
		}
	}
	return nil
}

func serveOne(listener net.Listener, config *tls.Config) error {
	plain, err := listener.Accept()
	if err != nil {
		return err
	}
	client := tls.Server(plain, config)
	if err := client.Handshake(); err != nil {
		return err
	}
	state := client.ConnectionState()
	fmt.Printf("version=%s\n", tls.VersionName(state.Version))
	fmt.Printf("suite=%s\n", tls.CipherSuiteName(state.CipherSuite))
	fmt.Printf("resumed=%t\n", state.DidResume)
	fmt.Printf("group=%s\n", groups[state.CurveID])
	fmt.Printf("alpn=%s\n", state.NegotiatedProtocol)
	if len(state.PeerCertificates) > 0 {
		hash := sha256.Sum256(state.PeerCertificates[0].Raw)
		fmt.Printf("peer=%s\n", hex.EncodeToString(hash[:]))
	}
	count, err := io.Copy(client, client)
	if err != nil {
		return err
	}
	fmt.Printf("count=%d\nend=close_notify\n", count)
	return client.Close()
}

func main() {
	options := map[string]string{}
	for _, argument := range os.Args[1:] {
		key, value, _ := strings.Cut(argument, "=")
		options[key] = value
	}
	if err := serve(options); err != nil {
		fmt.Printf("error=%v\n", err)
	}
}
