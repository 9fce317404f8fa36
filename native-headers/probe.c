/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Prints what the C compiler makes of the headers: one "name value" a line, in decimal.
 *
 *   libc.NAME            a constant of the C library's and Linux's headers
 *   libc.STRUCT          the size of one of their structs
 *   libc.STRUCT.FIELD    the offset of a field
 *   libc.STRUCT.FIELD.size
 *   wire...              the same for almanac_wire.h
 *   kernel...            the same, under the same names, for the system's linux/um_timetravel.h;
 *                        its form of 2019 lacks some, and without that header there are none
 */
#define _GNU_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <time.h>

#include "almanac_wire.h"

#ifdef __has_include
#if __has_include(<linux/um_timetravel.h>)
#include <linux/um_timetravel.h>
#define KERNEL_MESSAGE
#ifdef UM_TIMETRAVEL_SCHEDSHM_VERSION
#define KERNEL_SHARED
#endif
#endif
#endif

static void value(const char *name, long long value)
{
	printf("%s %lld\n", name, value);
}

/* Java's constants are ints: 1u << 31 is negative there. */
#define CONSTANT(name) value("libc." #name, (int)(name))

#define STRUCT(name) value("libc." #name, sizeof(struct name))

#define FIELD(name, field) \
	ANY_FIELD("libc." #name "." #field, struct name, field)

#define ANY_FIELD(prefix, type, field) do { \
	value(prefix, offsetof(type, field)); \
	value(prefix ".size", sizeof(((type *)0)->field)); \
} while (0)

static void structs(void)
{
	STRUCT(sockaddr_un);
	FIELD(sockaddr_un, sun_family);
	FIELD(sockaddr_un, sun_path);

	STRUCT(iovec);
	FIELD(iovec, iov_base);
	FIELD(iovec, iov_len);

	STRUCT(msghdr);
	FIELD(msghdr, msg_name);
	FIELD(msghdr, msg_namelen);
	FIELD(msghdr, msg_iov);
	FIELD(msghdr, msg_iovlen);
	FIELD(msghdr, msg_control);
	FIELD(msghdr, msg_controllen);
	FIELD(msghdr, msg_flags);

	STRUCT(cmsghdr);
	FIELD(cmsghdr, cmsg_len);
	FIELD(cmsghdr, cmsg_level);
	FIELD(cmsghdr, cmsg_type);
	value("libc.CMSG_SPACE.1", CMSG_SPACE(1 * sizeof(int)));
	value("libc.CMSG_SPACE.2", CMSG_SPACE(2 * sizeof(int)));
	value("libc.CMSG_SPACE.3", CMSG_SPACE(3 * sizeof(int)));
	value("libc.CMSG_SPACE.253", CMSG_SPACE(253 * sizeof(int)));

	STRUCT(epoll_event);
	FIELD(epoll_event, events);
	FIELD(epoll_event, data);

	STRUCT(ucred);
	FIELD(ucred, pid);
	FIELD(ucred, uid);
	FIELD(ucred, gid);

	STRUCT(statx);
	FIELD(statx, stx_mask);
	FIELD(statx, stx_mode);
	FIELD(statx, stx_ino);
	FIELD(statx, stx_size);

	STRUCT(timeval);
	FIELD(timeval, tv_sec);
	FIELD(timeval, tv_usec);

	STRUCT(timespec);
	FIELD(timespec, tv_sec);
	FIELD(timespec, tv_nsec);
	STRUCT(itimerspec);
	FIELD(itimerspec, it_interval);
	FIELD(itimerspec, it_value);
}

static void constants(void)
{
	CONSTANT(AF_UNIX);
	CONSTANT(SOCK_STREAM);
	CONSTANT(SOCK_DGRAM);
	CONSTANT(SOCK_CLOEXEC);
	CONSTANT(SOCK_NONBLOCK);
	CONSTANT(MSG_PEEK);
	CONSTANT(MSG_CTRUNC);
	CONSTANT(MSG_DONTWAIT);
	CONSTANT(MSG_NOSIGNAL);
	CONSTANT(MSG_CMSG_CLOEXEC);
	CONSTANT(SOL_SOCKET);
	CONSTANT(SO_ERROR);
	CONSTANT(SO_SNDBUF);
	CONSTANT(SO_PEERCRED);
	CONSTANT(SO_RCVTIMEO);
	CONSTANT(SO_SNDTIMEO);
	CONSTANT(SCM_RIGHTS);
	CONSTANT(EPOLL_CLOEXEC);
	CONSTANT(EPOLL_CTL_ADD);
	CONSTANT(EPOLL_CTL_DEL);
	CONSTANT(EPOLL_CTL_MOD);
	CONSTANT(EPOLLIN);
	CONSTANT(EPOLLOUT);
	CONSTANT(EPOLLERR);
	CONSTANT(EPOLLHUP);
	CONSTANT(EPOLLRDHUP);
	CONSTANT(EPOLLONESHOT);
	CONSTANT(EPOLLET);
	CONSTANT(PROT_READ);
	CONSTANT(PROT_WRITE);
	CONSTANT(MAP_SHARED);
	CONSTANT(MFD_CLOEXEC);
	CONSTANT(MFD_ALLOW_SEALING);
	CONSTANT(F_GETFD);
	CONSTANT(F_GETFL);
	CONSTANT(F_SETFL);
	CONSTANT(F_ADD_SEALS);
	CONSTANT(F_GET_SEALS);
	CONSTANT(FD_CLOEXEC);
	CONSTANT(O_CREAT);
	CONSTANT(O_EXCL);
	CONSTANT(O_CLOEXEC);
	CONSTANT(O_NONBLOCK);
	CONSTANT(O_ACCMODE);
	CONSTANT(O_RDWR);
	CONSTANT(O_APPEND);
	CONSTANT(F_SEAL_SEAL);
	CONSTANT(F_SEAL_SHRINK);
	CONSTANT(F_SEAL_GROW);
	CONSTANT(F_SEAL_WRITE);
	CONSTANT(EFD_CLOEXEC);
	CONSTANT(EFD_NONBLOCK);
	CONSTANT(TFD_CLOEXEC);
	CONSTANT(TFD_NONBLOCK);
	CONSTANT(TFD_TIMER_ABSTIME);
	CONSTANT(CLOCK_MONOTONIC);
	CONSTANT(AT_FDCWD);
	CONSTANT(AT_SYMLINK_NOFOLLOW);
	CONSTANT(AT_EMPTY_PATH);
	CONSTANT(STATX_TYPE);
	CONSTANT(STATX_MODE);
	CONSTANT(STATX_INO);
	CONSTANT(STATX_SIZE);
	CONSTANT(S_IFMT);
	CONSTANT(S_IFSOCK);
	CONSTANT(S_IFLNK);
	CONSTANT(S_IFREG);
	CONSTANT(S_IFDIR);
}

static void errors(void)
{
	CONSTANT(EPERM);
	CONSTANT(ENOENT);
	CONSTANT(EINTR);
	CONSTANT(EIO);
	CONSTANT(EBADF);
	CONSTANT(EAGAIN);
	CONSTANT(ENOMEM);
	CONSTANT(EACCES);
	CONSTANT(EFAULT);
	CONSTANT(EBUSY);
	CONSTANT(EEXIST);
	CONSTANT(ENODEV);
	CONSTANT(ENOTDIR);
	CONSTANT(EISDIR);
	CONSTANT(EINVAL);
	CONSTANT(ENFILE);
	CONSTANT(EMFILE);
	CONSTANT(EFBIG);
	CONSTANT(ENOSPC);
	CONSTANT(ESPIPE);
	CONSTANT(EROFS);
	CONSTANT(EPIPE);
	CONSTANT(ENAMETOOLONG);
	CONSTANT(ENOSYS);
	CONSTANT(ELOOP);
	CONSTANT(EPROTO);
	CONSTANT(ENOTSOCK);
	CONSTANT(EMSGSIZE);
	CONSTANT(EPROTOTYPE);
	CONSTANT(ENOPROTOOPT);
	CONSTANT(EPROTONOSUPPORT);
	CONSTANT(EOPNOTSUPP);
	CONSTANT(EAFNOSUPPORT);
	CONSTANT(EADDRINUSE);
	CONSTANT(ECONNABORTED);
	CONSTANT(ECONNRESET);
	CONSTANT(ETIME);
	CONSTANT(ENOBUFS);
	CONSTANT(EISCONN);
	CONSTANT(ENOTCONN);
	CONSTANT(ETOOMANYREFS);
	CONSTANT(ETIMEDOUT);
	CONSTANT(ECONNREFUSED);
	CONSTANT(EINPROGRESS);
	CONSTANT(EDQUOT);
}

#define WIRE_MEMBERS(prefix, type, FIELDS) do { \
	value(prefix, sizeof(type)); \
	FIELDS(prefix, type); \
} while (0)

#define MESSAGE_FIELDS(prefix, type) do { \
	ANY_FIELD(prefix ".op", type, op); \
	ANY_FIELD(prefix ".seq", type, seq); \
	ANY_FIELD(prefix ".time", type, time); \
} while (0)

#define HEADER_FIELDS(prefix, type) do { \
	ANY_FIELD(prefix ".version", type, version); \
	ANY_FIELD(prefix ".len", type, len); \
	ANY_FIELD(prefix ".free_until", type, free_until); \
	ANY_FIELD(prefix ".current_time", type, current_time); \
	ANY_FIELD(prefix ".running_id", type, running_id); \
	ANY_FIELD(prefix ".max_clients", type, max_clients); \
} while (0)

#define SLOT_FIELDS(prefix, type) do { \
	ANY_FIELD(prefix ".capa", type, capa); \
	ANY_FIELD(prefix ".flags", type, flags); \
	ANY_FIELD(prefix ".req_time", type, req_time); \
	ANY_FIELD(prefix ".name", type, name); \
} while (0)

static void wire(void)
{
	WIRE_MEMBERS("wire.message", struct almanac_message, MESSAGE_FIELDS);
	value("wire.ACK", ALMANAC_ACK);
	value("wire.START", ALMANAC_START);
	value("wire.REQUEST", ALMANAC_REQUEST);
	value("wire.WAIT", ALMANAC_WAIT);
	value("wire.GET", ALMANAC_GET);
	value("wire.UPDATE", ALMANAC_UPDATE);
	value("wire.RUN", ALMANAC_RUN);
	value("wire.FREE_UNTIL", ALMANAC_FREE_UNTIL);
	value("wire.GET_TOD", ALMANAC_GET_TOD);
	value("wire.BROADCAST", ALMANAC_BROADCAST);

	value("wire.start_memory", ALMANAC_START_MEMORY);
	value("wire.start_log", ALMANAC_START_LOG);
	value("wire.start_descriptors", ALMANAC_START_DESCRIPTORS);
	value("wire.start_slot_mask", ALMANAC_START_SLOT_MASK);

	value("wire.shared_version", ALMANAC_SHARED_VERSION);
	WIRE_MEMBERS("wire.header", struct almanac_shared_header, HEADER_FIELDS);
	WIRE_MEMBERS("wire.slot", struct almanac_shared_slot, SLOT_FIELDS);
	value("wire.cap_time_share", ALMANAC_CAP_TIME_SHARE);
	value("wire.flag_req_run", ALMANAC_FLAG_REQ_RUN);
}

static void kernel(void)
{
#ifdef KERNEL_MESSAGE
	WIRE_MEMBERS("kernel.message", struct um_timetravel_msg, MESSAGE_FIELDS);
	value("kernel.ACK", UM_TIMETRAVEL_ACK);
	value("kernel.START", UM_TIMETRAVEL_START);
	value("kernel.REQUEST", UM_TIMETRAVEL_REQUEST);
	value("kernel.WAIT", UM_TIMETRAVEL_WAIT);
	value("kernel.GET", UM_TIMETRAVEL_GET);
	value("kernel.UPDATE", UM_TIMETRAVEL_UPDATE);
	value("kernel.RUN", UM_TIMETRAVEL_RUN);
	value("kernel.FREE_UNTIL", UM_TIMETRAVEL_FREE_UNTIL);
	value("kernel.GET_TOD", UM_TIMETRAVEL_GET_TOD);
#endif
#ifdef KERNEL_SHARED
	value("kernel.BROADCAST", UM_TIMETRAVEL_BROADCAST);

	value("kernel.start_memory", UM_TIMETRAVEL_SHARED_MEMFD);
	value("kernel.start_log", UM_TIMETRAVEL_SHARED_LOGFD);
	value("kernel.start_descriptors", UM_TIMETRAVEL_SHARED_MAX_FDS);
	value("kernel.start_slot_mask", UM_TIMETRAVEL_START_ACK_ID);

	value("kernel.shared_version", UM_TIMETRAVEL_SCHEDSHM_VERSION);
	WIRE_MEMBERS("kernel.header", struct um_timetravel_schedshm, HEADER_FIELDS);
	WIRE_MEMBERS("kernel.slot", union um_timetravel_schedshm_client, SLOT_FIELDS);
	value("kernel.cap_time_share", UM_TIMETRAVEL_SCHEDSHM_CAP_TIME_SHARE);
	value("kernel.flag_req_run", UM_TIMETRAVEL_SCHEDSHM_FLAGS_REQ_RUN);
#endif
}

int main(void)
{
	structs();
	constants();
	errors();
	wire();
	kernel();
	return 0;
}
