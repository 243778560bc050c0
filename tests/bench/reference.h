/* The references that a benchmark compares with, run in the same process and moments apart: what SQLite and bare COM
 * can do on this machine under the same Wine. Each returns operations a second (or seconds where it says so). */
#ifndef SWBEM_BENCH_REFERENCE_H
#define SWBEM_BENCH_REFERENCE_H

#include <stdbool.h>
#include <windows.h>

/** A client thread queues `count` rows, a worker commits what is queued (at most 256 rows, WAL, synchronous=FULL,
 *  exclusive locking) and sends two empty IDispatch events a row, in the multi-threaded apartment or through one
 *  coalesced wake-up to a single-threaded one. The upper bound of a durable PutAsync.
 *  @param depth  rows that may wait: 4096, or 1 for one at a time
 *  @param p50_us may be NULL: half of the rows were reported sooner, in microseconds */
double reference_put_pipeline(unsigned count, unsigned depth, bool single_threaded, double *p50_us);
/** Rows by primary key, random, out of a table of `rows` rows with a 200-byte blob. */
double reference_lookup(unsigned rows, unsigned count);
/** Rows of the same table read in order, key and blob touched. */
double reference_scan(unsigned rows);
/** A text property by name: GetIDsOfNames by binary search, Invoke by a switch, one BSTR made and freed. */
double reference_property_by_name(unsigned count);
/** The same through the vtable, without names. */
double reference_property_by_vtable(unsigned count);
/** HeapAlloc and HeapFree of 200 bytes. */
double reference_allocation(unsigned count);
/** Empty events to a single-threaded apartment through a list and one coalesced message. */
double reference_queued_events(unsigned count);

double reference_seconds(void);

#endif
