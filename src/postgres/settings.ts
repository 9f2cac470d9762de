/** Durability is PostgreSQL's own default; it stands here so that nobody turns it off unseen. */
const settings: Record<string, string> = {
  cluster_name: "credenza",
  listen_addresses: "",
  unix_socket_permissions: "0700",
  max_connections: "100",
  fsync: "on",
  synchronous_commit: "on",
  full_page_writes: "on",
  shared_buffers: "128MB",
  effective_cache_size: "512MB",
  wal_buffers: "16MB",
  wal_compression: "on",
  min_wal_size: "128MB",
  max_wal_size: "1GB",
  checkpoint_timeout: "15min",
  random_page_cost: "1.1",
  jit: "off",
  max_parallel_workers_per_gather: "0",
  autovacuum_naptime: "15s",
  timezone: "UTC",
  log_timezone: "UTC",
  logging_collector: "off",
  /** Errors of statements quote values of rows; the application reports its own. */
  log_min_messages: "log",
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
  log_checkpoints: "off",
};

/** Arguments for `postgres`: no TCP port, one socket in `socketDir`. */
export function settingArguments(socketDir: string): string[] {
  return Object.entries({ ...settings, unix_socket_directories: socketDir }).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ]);
}
