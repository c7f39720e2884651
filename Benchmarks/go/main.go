// Go's crypto/tls and crypto/mlkem for the benchmarks. Each line of the input is a job and how often it is done; the answer
// is a line with the nanoseconds of processor time that the process spent on it, its collector included.
package main

import (
	"bufio"
	"crypto/mlkem"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"log"
	"net"
	"os"
	"strconv"
	"strings"
	"syscall"
	"unsafe"
)

const processTime = 2 // CLOCK_PROCESS_CPUTIME_ID

var identity tls.Certificate

func spent() int64 {
	var now syscall.Timespec
	syscall.RawSyscall(syscall.SYS_CLOCK_GETTIME, processTime, uintptr(unsafe.Pointer(&now)), 0)
	return now.Nano()
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func use(text string) {
	pem, err := base64.StdEncoding.DecodeString(text)
	check(err)
	identity, err = tls.X509KeyPair(pem, pem)
	check(err)
}

// Full handshakes between a server and a client of this process, which checks no path.
func handshakes(group tls.CurveID) func() {
	server := &tls.Config{
		Certificates: []tls.Certificate{identity}, MinVersion: tls.VersionTLS13,
		CurvePreferences: []tls.CurveID{group}, SessionTicketsDisabled: true,
	}
	client := &tls.Config{
		ServerName: "localhost", InsecureSkipVerify: true, MinVersion: tls.VersionTLS13,
		CurvePreferences: []tls.CurveID{group},
	}
	return func() {
		near, far := net.Pipe()
		done := make(chan error)
		go func() { done <- tls.Server(far, server).Handshake() }()
		connection := tls.Client(near, client)
		check(connection.Handshake())
		check(<-done)
		state := connection.ConnectionState()
		if state.CurveID != group || state.CipherSuite != tls.TLS_AES_128_GCM_SHA256 {
			log.Fatal("another group or suite was agreed on")
		}
		near.Close()
		far.Close()
	}
}

func job(words []string) func() {
	key, err := mlkem.GenerateKey768()
	check(err)
	encoded := key.EncapsulationKey().Bytes()
	_, ciphertext := key.EncapsulationKey().Encapsulate()
	switch words[0] {
	case "handshake":
		if words[1] == "X25519MLKEM768" {
			return handshakes(tls.X25519MLKEM768)
		}
		return handshakes(tls.X25519)
	case "generate":
		return func() {
			key, err := mlkem.GenerateKey768()
			check(err)
			key.EncapsulationKey().Bytes()
		}
	case "encapsulate":
		return func() {
			key, err := mlkem.NewEncapsulationKey768(encoded)
			check(err)
			key.Encapsulate()
		}
	case "decapsulate":
		return func() {
			_, err := key.Decapsulate(ciphertext)
			check(err)
		}
	}
	log.Fatal("no such job: ", words)
	return nil
}

func main() {
	input := bufio.NewScanner(os.Stdin)
	for input.Scan() {
		words := strings.Fields(input.Text())
		if words[0] == "identity" {
			use(words[1])
			fmt.Println(0)
			continue
		}
		times, err := strconv.Atoi(words[len(words)-1])
		check(err)
		body := job(words)
		before := spent()
		for range times {
			body()
		}
		fmt.Println(spent() - before)
	}
}
