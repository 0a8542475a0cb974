"""NetGear's wire protocol as pure functions of bytes: no sockets, threads, clocks or logging."""
