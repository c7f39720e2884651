// ML-KEM of Go's crypto/mlkem for the interop tests.
//
// Arguments: the parameter set (768 or 1024), a file of requests and one for the answers. A request is a key's seed (64
// bytes), a ciphertext for the key, and a place and a mask (2 bytes, 1 byte) for altering the ciphertext of the answer; a
// mask of 0 leaves it as it is. An answer is the encapsulation key, the secret of the request's ciphertext, a ciphertext,
// and the secret that the key's holder learns from it.
package main

import (
	"bytes"
	"crypto/mlkem"
	"encoding/binary"
	"fmt"
	"os"
)

type key interface {
	Decapsulate(ciphertext []byte) ([]byte, error)
}

// One parameter set.
type parameters struct {
	ciphertextSize int
	// The key of a seed, with its other half's bytes, a secret and a ciphertext for it.
	make func(seed []byte) (holder key, published, secret, ciphertext []byte, err error)
}

var sets = map[string]parameters{
	"768": {mlkem.CiphertextSize768, func(seed []byte) (key, []byte, []byte, []byte, error) {
		holder, err := mlkem.NewDecapsulationKey768(seed)
		if err != nil {
			return nil, nil, nil, nil, err
		}
		secret, ciphertext := holder.EncapsulationKey().Encapsulate()
		return holder, holder.EncapsulationKey().Bytes(), secret, ciphertext, nil
	}},
	"1024": {mlkem.CiphertextSize1024, func(seed []byte) (key, []byte, []byte, []byte, error) {
		holder, err := mlkem.NewDecapsulationKey1024(seed)
		if err != nil {
			return nil, nil, nil, nil, err
		}
		secret, ciphertext := holder.EncapsulationKey().Encapsulate()
		return holder, holder.EncapsulationKey().Bytes(), secret, ciphertext, nil
	}},
}

func answer(set parameters, request []byte, answers *bytes.Buffer) error {
	received, alteration := request[64:64+set.ciphertextSize], request[64+set.ciphertextSize:]
	holder, published, secret, ciphertext, err := set.make(request[:64])
	if err != nil {
		return err
	}
	learned, err := holder.Decapsulate(received)
	if err != nil {
		return err
	}
	if mask := alteration[2]; mask != 0 {
		ciphertext[binary.BigEndian.Uint16(alteration)] ^= mask
		if secret, err = holder.Decapsulate(ciphertext); err != nil {
			return err
		}
	}
	for _, part := range [][]byte{published, learned, ciphertext, secret} {
		answers.Write(part)
	}
	return nil
}

func run(name, requestFile, answerFile string) error {
	set, isKnown := sets[name]
	if !isKnown {
		return fmt.Errorf("no parameter set %s", name)
	}
	requests, err := os.ReadFile(requestFile)
	if err != nil {
		return err
	}
	size := 64 + set.ciphertextSize + 3
	if len(requests)%size != 0 {
		return fmt.Errorf("%d bytes are no whole number of requests", len(requests))
	}
	var answers bytes.Buffer
	for ; len(requests) > 0; requests = requests[size:] {
		if err := answer(set, requests[:size], &answers); err != nil {
			return err
		}
	}
	return os.WriteFile(answerFile, answers.Bytes(), 0o600)
}

func main() {
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
