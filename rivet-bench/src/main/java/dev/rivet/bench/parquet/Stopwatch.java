package dev.rivet.bench.parquet;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * Wall time and CPU time of the whole process, collector and native threads included. On a machine with other work to do the
 * second is the steadier number, and it does not flatter those who use two cores.
 */
final class Stopwatch {
  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private long wall;
  private long cpu;

  void start() {
    cpu = system.getProcessCpuTime();
    wall = System.nanoTime();
  }

  double wallMillis() {
    return (System.nanoTime() - wall) / 1e6;
  }

  double cpuMillis() {
    return (system.getProcessCpuTime() - cpu) / 1e6;
  }
}
