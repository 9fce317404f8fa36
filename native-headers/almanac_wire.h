/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The time-travel protocol as Almanac speaks it: Linux's linux/um_timetravel.h of 2023, in our own
 * words. A system's header may be older (no shared memory, no broadcast) or absent, so ours needs
 * none. Host byte order, natural alignment: both ends are on one machine.
 */
#ifndef ALMANAC_WIRE_H
#define ALMANAC_WIRE_H

#include <stdint.h>

/* What goes over the socket, both ways. */
struct almanac_message {
	uint32_t op;	/* enum almanac_op */
	uint32_t seq;	/* of the question; its ACK repeats it */
	uint64_t time;	/* nanoseconds, or another operand */
};

enum almanac_op {
	ALMANAC_ACK = 0,
	ALMANAC_START = 1,
	ALMANAC_REQUEST = 2,
	ALMANAC_WAIT = 3,
	ALMANAC_GET = 4,
	ALMANAC_UPDATE = 5,
	ALMANAC_RUN = 6,
	ALMANAC_FREE_UNTIL = 7,
	ALMANAC_GET_TOD = 8,
	ALMANAC_BROADCAST = 9,
};

/* The descriptors that come with the ACK of START, in this order. */
enum almanac_start_descriptor {
	ALMANAC_START_MEMORY = 0,
	ALMANAC_START_LOG = 1,
	ALMANAC_START_DESCRIPTORS = 2,
};

/* The bits of that ACK's time that are the slot given to the participant. */
#define ALMANAC_START_SLOT_MASK	0xffff

#define ALMANAC_SHARED_VERSION	2

/* At offset 0 of the shared memory. */
struct almanac_shared_header {
	uint32_t version;
	uint32_t len;		/* bytes of the whole memory */
	uint64_t free_until;
	uint64_t current_time;
	uint16_t running_id;	/* a slot; 0 = the calendar */
	uint16_t max_clients;	/* how many slots follow */
	uint8_t unused[4068];
};

/* Behind the header, one for each slot number from 0. */
struct almanac_shared_slot {
	uint32_t capa;
	uint32_t flags;
	uint64_t req_time;
	uint64_t name;		/* the ID that START carried */
	uint8_t unused[104];
};

#define ALMANAC_CAP_TIME_SHARE	0x1	/* in capa */
#define ALMANAC_FLAG_REQ_RUN	0x1	/* in flags */

#endif
