#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A trace holds every path that strace sees: opened, looked at, looked for in vain, executed.
: "${VIEW_RUN:=testsuite/tools/view-run}"
command -v strace >/dev/null && command -v gcc >/dev/null || exit 77
strace -o /dev/null true 2>/dev/null || exit 77
dir=$(mktemp -d) || exit 99
trap 'rm -rf "$dir"' EXIT
case $VIEW_RUN in /*) ;; *) VIEW_RUN=$PWD/$VIEW_RUN ;; esac
cd "$dir" || exit 99
status=0
"$VIEW_RUN" -q "$dir" -- true 2>/dev/null
[ $? -eq 125 ] && exit 77 # no file system may be mounted here

# "KIND PATH" a line: ok or absent, and the path as the process resolved its directory
seen_by_strace() {
	awk '
	function clean(path,   part, n, i, out, depth) {
		n = split(path, part, "/"); depth = 0
		for (i = 1; i <= n; i++)
			if (part[i] == "..") { if (depth) depth-- }
			else if (part[i] != "" && part[i] != ".") out[++depth] = part[i]
		path = ""
		for (i = 1; i <= depth; i++) path = path "/" out[i]
		return path == "" ? "/" : path
	}
	{ pid = $1; sub(/^[0-9]+ +/, "") }
	/<unfinished \.\.\.>$/ { sub(/ *<unfinished \.\.\.>$/, ""); half[pid] = $0; next }
	/^<\.\.\. / { sub(/^<\.\.\. [a-z0-9_]+ resumed>/, ""); $0 = half[pid] $0 }
	!(pid in cwd) { cwd[pid] = started++ ? cwd[first] : top; if (first == "") first = pid }
	/^(clone|clone3|fork|vfork)\(/ { if (match($0, /= [0-9]+$/)) cwd[substr($0, RSTART + 2)] = cwd[pid]; next }
	!match($0, /"([^"\\]|\\.)*"/) { next }
	/^(getcwd|symlink|symlinkat)/ { next }
	{
		path = substr($0, RSTART + 1, RLENGTH - 2)
		before = substr($0, 1, RSTART - 1)
		if (path == "" || path ~ /\\/) next
		base = match(before, /<[^>]*>/) ? substr(before, RSTART + 1, RLENGTH - 2) : cwd[pid]
		path = clean(path ~ /^\// ? path : base "/" path)
		if (/^chdir\(/ && / = 0$/) cwd[pid] = path
		print (/ = -1 E(NOENT|NOTDIR) /) ? "absent" : "ok", path
	}' top="$dir" "$1" | sort -u
}

# The trace names a file by the path without links; of an absent path, the first component that is missing.
compare() {
	name=$1; shift
	strace -f -y -s 4096 -e trace=%file,clone,clone3,fork,vfork -o strace.out "$@" >/dev/null 2>&1
	seen_by_strace strace.out >expected
	"$VIEW_RUN" "$dir" -- "$@" 3>trace.out >/dev/null 2>&1
	sed -n 's/^access [a-z]* [^ ]* //p; s/^effect [a-z]* [^ ]* //p' trace.out | sort -u >found
	sed -n 's/^access a[a-z]* [^ ]* //p' trace.out >absent
	missing=0
	while read -r kind path; do
		# what is the machine'\''s own, what is mounted, and compilers'\'' temporaries
		case $path in /proc*|/dev*|/sys*|/run*|/tmp/cc*|/|/tmp|"$dir") continue ;; esac
		real=$(readlink -m -- "${path%/*}/")/${path##*/}
		grep -qxF -e "$path" -e "$real" -e "$(readlink -m -- "$path")" found && continue
		above=${real%/*}
		while [ -n "$above" ] && ! grep -qxF -e "$above" absent; do above=${above%/*}; done
		[ "$kind" = absent ] && [ -n "$above" ] && continue
		echo "FAIL: $name: $kind $path is not in the trace"
		missing=1 status=1
	done <expected
	echo "$name: $(wc -l <expected) paths, missing: $missing"
}

mkdir inc sub
printf '#include <stdio.h>\n#include "sub/h.h"\nint main(void) { FILE *f = fopen("inc/h.h", "r"); return !f; }\n' >a.c
echo '#define X 3' >inc/h.h
ln -s ../inc/h.h sub/h.h
compare compile gcc -O2 -c a.c -o a.o
compare link gcc a.o -o a
gcc -static -o static a.c 2>/dev/null && compare static ./static
printf '#!/bin/sh\ncd sub && (cd ../inc && cat h.h; ../a; test -f none; ls) && find .. >/dev/null\necho x >>../log; exec grep X h.h\n' >script
chmod +x script
compare script ./script
compare grandchildren sh -c 'sh -c "sh -c \"cat inc/h.h; cp a.c b.c\"; :"; :'
exit $status
