package dev.rivet.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * CPU time of a PostgreSQL on this machine: its main process, the processes it has, and those it had. Reads {@code /proc}, in steps
 * of 10 ms; where there is none, not a number. Immutable.
 */
public final class ServerCpu {
  private static final double TICKS_PER_SECOND = 100; // USER_HZ, the same on all of today's Linux
  private static final int UTIME = 11; // fields of /proc/PID/stat, counted after the name
  private static final int CUTIME = 13;

  private final long pid;

  /**
   * Of a server.
   *
   * @param pid its main process, the postmaster
   */
  public ServerCpu(long pid) {
    this.pid = pid;
  }

  /** The main process. */
  public long pid() {
    return pid;
  }

  /** CPU seconds used since the server started. */
  public double seconds() {
    return ProcessHandle.of(pid)
        .map(
            main ->
                ticks(pid, true)
                    + main.children().mapToDouble(child -> ticks(child.pid(), false)).sum())
        .map(ticks -> ticks / TICKS_PER_SECOND)
        .orElse(Double.NaN);
  }

  private static double ticks(long pid, boolean isWithEnded) {
    String stat;
    try {
      stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    } catch (IOException e) {
      return isWithEnded ? Double.NaN : 0; // a child that has just ended is now in its parent's sum
    }
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    double own = Double.parseDouble(fields[UTIME]) + Double.parseDouble(fields[UTIME + 1]);
    return isWithEnded
        ? own + Double.parseDouble(fields[CUTIME]) + Double.parseDouble(fields[CUTIME + 1])
        : own;
  }
}
