#!/usr/bin/env bash
# Writes the newest plan base of each stack into a folder; a stack that has none gets none. Only what a
# run of the default branch of this very repository stored is taken: a fork's branch can have its name.
# Needs GH_TOKEN with actions: read, BRANCH, REPOSITORY_ID, and STACKS as a JSON array.
set -euo pipefail
folder=$1
mkdir -p "$folder"

# Of the first page, newest first: whoever runs workflows here could fill it, and then there is no base.
newest='[.artifacts[]
  | select(.expired | not)
  | select(.workflow_run.head_branch == $branch)
  | select(.workflow_run.repository_id == $id and .workflow_run.head_repository_id == $id)
  | select(.size_in_bytes < 20000000)] | max_by(.created_at) | .id // empty'

jq -r '.[]' <<<"$STACKS" | while read -r stack; do
  id=$(gh api "repos/$GITHUB_REPOSITORY/actions/artifacts?name=plan-base-$stack&per_page=100" |
    jq -r --arg branch "$BRANCH" --argjson id "$REPOSITORY_ID" "$newest")
  if [ -z "$id" ]; then
    echo "$stack: no plan base is stored; it is planned against the code of the base branch"
    continue
  fi
  gh api "repos/$GITHUB_REPOSITORY/actions/artifacts/$id/zip" >base.zip
  # One file by its name, to standard output: no path in the archive is ever written to.
  unzip -p base.zip "$stack.plan-base.json" >"$folder/$stack.plan-base.json"
  rm base.zip
  echo "$stack: planned against artifact $id"
done
