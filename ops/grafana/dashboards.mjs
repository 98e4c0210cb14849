// The dashboards, each answering one question. Written to dashboards/*.json by ops/grafana/build.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const R = '[$__rate_interval]';
const zero = 'or vector(0)'; // counters that nothing has happened to yet have no series

/** A panel: title, unit, and queries as [expression, legend]. */
const graph = (title, unit, ...queries) => ({ type: 'timeseries', title, unit, queries });
const stat = (title, unit, expr, thresholds) => ({ type: 'stat', title, unit, queries: [[expr, '']], thresholds });
const table = (title, unit, ...queries) => ({ type: 'bargauge', title, unit, queries });

// Thresholds of a stat: green below the first value, then yellow, then red; or the other way round.
const bad = (yellow, red) => [['green', null], ['yellow', yellow], ['red', red]];
const good = (yellow, green) => [['red', null], ['yellow', yellow], ['green', green]];

const dashboards = [
  {
    uid: 'poa-alive', title: 'Is the chain alive', panels: [
      stat('Head', 'none', 'max(chain_head_number)'),
      stat('Time since the last block', 's', 'chain:head_age:seconds', bad(30, 120)),
      stat('Signers that may still fail', 'none', 'min(clique_signers_spare)', good(0, 1)),
      stat('Missing signers', 'none', 'max(sum by (instance) (clique_signer_missing))', bad(1, 2)),
      stat('Sealed in turn', 'percentunit', 'chain:in_turn:ratio', good(0.5, 0.9)),
      stat('Nodes that answer', 'none', 'sum(up{job="poa"})', good(1, 2)),
      stat('Nodes that say the chain stands still', 'none', 'sum(clique_stalled)', bad(1, 2)),
      stat('Signers that sealed two blocks on one parent', 'none', `max(clique_equivocations_total{kind="same_parent"}) ${zero}`, bad(1, 1)),
      graph('Blocks per minute', 'none', [`60 * rate(chain_head_number${R})`, '{{instance}}']),
      graph('Height of each node', 'none', ['chain_head_number', '{{instance}}']),
      graph('Head, safe and finalized', 'none', ['max(chain_head_number)', 'head'], ['max(chain_safe_number)', 'safe'], ['max(chain_finalized_number)', 'finalized']),
      graph('Health of nodes (0 green, 1 yellow, 2 red)', 'none', ['node_health', '{{instance}}']),
    ],
  },
  {
    uid: 'poa-signers', title: 'Signers and votes', panels: [
      stat('Signers', 'none', 'max(clique_signers)'),
      stat('Of them active', 'none', 'min(clique_signers_active)'),
      stat('Votes to add', 'none', 'max(clique_votes{kind="add"})'),
      stat('Votes to drop', 'none', 'max(clique_votes{kind="drop"})'),
      table('Missing (1) or there (0)', 'none', ['max by (signer) (clique_signer_missing)', '{{signer}}']),
      table('Blocks since a signer sealed', 'none', ['scalar(max(chain_head_number)) - max by (signer) (clique_signer_last_sealed)', '{{signer}}']),
      graph('Blocks by signer, per minute', 'none', [`60 * max by (signer) (sum by (instance, signer) (rate(clique_signer_blocks_total${R})))`, '{{signer}}']),
      graph('Turns missed, per minute', 'none', [`60 * max by (signer) (rate(clique_seal_missed_total${R})) ${zero}`, '{{signer}}']),
      graph('Share sealed in turn', 'percentunit', ['chain:in_turn:ratio', 'in turn']),
      graph('Sealed by each node, per minute', 'none', [`60 * sum by (instance, turn) (rate(clique_seal_count_total${R}))`, '{{instance}} {{turn}}']),
      graph('Blocks not sealed by reason, per minute', 'none', [`60 * sum by (instance, reason) (rate(clique_seal_refused_total${R})) ${zero}`, '{{instance}} {{reason}}']),
      graph('Clock against the other signers', 's', ['clique_clock_offset_seconds', '{{instance}}']),
      graph('Two blocks of one height, pairs seen', 'none', [`max by (kind) (clique_equivocations_total) ${zero}`, '{{kind}}']),
      graph('Own proposals of the operators', 'none', ['clique_proposals', '{{instance}}']),
    ],
  },
  {
    uid: 'poa-import', title: 'Import and execution', panels: [
      graph('Time of an import, 99 of 100', 's', ['import:duration:p99', '{{instance}}']),
      graph('Time of an import, mean', 's', [`sum by (instance) (rate(chain_block_import_duration_seconds_sum${R})) / sum by (instance) (rate(chain_block_import_duration_seconds_count${R}))`, '{{instance}}']),
      graph('Imports per second by outcome', 'none', [`sum by (outcome) (rate(chain_block_import_duration_seconds_count${R}))`, '{{outcome}}']),
      graph('Refused blocks by reason, per minute', 'none', [`60 * sum by (reason) (rate(chain_block_refused_total${R})) ${zero}`, '{{reason}}']),
      graph('Gas per second', 'none', [`rate(chain_gas_total${R})`, '{{instance}}']),
      graph('Transactions per second', 'none', [`rate(chain_transactions_total${R})`, '{{instance}}']),
      graph('Share of the gas limit used', 'percentunit', ['max(chain_head_gas_used_ratio)', 'newest block']),
      graph('Blocks that wait', 'none', ['chain_import_queue', '{{instance}}']),
      graph('Reorganisations per minute', 'none', [`60 * sum by (instance) (rate(chain_reorg_depth_count${R})) ${zero}`, '{{instance}}']),
      graph('Fetched blocks per second', 'none', [`sum by (outcome) (rate(sync_blocks_total${R})) ${zero}`, 'catching up {{outcome}}'], [`sum by (outcome) (rate(sync_announced_blocks_total${R})) ${zero}`, 'announced {{outcome}}']),
      stat('Nodes catching up', 'none', 'sum(node_syncing)', bad(1, 2)),
    ],
  },
  {
    uid: 'poa-pool-rpc', title: 'Transaction pool and RPC', panels: [
      graph('Transactions in the pool', 'none', ['txpool_transactions', '{{instance}} {{state}}']),
      graph('Base fee', 'none', ['max(chain_head_base_fee)', 'Gwei']),
      graph('Transactions from peers by outcome, per second', 'none', [`sum by (outcome) (rate(p2p_transactions_total${R})) ${zero}`, '{{outcome}}']),
      graph('Calls per second', 'none', ['rpc:calls:rate', '{{instance}}']),
      graph('Calls by method, per second', 'none', [`topk(10, sum by (rpc_method) (rate(rpc_server_call_duration_seconds_count${R})))`, '{{rpc_method}}']),
      graph('Time of a call, 99 of 100', 's', ['rpc:duration:p99', '{{instance}}']),
      graph('Failed calls by code, per second', 'none', [`sum by (rpc_response_status_code) (rate(rpc_server_call_duration_seconds_count{rpc_response_status_code!=""}${R})) ${zero}`, '{{rpc_response_status_code}}']),
      graph('Open connections', 'none', [`sum by (instance, rpc_transport) (rpc_server_connections) ${zero}`, '{{instance}} {{rpc_transport}}']),
      graph('Subscriptions', 'none', [`sum by (instance) (rpc_server_subscriptions) ${zero}`, '{{instance}}']),
    ],
  },
  {
    uid: 'poa-network', title: 'Network and peers', panels: [
      graph('Peers', 'none', ['sum by (instance) (p2p_peers)', '{{instance}}']),
      graph('Peers by direction', 'none', ['sum by (direction) (p2p_peers)', '{{direction}}']),
      graph('Bytes in', 'Bps', [`sum by (instance) (rate(p2p_message_size_bytes_sum{direction="in"}${R}))`, '{{instance}}']),
      graph('Bytes out', 'Bps', [`sum by (instance) (rate(p2p_message_size_bytes_sum{direction="out"}${R}))`, '{{instance}}']),
      graph('Messages by kind, per second', 'none', [`sum by (message) (rate(p2p_message_size_bytes_count${R}))`, '{{message}}']),
      graph('Time to an answer, 99 of 100', 's', [`histogram_quantile(0.99, sum by (message, le) (rate(p2p_request_duration_seconds_bucket${R}))) ${zero}`, '{{message}}']),
      graph('Sessions that ended, per minute', 'none', [`60 * sum by (reason, fault) (rate(p2p_disconnects_total${R})) ${zero}`, '{{reason}} {{fault}}']),
      graph('Dials, per minute', 'none', [`60 * sum by (outcome) (rate(p2p_dials_total${R})) ${zero}`, '{{outcome}}']),
      graph('Bans, per minute', 'none', [`60 * sum by (fault) (rate(p2p_bans_total${R})) ${zero}`, '{{fault}}']),
      graph('Nodes that discovery knows', 'none', [`sum by (instance) (discovery_nodes) ${zero}`, '{{instance}}']),
      graph('Discovery packets, per second', 'none', [`sum by (direction, message) (rate(discovery_packets_total${R})) ${zero}`, '{{direction}} {{message}}']),
      graph('Discovery refusals, per minute', 'none', [`60 * sum by (fault) (rate(discovery_refusals_total${R})) ${zero}`, '{{fault}}']),
    ],
  },
  {
    uid: 'poa-host', title: 'Database and host', panels: [
      graph('Database', 'bytes', ['storage_size_bytes', '{{instance}}']),
      graph('Free on its disk', 'bytes', ['storage_free_bytes', '{{instance}}']),
      graph('Time of a durable write, 99 of 100', 's', ['storage:durable_write:p99', '{{instance}}']),
      graph('Writes per second', 'none', [`sum by (instance, durable) (rate(storage_write_duration_seconds_count${R}))`, '{{instance}} durable {{durable}}']),
      graph('State reads that a cache answers', 'percentunit', [`sum by (cache) (rate(state_trie_cache_hits_total${R})) / (sum by (cache) (rate(state_trie_cache_hits_total${R})) + sum by (cache) (rate(state_trie_cache_misses_total${R})))`, '{{cache}}']),
      graph('Processor', 'none', [`sum by (instance) (rate(dotnet_process_cpu_time_seconds_total${R}))`, '{{instance}}']),
      graph('Memory', 'bytes', ['dotnet_process_memory_working_set_bytes', '{{instance}}']),
      graph('Share of time in garbage collection', 'percentunit', [`rate(dotnet_gc_pause_time_seconds_total${R})`, '{{instance}}']),
      graph('Allocated per second', 'Bps', [`rate(dotnet_gc_heap_total_allocated_bytes_total${R})`, '{{instance}}']),
      graph('Work that waits for a thread', 'none', ['dotnet_thread_pool_queue_length_total', '{{instance}}']),
      graph('Exceptions per minute', 'none', [`60 * sum by (instance) (rate(dotnet_exceptions_total${R})) ${zero}`, '{{instance}}']),
      table('Versions', 'none', ['count by (version) (node_info)', '{{version}}']),
    ],
  },
  {
    uid: 'poa-checkpoints', title: 'Checkpoints and L1', panels: [
      stat('Checkpoint on L1', 'none', 'max(checkpointer_checkpoint_index)'),
      stat('Blocks behind', 'none', 'min(checkpointer_checkpoint_lag)', bad(1000, 5000)),
      stat('Time since the last', 's', 'min(checkpointer_checkpoint_age_seconds)', bad(3600, 7200)),
      stat('Checkpointers that answer', 'none', 'sum(up{job="poa-checkpointer"})'),
      graph('Signatures under the next, and needed', 'none', ['max(checkpointer_checkpoint_signatures)', 'there'], ['max(checkpointer_checkpoint_quorum)', 'needed'], ['max(checkpointer_signers)', 'signers']),
      graph('Sidechain blocks not final on L1', 'none', ['chain:finality_lag:blocks', 'blocks']),
      graph('Deposits that wait', 'none', ['max(checkpointer_deposit_lag)', 'deposits']),
      graph('Round', 'none', ['max(checkpointer_checkpoint_round)', 'round']),
      graph('Health by part (0 green, 1 yellow, 2 red)', 'none', ['max by (part) (checkpointer_health_part)', '{{part}}']),
      graph('Fees spent', 'none', [`sum by (chain) (increase(checkpointer_transaction_spent_total[1h])) / 1e9 ${zero}`, 'ether an hour on {{chain}}']),
      graph('Fee accounts', 'none', ['checkpointer_account_balance', '{{instance}} {{chain}}']),
      graph('L1 base fee', 'none', ['max(checkpointer_l1_base_fee)', 'Gwei']),
      graph('Transactions not yet final', 'none', ['checkpointer_transaction_pending', '{{instance}} {{chain}}']),
      graph('Age of the oldest of them', 's', ['checkpointer_transaction_age_seconds', '{{instance}} {{chain}}']),
      graph('Dearer attempts, per hour', 'none', [`3600 * sum by (chain) (rate(checkpointer_transaction_bump_total${R})) ${zero}`, '{{chain}}']),
      graph('L1 endpoints', 'none', ['min(checkpointer_l1_endpoints)', 'in the settings'], ['max(checkpointer_l1_endpoints_quarantined)', 'contradict the others']),
      graph('Answers not believed, per hour', 'none', [`3600 * sum by (instance) (rate(checkpointer_l1_endpoint_disagreement_total${R})) ${zero}`, '{{instance}}']),
      graph('Signed and refused, per minute', 'none', [`60 * sum by (message) (rate(checkpointer_attestation_signed_total${R})) ${zero}`, 'signed {{message}}'], [`60 * sum by (reason) (rate(checkpointer_attestation_refused_total${R})) ${zero}`, 'refused {{reason}}']),
      graph('Finalized L1 block', 'none', ['max(checkpointer_l1_finalized)', 'L1']),
      graph('Time of a round through all parts, mean', 's', [`sum by (instance) (rate(checkpointer_tick_duration_seconds_sum${R})) / sum by (instance) (rate(checkpointer_tick_duration_seconds_count${R}))`, '{{instance}}']),
    ],
  },
  {
    uid: 'poa-bridge', title: 'Bridge solvency', panels: [
      stat('Difference (must be 0)', 'none', 'max(abs(bridge_solvency_difference))', [['green', null], ['red', 1e-18]]),
      stat('Worst cover of a ledger by the Vault', 'percentunit', 'min(bridge_vault_held / (bridge_vault_locked > 0))', good(1, 1)),
      graph('Difference by asset', 'none', ['max by (asset) (bridge_solvency_difference)', '{{asset}}']),
      graph('Locked on L1', 'none', ['max by (asset) (bridge_vault_locked)', '{{asset}}']),
      graph('Held by the Vault', 'none', ['max by (asset) (bridge_vault_held)', '{{asset}}']),
      graph('Outstanding on the sidechain', 'none', ['max by (asset) (bridge_token_supply)', '{{asset}}']),
      graph('Withdrawn and unclaimed', 'none', ['max by (asset) (bridge_withdrawal_unclaimed)', '{{asset}}']),
      graph('Deposited and uncredited', 'none', ['max by (asset) (bridge_deposit_uncredited)', '{{asset}}']),
      graph('Speed limit used up', 'percentunit', ['max by (asset) (bridge_vault_bucket_ratio)', '{{asset}}']),
      graph('Withdrawals', 'none', ['max by (state) (bridge_withdrawals)', '{{state}}']),
    ],
  },
];

function panelJson(panel, id, x, y, w, h) {
  const unit = { unit: panel.unit };
  const colours = panel.thresholds && {
    color: { mode: 'thresholds' },
    thresholds: { mode: 'absolute', steps: panel.thresholds.map(([color, value]) => ({ color, value })) },
  };
  return {
    id, type: panel.type, title: panel.title,
    datasource: { type: 'prometheus', uid: 'poa-prometheus' },
    gridPos: { x, y, w, h },
    fieldConfig: { defaults: { ...unit, ...colours }, overrides: [] },
    options: panel.type === 'timeseries'
      ? { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } }
      : { reduceOptions: { calcs: ['lastNotNull'] } },
    targets: panel.queries.map(([expr, legendFormat], i) => ({ refId: String.fromCharCode(65 + i), expr, legendFormat })),
  };
}

/** Small figures in a first row, then two graphs a row. */
function layOut(panels) {
  const stats = panels.filter((p) => p.type === 'stat');
  const rest = panels.filter((p) => p.type !== 'stat');
  const width = stats.length ? Math.floor(24 / Math.min(stats.length, 6)) : 0;
  const top = stats.map((p, i) => panelJson(p, i + 1, (i % 6) * width, Math.floor(i / 6) * 4, width, 4));
  const from = Math.ceil(stats.length / 6) * 4;
  return [...top, ...rest.map((p, i) => panelJson(p, stats.length + i + 1, (i % 2) * 12, from + Math.floor(i / 2) * 8, 12, 8))];
}

const folder = join(dirname(fileURLToPath(import.meta.url)), 'dashboards');
const check = process.argv.includes('--check');
const files = new Map(dashboards.map(({ uid, title, panels }) => [`${uid}.json`, JSON.stringify({
  uid, title, tags: ['poa'], schemaVersion: 38, version: 1, editable: false, refresh: '10s', timezone: 'browser',
  time: { from: 'now-1h', to: 'now' },
  links: [{ type: 'dashboards', tags: ['poa'], title: 'PoaSidechain', asDropdown: true }],
  panels: layOut(panels),
}, null, 1) + '\n']));

if (check) {
  const there = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const stale = [...new Set([...there, ...files.keys()])].filter((name) => !there.includes(name) || readFileSync(join(folder, name), 'utf8') !== files.get(name));
  if (stale.length) {
    console.error(`not up to date: ${stale.join(', ')}: run ops/grafana/build`);
    process.exit(1);
  }
} else {
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
  console.log(`${files.size} dashboards, ${dashboards.reduce((sum, d) => sum + d.panels.length, 0)} panels`);
}
