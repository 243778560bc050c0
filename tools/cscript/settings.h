/* What //S and //H: keep in the user's registry. */
#ifndef CSCRIPT_SETTINGS_H
#define CSCRIPT_SETTINGS_H

#include "options.h"

/** Puts saved values of HKEY_CURRENT_USER into options; absent ones leave the field alone. */
void settings_load(struct options *options);
/** Keeps time-out, logo and batch mode for this user's later runs. FALSE: the registry refused. */
BOOL settings_save(const struct options *options);
/** Makes "cscript" or "wscript" this user's program for a double click on .vbs and .js. */
BOOL settings_default_host(const WCHAR *which);

#endif
