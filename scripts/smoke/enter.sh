# Runs a program in a bare root; called by bare-root.ts inside namespaces of its own, so that nothing mounted
# here is seen outside.
#
#   enter.sh <root> <user> <home> <read only: yes or no> <emulator or -> [program] [words …]
#
# Without a program it only prepares: status 0 says that programs can be run here.
set -eu
root=$1 user=$2 home=$3 read_only=$4 emulator=$5
shift 5
chroot=$(command -v chroot)

mount --bind "$root" "$root"
if [ "$read_only" = yes ]; then
  # The data and cache folders disappear with the write permission; what is left is a temporary folder.
  mount -o remount,bind,ro "$root"
  mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
fi
if [ "$home" = /noexec ]; then
  mount -t tmpfs -o noexec,mode=1777 tmpfs "$root/noexec"
fi
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount --bind /dev/null "$root/dev/null"

if [ "$emulator" != - ]; then
  # Old emulators show the programs in them the host's processor, which they then take for their own.
  mount --bind "$root/cpuinfo" "$root/proc/cpuinfo"
  # The kernel shall start every arm64 program in these namespaces with the emulator (F: opened now, so that
  # it need not lie in the bare root).
  mount -t binfmt_misc binfmt_misc "$root/binfmt"
  printf '%s%s%s' ':bare-root-arm64:M::\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00' \
    ':\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff:' "$emulator:FP" \
    >"$root/binfmt/register"
fi

[ $# -gt 0 ] || exit 0
if [ "$user" = 0 ]; then
  exec env -i HOME="$home" "$chroot" "$root" "$@"
fi
exec env -i HOME="$home" "$chroot" --userspec="$user:$user" "$root" "$@"
