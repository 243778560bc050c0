/* Rows for tests of the store: names in the table of namespaces, which the store itself leaves empty. */
#ifndef SWBEM_TESTS_STORE_ROWS_H
#define SWBEM_TESTS_STORE_ROWS_H

#include "repository/store.h"

enum cim_status rows_put(struct store_connection *connection, const char *name,
                         struct cim_error *err);
/** @return -1 when it cannot be read */
int rows_count(struct store_connection *connection);
bool rows_have(struct store_connection *connection, const char *name);

/** A write, a read of its own; each fails the test when the store does. */
void store_put(struct store *store, const char *name);
int store_count(struct store *store);
bool store_has(struct store *store, const char *name);
struct store *store_must_open(const char *path);

#endif
