#!/usr/bin/env bash
# Builds the Debian package from a release binary: scripts/deb.sh BINARY FOLDER
#
# Prints the package's path.
set -euo pipefail

[ "$#" = 2 ] && [ -x "$1" ] || { echo "usage: $0 BINARY FOLDER" >&2; exit 1; }
binary=$1
folder=$2
here=$(cd "$(dirname "$0")/.." && pwd)

# The package's version is the commit's day and place in the history; outside a clone, VERSION says it.
version=${VERSION:-0.$(git -C "$here" log -1 --format=%cd --date=format:%Y%m%d).$(git -C "$here" rev-list --count HEAD)}
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$here" log -1 --format=%ct 2>/dev/null || date +%s)}
export SOURCE_DATE_EPOCH
architecture=$(dpkg --print-architecture)

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
chmod 0755 "$root"

# The runtime of Swift goes into the package beside the program, which looks for it there; the rest comes as Debian's packages.
all=$(ldd "$binary" | awk '$3 ~ /^\// { print $3 }')
runtime=$(grep '/swift/linux/' <<<"$all")
libraries=$(grep -v '/swift/linux/' <<<"$all")
# What dpkg knows by the path before /usr was merged, it does not know by the other.
package_of() {
    local path
    path=$(readlink -f "$1")
    { dpkg-query -S "$path" || dpkg-query -S "${path#/usr}"; } 2>/dev/null | head -1 | cut -d: -f1
}
depends=$(objdump -p "$binary" | awk '$1 == "NEEDED" { print $2 }' | while read -r name; do
    path=$(awk -v name="$name" '{ count = split($0, part, "/"); if (part[count] == name) print }' <<<"$libraries")
    # The loader itself has no path in the list; it comes with the C library.
    [ -n "$path" ] || continue
    package=$(package_of "$path")
    [ -n "$package" ] || { echo "no package has $path" >&2; exit 1; }
    # The C library of the machine that built is the oldest that is known to do.
    if [ "$package" = libc6 ]; then package="libc6 (>= $(dpkg-query -W -f='${source:Upstream-Version}' libc6))"; fi
    echo "$package"
done | sort -u | paste -sd, | sed 's/,/, /g')

home=$root/usr/lib/shouwang
install -D -m 0755 "$binary" "$home/shouwang"
strip --strip-debug "$home/shouwang"
for library in $runtime; do install -m 0644 "$library" "$home/"; done
install -d -m 0755 "$root/usr/bin"
ln -s ../lib/shouwang/shouwang "$root/usr/bin/shouwang"
for unit in shouwang.service shouwang-nightly.service shouwang-nightly.timer; do
    install -D -m 0644 "$here/scripts/package/$unit" "$root/lib/systemd/system/$unit"
done
install -D -m 0640 "$here/scripts/package/shouwang.env" "$root/etc/shouwang/shouwang.env"
for page in README.md README.zh-CN.md NOTICE docs/operations.md docs/banks.md docs/flows.md docs/glossary.md; do
    [ ! -f "$here/$page" ] || install -D -m 0644 "$here/$page" "$root/usr/share/doc/shouwang/$(basename "$page")"
done

install -d -m 0755 "$root/DEBIAN"
for script in postinst prerm postrm; do install -m 0755 "$here/scripts/package/$script" "$root/DEBIAN/$script"; done
echo /etc/shouwang/shouwang.env >"$root/DEBIAN/conffiles"
cat >"$root/DEBIAN/control" <<END
Package: shouwang
Version: $version
Architecture: $architecture
Maintainer: Shouwang <shouwang@localhost>
Installed-Size: $(du -sk --exclude=DEBIAN "$root" | cut -f1)
Depends: $depends, passwd
Recommends: postgresql-client
Section: misc
Priority: optional
Description: joint operations of an anti-telecom-fraud centre
 Alarms become stop-payment orders to banks, the money is followed from
 account to account and held, and every step is on record. One program
 with an embedded database, or with PostgreSQL.
END
(cd "$root" && find usr lib etc -type f -print0 | sort -z | xargs -0 md5sum >DEBIAN/md5sums)

mkdir -p "$folder"
package="$folder/shouwang_${version}_$architecture.deb"
dpkg-deb --root-owner-group -Zxz -z3 --build "$root" "$package" >/dev/null
echo "$package"
