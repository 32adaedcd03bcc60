#!/usr/bin/env bash
# Installs the Debian package in a fresh Debian 12, starts it there, signs in, takes a backup, and stops it.
#
#   Tests/Package/deb.sh PACKAGE
#
# Needs root (chroot, mounts of its own) and Debian's mirror; the fresh Debian is kept as an archive in the cache.
set -euo pipefail

[ "$(id -u)" = 0 ] || { echo "only root may make another Debian: run this as root" >&2; exit 1; }
# Mounts of its own, which end with it.
if [ "${1:-}" != --inside ]; then exec unshare --mount --propagation private "$0" --inside "$@"; fi
shift
package=$(readlink -f "$1")

suite=bookworm
mirror=${MIRROR:-http://deb.debian.org/debian}
cache=${XDG_CACHE_HOME:-$HOME/.cache}/shouwang
archive=$cache/debian-$suite.tar
work=$(mktemp -d)
root=$work/root
server=
clean() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    umount "$root/proc" 2>/dev/null || true
    rm -rf --one-file-system "$work"
}
trap clean EXIT

step() { echo "== $*"; }
fail() {
    echo "FAILED: $*" >&2
    sed 's/^/    /' "$work/log" >&2 2>/dev/null || true
    exit 1
}
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
# As the service's user, in its folder, as systemd does it.
service=(chroot --userspec=shouwang:shouwang "$root" env -i PATH=/usr/bin:/bin LC_ALL=C.UTF-8 HOME=/var/lib/shouwang)
as_service() { "${service[@]}" "$@"; }

step "a fresh Debian ($suite)"
if [ ! -f "$archive" ]; then
    mkdir -p "$cache"
    debootstrap --variant=minbase "$suite" "$root" "$mirror" >"$work/log" 2>&1 || fail debootstrap
    rm -f "$root"/var/cache/apt/archives/*.deb
    tar -C "$root" -cf "$archive.unfinished" .
    mv "$archive.unfinished" "$archive"
    rm -rf --one-file-system "$root"
fi
mkdir -p "$root"
tar -C "$root" -xf "$archive"
cp /etc/resolv.conf "$root/etc/resolv.conf"
# How this machine reaches its mirror.
cp -r /etc/apt/apt.conf.d/. "$root/etc/apt/apt.conf.d/"
mount -t proc proc "$root/proc"

step "the package is installed by apt, with what it depends on"
cp "$package" "$root/tmp/shouwang.deb"
inside apt-get update -qq >"$work/log" 2>&1 || fail "apt-get update"
inside apt-get install -y -qq --no-install-recommends systemd /tmp/shouwang.deb >"$work/log" 2>&1 || fail "apt-get install"
inside shouwang --help >"$work/log" 2>&1 || fail "the program does not start"
if inside ldd /usr/lib/shouwang/shouwang | grep -E 'not found|swift/linux'; then fail "the Swift runtime is not inside"; fi
for folder in /var/lib/shouwang /var/backups/shouwang; do
    [ "$(inside stat -c '%U:%G %a' "$folder")" = "shouwang:shouwang 700" ] || fail "$folder is open to others"
done
[ "$(inside stat -c '%U:%G %a' /etc/shouwang/shouwang.env)" = "root:shouwang 640" ] || fail "the settings are open to others"
[ "$(inside getent passwd shouwang | cut -d: -f7)" = /usr/sbin/nologin ] || fail "the service's user can log in"

step "the units are what systemd understands"
inside systemd-analyze verify shouwang.service shouwang-nightly.timer >"$work/log" 2>&1 || fail "systemd-analyze verify"
# From 0, locked up, to 100, open.
inside systemd-analyze security --offline=true --threshold=20 shouwang.service >"$work/log" 2>&1 || fail "systemd-analyze security"
tail -1 "$work/log"

step "the first unit and the first administrator"
data=/var/lib/shouwang
as_service shouwang unit add 530400000000 --name 云江市反诈中心 --data $data >"$work/log" 2>&1 || fail "unit add"
as_service shouwang user add admin --name 管理员 --number 060001 --unit 530400000000 --role administrator --data $data \
    >"$work/user" 2>"$work/log" || fail "user add"
first=$(sed -n 's/.*first password //p' "$work/user")
[ -n "$first" ] || fail "no first password"

step "the server starts on a free port"
# As in the unit: the same program, folder and settings, but a free port.
"${service[@]}" shouwang serve --data $data --unit 530400000000 --port 0 >"$work/said" 2>"$work/log" &
server=$!
address=
for _ in $(seq 100); do
    address=$(sed -n 's/^守望 //p' "$work/said")
    [ -z "$address" ] || break
    kill -0 "$server" 2>/dev/null || fail "the server ended"
    sleep 0.1
done
[ -n "$address" ] || fail "the server said no address"
ready=
for _ in $(seq 50); do
    ready=$(curl -s -o /dev/null -w '%{http_code}' "$address/readyz")
    [ "$ready" = 200 ] && break
    sleep 0.1
done
[ "$ready" = 200 ] || fail "not ready: $ready"

step "the administrator signs in, chooses a password and sees the users"
browser() { curl -s -b "$work/cookies" -c "$work/cookies" "$@"; }
second='correct horse battery 9'
sign_in() {
    [ "$(browser -o /dev/null -w '%{http_code}' --data-urlencode login=admin --data-urlencode "password=$1" "$address/sign-in")" = 303 ] ||
        fail "sign-in refused"
}
sign_in "$first"
browser "$address/password" >"$work/page"
csrf=$(grep -o 'name="csrf" value="[^"]*"' "$work/page" | head -1 | cut -d'"' -f4)
key=$(grep -o 'name="key" value="[^"]*"' "$work/page" | head -1 | cut -d'"' -f4)
status=$(browser -o "$work/page" -w '%{http_code}' --data-urlencode "csrf=$csrf" --data-urlencode "key=$key" \
    --data-urlencode "present=$first" --data-urlencode "new=$second" --data-urlencode "again=$second" "$address/password")
[ "$status" = 303 ] || fail "the password was not taken: $status"
sign_in "$second"
browser "$address/users" >"$work/page"
grep -q 管理员 "$work/page" || fail "the administrator does not see the users"
curl -s "$address/metrics" >"$work/page"
grep -q '^shouwang_http_requests_total' "$work/page" || fail "no metrics"

step "a backup of the running system, the doctor and the check"
as_service shouwang backup --data $data /var/backups/shouwang/first >"$work/log" 2>&1 || fail backup
as_service shouwang doctor --data $data >"$work/doctor" 2>"$work/log" || true
if grep -v '^diskFull\|^calendarEnds\|^all is well' "$work/doctor"; then fail "the doctor found something"; fi
as_service shouwang check --data $data >"$work/log" 2>&1 || fail check
as_service shouwang retain --preview --data $data >"$work/log" 2>&1 || fail retain
as_service shouwang restore --data /var/backups/shouwang/tried /var/backups/shouwang/first >"$work/log" 2>&1 || fail restore

step "the server stops when it is told to"
kill -TERM "$server"
result=0
wait "$server" || result=$?
server=
[ "$result" = 0 ] || fail "it ended with $result"
! grep -q "$first\|$second" "$work/said" "$work/log" || fail "a password in the log"

step "a removal leaves the records"
inside apt-get purge -y -qq shouwang >"$work/log" 2>&1 || fail "apt-get purge"
[ -f "$root$data/shouwang.sqlite" ] && [ -f "$root$data/centre.key" ] || fail "the records are gone"
[ ! -e "$root/usr/bin/shouwang" ] || fail "the program is still there"
echo "the package is as it must be"
