#!/usr/bin/env bash
# Installs what Shouwang needs on Debian, and says what and why. Does nothing, in well under a second, when all is there.
#
#   scripts/setup.sh build      to build and run the program
#   scripts/setup.sh test       to run its tests, on SQLite and on PostgreSQL
#   scripts/setup.sh planted    to plant known bugs and see them found
#   scripts/setup.sh deb        to try the Debian package in a fresh Debian
#   scripts/setup.sh browser    to run the tests that drive a browser
#   scripts/setup.sh bench      to run the benchmarks
#   scripts/setup.sh tracing    to measure traces beside other programs
#   scripts/setup.sh reading    to measure models of texts beside other programs
#   scripts/setup.sh schema     to try the API by its document
#   scripts/setup.sh carrier    to hand messages to a carrier of somebody else's making
#
# As root it installs by itself; as anyone else it asks sudo, and says so.
set -euo pipefail

build=(
    "g++|a library for cryptography that Shouwang builds on is partly C++"
    "libsqlite3-dev|the embedded database"
    "libpq-dev|the driver of PostgreSQL"
    "zlib1g-dev|the HTTP client"
    "pkg-config|the build finds libpq by it"
)
test=(
    "postgresql|each test run starts a PostgreSQL of its own; none is left running"
    "python3|the scripts that recompute the demo's figures and that kill processes are written in it"
    "openssl|the tests of TLS make their certificates with it"
)
planted=(
    "patch|a known bug is planted in a copy of the source"
    "rsync|the copy keeps the time stamps of what did not change, so that little is compiled anew"
)
deb=(
    "debootstrap|the package is tried in a fresh Debian"
    "curl|a browser of few words, which signs in there"
)
browser=(
    "chromium|the browser that the tests drive"
    "fonts-noto-cjk|without it Chinese pages show boxes"
    "python3|the browser tests are written in it"
    "python3-venv|their packages go in a folder of their own"
)
bench=(
    "wrk|it asks the servers for as much as they give"
    "curl|it waits until the server answers"
    "procps|the processes of a server are counted together"
    "python3|the benchmarks' scripts are written in it"
    "python3-venv|the packages of the peer go in a folder of their own"
)
tracing=(
    "gcc|the scan of a whole ledger is written in C"
    "postgresql|one of the other programs"
    "python3|the other programs are driven by it"
    "python3-venv|its packages go in a folder of their own"
)
tracing_packages=("numpy>=2,<3" "duckdb>=2,<3" "igraph>=1,<2" "psycopg[binary]>=3.2,<4")
reading=(
    "python3|the other programs are driven by it"
    "python3-venv|its packages go in a folder of their own"
)
reading_packages=("scikit-learn>=1.5,<2" "fasttext-wheel>=0.9.2,<1")
browser_packages=("playwright>=1.50,<2" "pytest>=8,<10" "pypdf>=5,<7")
bench_packages=("fastapi>=0.115,<1" "uvicorn[standard]>=0.30,<1")
schema=(
    "python3|schemathesis, which makes requests from the API's document, is written in it"
    "python3-venv|its packages go in a folder of their own"
)
schema_packages=("schemathesis>=4.32,<5")
carrier=(
    "python3|the trial of messages and the SMPP server that it hands them to are written in it"
    "python3-venv|that server's package goes in a folder of its own"
)
carrier_packages=("smpp34>=1.5,<2")
venvs="${XDG_CACHE_HOME:-$HOME/.cache}/shouwang"

# Prints those of the given "package|reason" lines whose package is not installed.
missing() {
    local installed line
    installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${@%%|*}" 2>/dev/null | sed -n 's/^installed //p') || true
    for line in "$@"; do
        grep -qxF -- "${line%%|*}" <<<"$installed" || printf '%s\n' "$line"
    done
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

refuse() {
    printf '%s\n' "$@" >&2
    exit 1
}

# Debian's package of PostgreSQL makes and starts a database cluster, which nobody here needs; this keeps it from doing so.
without_cluster() {
    local folder=/etc/postgresql-common/createcluster.d
    as_root mkdir -p "$folder"
    echo "create_main_cluster = false" | as_root tee "$folder/shouwang.conf" >/dev/null
    local result=0
    "$@" || result=$?
    as_root rm -f "$folder/shouwang.conf"
    return "$result"
}

apt() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@"
}

install_packages() {
    local list lines names
    list=$(missing "$@")
    [ -n "$list" ] || return 0
    mapfile -t lines <<<"$list"
    names=("${lines[@]%%|*}")
    echo "Shouwang needs these Debian packages, which are not installed:"
    printf '  %s\n' "${lines[@]/|/: }"
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || refuse "You are not root and there is no sudo. Run this as root, then try again:" "  apt-get update && apt-get install ${names[*]}"
        echo "Installing them needs root's rights: sudo runs apt-get, and may ask for your password."
    fi
    apt update
    if [[ " ${names[*]} " == *" postgresql "* ]]; then
        without_cluster apt install --yes --no-install-recommends "${names[@]}"
    else
        apt install --yes --no-install-recommends "${names[@]}"
    fi
}

# Installs the packages named after the first word into the folder of that name.
install_python_packages() {
    local venv="$venvs/$1" packages=("${@:2}")
    local stamp="$venv/installed"
    [ "$(cat "$stamp" 2>/dev/null)" = "${packages[*]}" ] && return 0
    echo "What runs in $venv needs ${packages[*]} from PyPI; they go there."
    rm -rf "$venv"
    /usr/bin/python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check "${packages[@]}" </dev/null
    echo "${packages[*]}" >"$stamp"
}

command -v dpkg-query >/dev/null || refuse "This set-up knows Debian and its relatives only. Elsewhere, install by hand what it lists (see $0), then run 'make SETUP=true …'."

[ "$#" -gt 0 ] || refuse "usage: $0 build|test|planted|deb|browser|bench|tracing|reading|schema|carrier …"
for part in "$@"; do
    case "$part" in
    build) install_packages "${build[@]}" ;;
    test) install_packages "${build[@]}" "${test[@]}" ;;
    planted) install_packages "${build[@]}" "${planted[@]}" ;;
    deb) install_packages "${deb[@]}" ;;
    browser)
        install_packages "${browser[@]}"
        install_python_packages browser "${browser_packages[@]}"
        ;;
    bench)
        install_packages "${test[@]}" "${bench[@]}"
        install_python_packages bench "${bench_packages[@]}"
        ;;
    tracing)
        install_packages "${build[@]}" "${tracing[@]}"
        install_python_packages tracing "${tracing_packages[@]}"
        ;;
    reading)
        install_packages "${build[@]}" "${reading[@]}"
        install_python_packages reading "${reading_packages[@]}"
        ;;
    schema)
        install_packages "${schema[@]}"
        install_python_packages schema "${schema_packages[@]}"
        ;;
    carrier)
        install_packages "${carrier[@]}"
        install_python_packages carrier "${carrier_packages[@]}"
        ;;
    *) refuse "usage: $0 build|test|planted|deb|browser|bench|tracing|reading|schema|carrier …" ;;
    esac
done
