#!/bin/sh
# Makes the root of the image: C and C++ libraries, certificates and time zones of Debian, folders for data, a user, and nothing
# else: no shell, no package manager. Needs mmdebstrap; unpacks without running anything, so also for another architecture.
#
#   make-root.sh <new folder> <amd64 or arm64> [further packages, as libvulkan1]
set -eu
folder=$1 architecture=$2
shift 2
packages=libc6,libstdc++6,ca-certificates,tzdata$(printf ',%s' "$@")
packages=${packages%,}

mmdebstrap --mode=chrootless --variant=extract --architectures="$architecture" --include="$packages" \
  --quiet --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
  --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' bookworm "$folder"

cd "$folder"
# What is for installing, and what only unpacked packages would need.
rm -rf dev etc/apt etc/debconf.conf etc/dpkg etc/fstab etc/hostname etc/resolv.conf var tmp usr/bin usr/sbin usr/share/debconf \
  usr/lib/*/gconv usr/lib/*/perl* usr/share/doc-base usr/share/gcc usr/share/lintian usr/share/man usr/share/perl5 usr/share/pixmaps
cat usr/share/ca-certificates/mozilla/*.crt >etc/ssl/certs/ca-certificates.crt

mkdir -p dev proc sys run tmp etc/ocr-eco var/lib/ocr-eco var/cache/ocr-eco
chmod 1777 tmp
chmod 700 var/lib/ocr-eco var/cache/ocr-eco
chown 10001:10001 var/lib/ocr-eco var/cache/ocr-eco
echo 'ocr-eco:x:10001:10001:ocr-eco:/var/lib/ocr-eco:/usr/sbin/nologin' >etc/passwd
echo 'ocr-eco:x:10001:' >etc/group
echo 'hosts: files dns' >etc/nsswitch.conf
