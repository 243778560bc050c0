/* Empty events, and a single-threaded apartment that gets them from a list with one coalesced message. */
#ifndef SWBEM_BENCH_REFERENCE_EVENTS_H
#define SWBEM_BENCH_REFERENCE_EVENTS_H

struct queued_event
{
    struct queued_event *next;
    void (*run)(struct queued_event *event);
};

/** One IDispatch call with `count` arguments that does nothing. */
void reference_fire(unsigned count);
/** Start the apartment's thread, once. */
void reference_apartment_start(void);
void reference_post(struct queued_event *event, void (*run)(struct queued_event *event));

#endif
