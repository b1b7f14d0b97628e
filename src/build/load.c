/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/load.h"

#include <stdio.h>
#include <stdlib.h>

/* the number before the slash in "0.50 0.40 0.30 2/345 678" */
static int
running_processes(void)
{
	int running = -1;
	FILE *file = fopen("/proc/loadavg", "re");
	if (!file)
		return -1;
	if (fscanf(file, "%*f %*f %*f %d/", &running) != 1)
		running = -1;
	fclose(file);
	return running;
}

bool
load_is_above(double most)
{
	double average;
	if (most < 0)
		return false;
	int running = running_processes();
	if (running >= 0)
		return running > most;
	return getloadavg(&average, 1) == 1 && average >= most;
}
