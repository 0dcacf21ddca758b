# Sets up what is missing; sourced by the other scripts, never run. Needs $root, the folder of the checkout.
# shellcheck shell=sh
#
# Everything that is fetched goes into $root/.tools and $root/node_modules. What is there already is left
# alone, so that a second run needs neither time nor network.

tools="$root/.tools"

# The sha256 of the Bun programs that the project is pinned to (package.json names the version).
bun_sha256_x64=f05d28a3862f4b84395c7fa32480b835dd47482e80b7e7a49a115227f0c06083
bun_sha256_arm64=04778f1f42399a69d086853e9c7af4acf574b2f21a43d0dc673853d8b84a2923

# Whatever Bun and npm keep for later stays inside the checkout too.
BUN_INSTALL_CACHE_DIR="${BUN_INSTALL_CACHE_DIR:-$tools/bun-cache}"
BUN_RUNTIME_TRANSPILER_CACHE_PATH="${BUN_RUNTIME_TRANSPILER_CACHE_PATH:-$tools/transpiled}"
DO_NOT_TRACK=1
export BUN_INSTALL_CACHE_DIR BUN_RUNTIME_TRANSPILER_CACHE_PATH DO_NOT_TRACK

fail() {
  echo "ocr-eco: $*" >&2
  exit 1
}

say() {
  echo "ocr-eco: $*" >&2
}

has() {
  command -v "$1" >/dev/null 2>&1
}

# After this, $bun is the path of the pinned Bun, and node_modules is what bun.lock says.
set_up() {
  require_supported_machine
  find_bun
  install_packages
}

# Sets $architecture.
require_supported_machine() {
  [ "$(uname -s)" = Linux ] || fail "this is $(uname -s); ocr-eco is developed on Linux (x64 or arm64, glibc) only."
  case "$(uname -m)" in
    x86_64 | amd64) architecture=x64 ;;
    aarch64 | arm64) architecture=arm64 ;;
    *) fail "this machine is a $(uname -m); ocr-eco is developed on Linux x64 and arm64 only." ;;
  esac
  if ls /lib/ld-musl-* >/dev/null 2>&1 && ! ls /lib*/ld-linux-* >/dev/null 2>&1; then
    fail "this Linux uses musl (like Alpine); ocr-eco needs one with glibc, like Debian."
  fi
}

# Sets $bun_version, from "packageManager": "bun@1.2.3".
read_bun_version() {
  bun_version=$(sed -n 's/.*"packageManager": *"bun@\([^"]*\)".*/\1/p' "$root/package.json")
  [ -n "$bun_version" ] || fail "package.json does not name the version of Bun in \"packageManager\"."
}

# Sets $bun: the one on the PATH where it is the pinned version, else one of our own.
find_bun() {
  read_bun_version
  if has bun && [ "$(bun --version 2>/dev/null)" = "$bun_version" ]; then
    bun=$(command -v bun)
  else
    fetch_bun "$architecture"
    bun=$(bun_path "$architecture")
    # A folder for people to put on their PATH, whatever the version.
    if [ "$(readlink "$tools/bin/bun")" != "$bun" ]; then
      mkdir -p "$tools/bin"
      ln -sfn "$bun" "$tools/bin/bun"
    fi
  fi
}

bun_path() {
  echo "$tools/bun-$bun_version-linux-$1/bun"
}

# fetch_bun x64|arm64: puts the pinned Bun for that architecture into $tools, unless it is there.
fetch_bun() {
  read_bun_version
  [ ! -x "$(bun_path "$1")" ] || return 0
  case "$1" in
    x64) package=@oven/bun-linux-x64 expected=$bun_sha256_x64 ;;
    arm64) package=@oven/bun-linux-aarch64 expected=$bun_sha256_arm64 ;;
    *) fail "there is no Bun for $1." ;;
  esac
  mkdir -p "$tools" || fail "cannot write to $root; check who owns it."
  fetching=$(mktemp -d "$tools/fetch.XXXXXX") || fail "cannot write to $tools; check who owns it."
  say "fetching Bun $bun_version for linux-$1 (once) …"
  if has npm && has node; then
    fetch_with_npm
  elif has bun; then
    fetch_with_bun "$1"
  else
    rm -rf "$fetching"
    fail "neither Node with npm nor Bun is installed; install one of them (on Debian: apt-get install npm)."
  fi
  actual=$(sha256sum "$fetching/bun" | cut -d ' ' -f 1)
  if [ "$actual" != "$expected" ]; then
    rm -rf "$fetching"
    fail "what came as $package $bun_version is not the program this project is pinned to (sha256 $actual)."
  fi
  chmod 755 "$fetching" "$fetching/bun"
  # A rename, so that a second set-up at the same time never sees half a program.
  rm -rf "$fetching/work"
  mv -T "$fetching" "$(dirname "$(bun_path "$1")")" 2>/dev/null || rm -rf "$fetching"
  [ -x "$(bun_path "$1")" ] || fail "could not write $(bun_path "$1"); check the free space and who owns it."
}

fetch_with_npm() {
  mkdir "$fetching/work"
  (
    cd "$fetching/work"
    npm pack "$package@$bun_version" --ignore-scripts --cache "$tools/npm-cache" --loglevel error \
      --fetch-retries 2 --fetch-retry-mintimeout 1000 --fetch-retry-maxtimeout 5000 >/dev/null 2>log &&
      tar -xzf ./*.tgz --no-same-owner && mv package/bin/bun "$fetching/bun"
  ) || cannot_fetch "$package $bun_version" "$fetching/work/log"
  # It holds what is unpacked now, and is not needed again.
  rm -rf "$tools/npm-cache"
}

# The Bun at hand may be of any version: it is only asked to download.
fetch_with_bun() {
  mkdir "$fetching/work"
  echo "{\"dependencies\":{\"$package\":\"$bun_version\"}}" >"$fetching/work/package.json"
  foreign=
  [ "$1" = "$architecture" ] || foreign="--os=linux --cpu=$1"
  (
    cd "$fetching/work"
    # shellcheck disable=SC2086 # no words or two
    bun install --ignore-scripts --no-save $foreign >log 2>&1 && cp "node_modules/$package/bin/bun" "$fetching/bun"
  ) || cannot_fetch "$package $bun_version" "$fetching/work/log"
}

# cannot_fetch what log
cannot_fetch() {
  tail -n 5 "$2" >&2 2>/dev/null || true
  rm -rf "$fetching"
  fail "could not fetch $1; check the network and the registry that npm or Bun is set to, then run this again."
}

# The stamp says for which lock file, Bun and machine node_modules was made.
install_packages() {
  stamp="$tools/installed"
  wanted=$(cat "$root/bun.lock" "$root/package.json" "$root/bunfig.toml" | sha256sum | cut -d ' ' -f 1)
  wanted="$wanted bun $bun_version $architecture"
  if [ -d "$root/node_modules" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
    return 0
  fi
  mkdir -p "$tools" || fail "cannot write to $root; check who owns it."
  say "installing packages (once) …"
  if ! (cd "$root" && "$bun" install --frozen-lockfile --ignore-scripts) >"$tools/install.log" 2>&1; then
    tail -n 5 "$tools/install.log" >&2
    fail "could not install the packages in bun.lock; check the network and the registry, then run this again."
  fi
  echo "$wanted" >"$stamp"
}
