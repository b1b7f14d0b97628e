#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What programs do with files has the same outcome in a view as on the disk: on both connections.
# VIEW_RUN and VIEW_PROBE name the programs.
: "${VIEW_RUN:=testsuite/tools/view-run}" "${VIEW_PROBE:=testsuite/tools/view-probe}"
dir=$(mktemp -d) && elsewhere=$(mktemp -d -p /var/tmp) || exit 99
trap 'chmod -R u+rwx "$dir" "$elsewhere"; rm -rf "$dir" "$elsewhere"' EXIT
status=0
"$VIEW_RUN" -q "$dir" -- true 2>/dev/null
[ $? -eq 125 ] && exit 77 # no file system may be mounted here

"$VIEW_PROBE" "$dir/disk" >"$dir/expected" || exit 99
"$VIEW_RUN" -q "$dir" -- "$VIEW_PROBE" "$dir/exact" >"$dir/out"
diff "$dir/expected" "$dir/out" || { echo "FAIL: on the exact connection"; status=1; }
"$VIEW_RUN" -q "$dir" -- "$VIEW_PROBE" "$elsewhere/shared" >"$dir/out"
# without OPEN, a user learns only from the first read that he may not
[ "$(id -u)" = 0 ] || sed -i 's/^no permission: ok/no permission: EACCES/' "$dir/out"
diff "$dir/expected" "$dir/out" || { echo "FAIL: on the shared connection"; status=1; }

# trees survive copying, moving, archiving and deleting
tree=$dir/tree
mkdir -p "$tree/a/b" && echo x >"$tree/a/b/x" && ln "$tree/a/b/x" "$tree/a/y" && ln -s a/y "$tree/l" && chmod 750 "$tree/a"
touch -d '2001-02-03 04:05:06.789' "$tree/a/y"
(cd "$dir" && tar -cf expected.tar tree)
"$VIEW_RUN" -q "$dir" -- sh -c "
	cd '$dir' && cp -a tree copy && mv copy copied && mv tree moved && mv copied tree && tar -cf viewed.tar tree &&
	rm -r moved && mkdir -p '$elsewhere/t' && cp -a tree '$elsewhere/t' && mv '$elsewhere/t/tree' back"
(cd "$dir" && tar -cf found.tar tree && rm -r tree && mv back tree && tar -cf back.tar tree)
for tar in viewed found back; do
	cmp "$dir/expected.tar" "$dir/$tar.tar" || { echo "FAIL: $tar"; status=1; }
done
[ -e "$dir/moved" ] && { echo "FAIL: not deleted"; status=1; }
exit $status
