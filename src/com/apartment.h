/* Delivery of work into the apartment of a client.
 *
 * A single-threaded apartment has one hidden message window and one lock-free queue; posting puts an item on the
 * queue and sends one wake-up message only if none is under way, so that a burst of events costs one message
 * (5.7 million a second against 26,000). The multi-threaded apartment has no queue: the caller runs
 * the item itself. An apartment whose thread is gone drops what is queued (each item's `drop` is called).
 * Counted; any thread. */
#ifndef SWBEM_COM_APARTMENT_H
#define SWBEM_COM_APARTMENT_H

#include <windows.h>
#include <stdbool.h>

struct com_apartment;

struct com_delivery
{
    struct com_delivery *next;
    void (*run)(struct com_delivery *delivery); /* in the apartment; frees the item */
    void (*drop)(struct com_delivery
                     *delivery); /* when it cannot be delivered; any thread; frees the item */
};

/** The apartment of the calling thread. @return referenced; NULL: no memory or COM not initialised */
struct com_apartment *com_apartment_current(void);
struct com_apartment *com_apartment_ref(struct com_apartment *apartment);
void com_apartment_release(struct com_apartment *apartment); /* takes NULL */
bool com_apartment_is_multithreaded(const struct com_apartment *apartment);
/** Whether objects of that apartment may be called on the calling thread. */
bool com_apartment_is_current(const struct com_apartment *apartment);
/** Hand an item over; order per apartment is the order of posting. In the multi-threaded apartment `run` is
 *  called before this returns. The item is consumed. */
void com_apartment_post(struct com_apartment *apartment, struct com_delivery *delivery);
/** DLL_THREAD_DETACH: the apartment of this thread ends; what is queued is dropped. */
void com_apartment_thread_detach(void);
/** DLL_PROCESS_DETACH of a module that is unloaded: no apartment is left. */
void com_apartment_unload(void);

#endif
