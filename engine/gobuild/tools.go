//go:build tools

// Package gobuild pins the Pulumi CLI, so that `go build` makes the same one everywhere.
package gobuild

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
