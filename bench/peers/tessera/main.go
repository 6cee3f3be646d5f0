// Command append-with-tessera adds every entry of an exported tlog-tiles log to a new Tessera POSIX log, in order, and
// waits until a published checkpoint covers the last one.
//
// It prints one line of JSON. Many additions are outstanding, as Tessera asks for; batches are of 1,024 entries, and a
// checkpoint is published as often as Tessera allows.
package main

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/storage/posix"
	"golang.org/x/mod/sumdb/note"
)

const batchEntries = 1024

// Entries of all bundles in order: each is two bytes of length, big-endian, and the entry.
func entries(root string) ([][]byte, error) {
	var paths []string
	err := filepath.WalkDir(filepath.Join(root, "tile", "entries"), func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	// x001/234 is behind 999, and a partial bundle is the last one.
	sort.Slice(paths, func(i, j int) bool { return number(root, paths[i]) < number(root, paths[j]) })
	var all [][]byte
	for _, path := range paths {
		bytes, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		for len(bytes) >= 2 {
			size := int(binary.BigEndian.Uint16(bytes))
			if len(bytes) < 2+size {
				return nil, fmt.Errorf("%s is cut short", path)
			}
			all = append(all, bytes[2:2+size])
			bytes = bytes[2+size:]
		}
	}
	return all, nil
}

func number(root, path string) string {
	relative, _ := filepath.Rel(filepath.Join(root, "tile", "entries"), path)
	relative, _, _ = strings.Cut(relative, ".p/")
	return fmt.Sprintf("%030s", strings.ReplaceAll(strings.ReplaceAll(relative, "x", ""), "/", ""))
}

func run(exported, directory string) error {
	all, err := entries(exported)
	if err != nil {
		return err
	}
	secret, _, err := note.GenerateKey(nil, "peer.example/log")
	if err != nil {
		return err
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		return err
	}
	ctx := context.Background()
	driver, err := posix.New(ctx, posix.Config{Path: directory})
	if err != nil {
		return err
	}
	options := tessera.NewAppendOptions().
		WithCheckpointSigner(signer).
		WithBatching(batchEntries, 250*time.Millisecond).
		WithPushback(16 * batchEntries).
		WithCheckpointInterval(100 * time.Millisecond)
	appender, shutdown, reader, err := tessera.NewAppender(ctx, driver, options)
	if err != nil {
		return err
	}
	awaiter := tessera.NewPublicationAwaiter(ctx, reader.ReadCheckpoint, 20*time.Millisecond)
	began := time.Now()
	outstanding := make(chan tessera.IndexFuture, 8*batchEntries)
	failed := make(chan error, 1)
	go func() {
		var last tessera.IndexFuture
		for future := range outstanding {
			if _, err := future(); err != nil {
				failed <- err
				return
			}
			last = future
		}
		_, _, err := awaiter.Await(ctx, last)
		failed <- err
	}()
	for _, entry := range all {
		outstanding <- appender.Add(ctx, tessera.NewEntry(entry))
	}
	close(outstanding)
	if err := <-failed; err != nil {
		return err
	}
	seconds := time.Since(began).Seconds()
	line, err := json.Marshal(map[string]any{"peer": "Tessera POSIX v1.0.4", "events": len(all), "seconds": seconds})
	if err != nil {
		return err
	}
	fmt.Println(string(line))
	return shutdown(ctx)
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: append-with-tessera EXPORTED_LOG NEW_DIRECTORY")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
