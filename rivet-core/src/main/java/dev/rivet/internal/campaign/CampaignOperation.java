package dev.rivet.internal.campaign;

import static java.util.Objects.requireNonNull;

import dev.rivet.internal.json.CampaignSeal;
import dev.rivet.internal.resource.Resources;
import dev.rivet.plan.Campaign;
import dev.rivet.plan.Campaign.Entry;
import dev.rivet.run.CampaignApply;
import dev.rivet.run.CampaignResult;
import dev.rivet.run.Cancellation;
import dev.rivet.run.RunListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs a campaign: as many exports at a time as asked for, each as if it ran by itself. */
public final class CampaignOperation implements CampaignApply {
  private final Resources resources;
  private final Campaign campaign;
  private final Member.Options options = new Member.Options();
  private Cancellation cancellation = Cancellation.create();
  private boolean isCancellationSet;
  private @Nullable String mode;
  private int limit = 1;
  private boolean isUsed;

  /** For one campaign. */
  public CampaignOperation(Resources resources, Campaign campaign) {
    this.resources = resources;
    this.campaign = campaign;
  }

  @Override
  public CampaignApply parallel(int exports) {
    return mode("wave-parallel", exports);
  }

  @Override
  public CampaignApply pooled(int exports) {
    return mode("pool", exports);
  }

  private CampaignApply mode(String name, int exports) {
    if (exports < 1) {
      throw new IllegalArgumentException("exports must be at least 1: " + exports);
    }
    if (mode != null && !mode.equals(name)) {
      throw new IllegalStateException("parallel(…) and pooled(…) exclude each other");
    }
    mode = name;
    limit = exports;
    return this;
  }

  @Override
  public CampaignApply force() {
    options.isForced = true;
    return this;
  }

  @Override
  public CampaignApply validate() {
    options.isValidating = true;
    return this;
  }

  @Override
  public CampaignApply reconcile() {
    options.isReconciling = true;
    return this;
  }

  @Override
  public CampaignApply listener(RunListener listener) {
    options.listeners.add(requireNonNull(listener, "listener"));
    return this;
  }

  @Override
  public CampaignApply cancellation(Cancellation newCancellation) {
    if (isCancellationSet && cancellation != newCancellation) {
      throw new IllegalStateException("cancellation was already set");
    }
    cancellation = requireNonNull(newCancellation, "cancellation");
    isCancellationSet = true;
    return this;
  }

  @Override
  public CampaignResult execute() {
    if (isUsed) {
      throw new IllegalStateException(
          "this CampaignApply was executed already; ask rivet.apply(campaign) for another one");
    }
    isUsed = true;
    CampaignSeal.verify(campaign);
    String name = mode == null ? "wave-sequential" : mode;
    Schedule schedule =
        name.equals("pool")
            ? Schedule.pool(campaign.entries())
            : Schedule.waves(campaign.entries());
    CampaignRecord record = new CampaignRecord(resources, campaign, name);
    run(schedule, record);
    return record.end(cancellation.isCancelled());
  }

  /** Lanes of this call's own: a pool of the application's may be too small for campaign, exports and slices. */
  private void run(Schedule schedule, CampaignRecord record) {
    int lanes = Math.min(limit, Math.max(1, campaign.entries().size()));
    List<Thread> threads = new ArrayList<>();
    for (int i = 1; i < lanes; i++) {
      Thread lane = new Thread(() -> work(schedule, record), "rivet-campaign-" + i);
      lane.setDaemon(true);
      lane.start();
      threads.add(lane);
    }
    work(schedule, record);
    boolean isInterrupted = false;
    for (Thread lane : threads) {
      while (lane.isAlive()) {
        try {
          lane.join();
        } catch (InterruptedException e) {
          isInterrupted = true;
          cancellation.cancel();
        }
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work(Schedule schedule, CampaignRecord record) {
    while (true) {
      Optional<Entry> next = await(schedule);
      if (next.isEmpty()) {
        return;
      }
      Entry entry = next.get();
      try {
        new Member(resources, entry, options, cancellation, record).run();
      } finally {
        synchronized (schedule) {
          schedule.ended(entry);
          schedule.notifyAll();
        }
      }
    }
  }

  private Optional<Entry> await(Schedule schedule) {
    synchronized (schedule) {
      while (!schedule.isEverythingStarted()) {
        Optional<Entry> next = schedule.next();
        if (next.isPresent()) {
          return next;
        }
        try {
          schedule.wait();
        } catch (InterruptedException e) {
          cancellation.cancel();
          Thread.currentThread().interrupt();
          return Optional.empty();
        }
      }
      return Optional.empty();
    }
  }
}
