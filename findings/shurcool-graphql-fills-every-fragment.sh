#!/usr/bin/env bash
# Guess: of a struct with two inline fragments, shurcooL/graphql for Go fills the one whose type the answer has; and the error of an
# operation has the extensions of the answer's error.
# Seen (1 December 2026): it fills each fragment that has a field of that name, whatever __typename says, and also where the type is none of
# them. The example of its README, whose two fragments have no field in common, does not show it. `extensions` is thrown away.
# For you: decide by `__typename`, never by whether a fragment has something in it: a `message` that several members of a union have is in all of
# them. To know the code of an error, read the body in an http.RoundTripper of your own.
# Versions, of Debian 12: golang-github-shurcool-graphql-dev=0.0~git20220606.3cf50f8-1, golang-1.19=1.19.8-2.
# Needs, of Debian: golang-go, golang-github-shurcool-graphql-dev.
set -euo pipefail
source=/usr/share/gocode
command -v go >/dev/null || { echo 'golang-go is not installed'; exit 2; }
[ -e "$source/src/github.com/shurcooL/graphql" ] || { echo 'golang-github-shurcool-graphql-dev is not installed'; exit 2; }
for wanted in 'golang-github-shurcool-graphql-dev=0.0~git20220606.3cf50f8-1'; do
  [ "$(dpkg-query -W -f '${Package}=${Version}' "${wanted%%=*}" 2>/dev/null)" = "$wanted" ] || { echo "Debian's $wanted is not installed"; exit 2; }
done
folder=$(mktemp -d); trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT; cd "$folder"
cat > main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/shurcooL/graphql"
)

func main() {
	answer := ""
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, answer) }))
	defer server.Close()
	ask := func(what, body string) {
		answer = body
		var sent struct {
			Pay struct {
				Typename string `graphql:"__typename"`
				Refused  struct{ Message, Reason string } `graphql:"... on Refused"`
				TooLate  struct{ Message string }         `graphql:"... on TooLate"`
			}
		}
		err := graphql.NewClient(server.URL, nil).Mutate(context.Background(), &sent, nil)
		fmt.Printf("%s: Refused %+v, TooLate %+v, error %+v\n", what, sent.Pay.Refused, sent.Pay.TooLate, err)
	}
	ask("TooLate", `{"data":{"pay":{"__typename":"TooLate","message":"m"}}}`)
	ask("a newer member", `{"data":{"pay":{"__typename":"Newer","message":"m"}}}`)
	ask("an error", `{"data":null,"errors":[{"message":"m","extensions":{"code":"UNAUTHENTICATED"}}]}`)
}
GO
GO111MODULE=off GOPATH="$source" GOCACHE="$folder/cache" go run main.go | tee seen
cmp -s seen - <<'SEEN'
TooLate: Refused {Message:m Reason:}, TooLate {Message:m}, error <nil>
a newer member: Refused {Message:m Reason:}, TooLate {Message:m}, error <nil>
an error: Refused {Message: Reason:}, TooLate {Message:}, error m
SEEN
