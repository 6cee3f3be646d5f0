// Command fsck-with-tessera checks a tlog-tiles log in a directory with Tessera's own fsck package.
//
// Tessera's command cmd/fsck does the same but exits 0 whatever it finds (as of v1.0.4), so a script cannot use it.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera/api"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/fsck"
	"golang.org/x/mod/sumdb/note"
)

func main() {
	if len(os.Args) != 3 && len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: fsck-with-tessera DIR VKEY [ORIGIN]")
		os.Exit(2)
	}
	verifier, err := note.NewVerifier(os.Args[2])
	if err != nil {
		fmt.Fprintf(os.Stderr, "verifier key: %v\n", err)
		os.Exit(2)
	}
	origin := verifier.Name()
	if len(os.Args) == 4 {
		origin = os.Args[3]
	}
	check := fsck.New(origin, verifier, &client.FileFetcher{Root: os.Args[1]}, leafHashes, fsck.Opts{N: 2})
	if err := check.Check(context.Background()); err != nil {
		fmt.Fprintf(os.Stderr, "fsck failed: %v\n", err)
		os.Exit(1)
	}
	fmt.Println("fsck: the log holds")
}

// leafHashes returns the RFC 6962 leaf hash of each entry of a C2SP entry bundle.
func leafHashes(bundle []byte) ([][]byte, error) {
	var entries api.EntryBundle
	if err := entries.UnmarshalText(bundle); err != nil {
		return nil, err
	}
	hashes := make([][]byte, 0, len(entries.Entries))
	for _, entry := range entries.Entries {
		hashes = append(hashes, rfc6962.DefaultHasher.HashLeaf(entry))
	}
	return hashes, nil
}
