package dev.rivet.bench.report;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** CPU time of this JVM. */
public final class Cpu {
  private Cpu() {}

  /** Seconds used so far by all threads, compiler and garbage collector included. */
  public static double seconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }
}
