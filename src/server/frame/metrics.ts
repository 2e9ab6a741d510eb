/** /metrics: how the service does, in the text format of Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/). */

import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { VERSION } from '../../version.ts';
import type { ServedRegistries } from '../served.ts';

/** Upper ends of the bins of durations, seconds. */
const BINS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const NS = 1e9;

interface Metric {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly samples: readonly (readonly [labels: Labels, value: number, suffix?: string])[];
}
type Labels = Readonly<Record<string, string | number>>;

interface Durations {
  readonly bins: Float64Array;
  sum: number;
  count: number;
}

/** Counts requests, and adds the route. Routes are named by their pattern: no metric grows with what visitors type. */
export function metricsRoute(app: FastifyInstance, registries: ServedRegistries): void {
  const requests = new Map<string, { labels: Labels; count: number }>();
  const durations = new Map<string, Durations>();
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  app.addHook('onClose', async () => {
    delay.disable();
  });
  const count = (request: FastifyRequest, reply: FastifyReply) => {
    const route = request.routeOptions.url ?? 'none';
    const labels = { method: request.method, route, status: reply.statusCode };
    const key = Object.values(labels).join(' ');
    const own = requests.get(key);
    if (own === undefined) requests.set(key, { labels, count: 1 });
    else own.count++;
    const seconds = reply.elapsedTime / 1000;
    let times = durations.get(route);
    if (times === undefined) {
      times = { bins: new Float64Array(BINS.length), sum: 0, count: 0 };
      durations.set(route, times);
    }
    times.sum += seconds;
    times.count++;
    const bin = BINS.findIndex((end) => seconds <= end);
    if (bin >= 0) times.bins[bin]!++;
  };
  app.addHook('onRequest', async (request, reply) => {
    // Not onResponse: it does not hear of visitors who leave.
    reply.raw.once('close', () => count(request, reply));
  });
  const metrics = (): readonly Metric[] => {
    const { heapUsed, rss, arrayBuffers } = process.memoryUsage();
    const { slots, traffic } = app;
    return [
      {
        name: 'cisreg_requests_total',
        type: 'counter',
        help: 'Requests answered, by route pattern and status.',
        samples: [...requests.values()].map(({ labels, count }) => [labels, count]),
      },
      {
        name: 'cisreg_request_duration_seconds',
        type: 'histogram',
        help: 'Time to the end of the answer.',
        samples: [...durations].flatMap(([route, times]) => durationSamples(route, times)),
      },
      gauge('cisreg_requests_running', 'Requests under way.', traffic.running),
      gauge('cisreg_heavy_running', 'Lists and other heavy requests under way.', slots.running),
      gauge('cisreg_heavy_waiting', 'Heavy requests that wait for their turn.', slots.waiting),
      gauge('cisreg_heavy_limit', 'Heavy requests at once.', slots.size),
      {
        name: 'cisreg_memory_bytes',
        type: 'gauge',
        help: 'Memory of the process.',
        samples: [
          [{ kind: 'resident' }, rss],
          [{ kind: 'heap' }, heapUsed],
          [{ kind: 'arrays' }, arrayBuffers],
        ],
      },
      {
        name: 'cisreg_event_loop_delay_seconds',
        type: 'gauge',
        help: 'How late timers were since the last look: a long one is a request that held the others up.',
        samples: [
          [{ quantile: '0.5' }, delay.percentile(50) / NS],
          [{ quantile: '0.99' }, delay.percentile(99) / NS],
          [{ quantile: '1' }, delay.max / NS],
        ],
      },
      {
        name: 'cisreg_registry_rows',
        type: 'gauge',
        help: 'rDHSs of each registry that is served.',
        samples: registries.all.map(({ id, version, store }) => [
          { registry: id, version, assembly: store.registry.assembly },
          store.table.rows,
        ]),
      },
      gauge('cisreg_registries', 'Registries that are served.', registries.all.length),
      gauge('cisreg_uptime_seconds', 'Since the process started.', process.uptime()),
      {
        name: 'cisreg_info',
        type: 'gauge',
        help: 'The program.',
        samples: [[{ version: VERSION, node: process.versions.node }, 1]],
      },
    ];
  };
  app.get('/metrics', { schema: { hide: true } }, async (_, reply) => {
    const text = metrics().map(metricText).join('');
    delay.reset();
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(text);
  });
}

function gauge(name: string, help: string, value: number): Metric {
  return { name, type: 'gauge', help, samples: [[{}, value]] };
}

function durationSamples(route: string, { bins, sum, count }: Durations): Metric['samples'] {
  let below = 0;
  return [
    ...BINS.map((le, i): Metric['samples'][number] => {
      below += bins[i]!;
      return [{ route, le }, below, '_bucket'];
    }),
    [{ route, le: '+Inf' }, count, '_bucket'],
    [{ route }, sum, '_sum'],
    [{ route }, count, '_count'],
  ];
}

function metricText({ name, type, help, samples }: Metric): string {
  const lines = samples.map(([labels, value, suffix = '']) => {
    const pairs = Object.entries(labels).map(([key, label]) => `${key}="${escaped(String(label))}"`);
    // Before anything ran there is no delay to tell.
    const number = Number.isFinite(value) ? value : 0;
    return `${name}${suffix}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${number}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function escaped(label: string): string {
  return label.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
