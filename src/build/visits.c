/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/visits.h"

#include <stdlib.h>
#include <string.h>

#include "parser/base/map.h"
#include "parser/base/name.h"
#include "parser/base/vec.h"

struct visit {
	const struct name *target;
	const void *who;
};

/* one directory's */
struct visited {
	struct map by_target; /* name -> index in `all`, plus 1 */
	VEC(struct visit)
};

struct visits {
	struct names *names;
	struct map directories; /* name -> struct visited, owned */
};

struct visits *
visits_new(void)
{
	struct visits *visits = xcalloc(1, sizeof *visits);
	visits->names = names_new();
	return visits;
}

void
visits_free(struct visits *visits)
{
	const void *key;
	void *value;
	for (size_t i = 0; map_next(&visits->directories, &i, &key, &value);) {
		struct visited *visited = value;
		map_release(&visited->by_target);
		vec_release(visited);
		free(visited);
	}
	map_release(&visits->directories);
	names_free(visits->names);
	free(visits);
}

void
visits_add(struct visits *visits, const void *who, const char *directory, const char *target)
{
	const struct name *name = name_of(visits->names, directory);
	struct visit visit = { .target = name_of(visits->names, target), .who = who };
	struct visited *visited = map_get(&visits->directories, name);
	if (!visited) {
		visited = xcalloc(1, sizeof *visited);
		map_put(&visits->directories, name, visited);
	}
	if (map_get(&visited->by_target, visit.target))
		return;
	vec_push(visited, visit);
	map_put(&visited->by_target, visit.target, (void *)(uintptr_t)visited->count);
}

static const struct visited *
visited_of(const struct visits *visits, const char *directory)
{
	const struct name *name = name_find(visits->names, directory, strlen(directory));
	return name ? map_get(&visits->directories, name) : NULL;
}

bool
visits_by_other(const struct visits *visits, const void *who, const char *directory,
                const char *target)
{
	const struct visited *visited = visited_of(visits, directory);
	const struct name *name = name_find(visits->names, target, strlen(target));
	size_t index = visited && name ? (uintptr_t)map_get(&visited->by_target, name) : 0;
	return index && visited->at[index - 1].who != who;
}

void
visits_each_other(const struct visits *visits, const void *who, const char *directory,
                  void (*each)(void *arg, const char *target), void *arg)
{
	const struct visited *visited = visited_of(visits, directory);
	for (size_t i = 0; visited && i < visited->count; i++)
		if (visited->at[i].who != who)
			each(arg, visited->at[i].target->text);
}
