import { EventEmitter } from 'node:events';
import type { FastifyReply } from 'fastify';
import { describe, expect, it } from 'vitest';
import { enrichmentThread } from '../../src/server/variants/enrichment-thread.ts';
import type { EnrichmentTask } from '../../src/server/variants/enrichment-worker.ts';
import type { Background } from '../../src/threads/background.ts';

const task = { entries: [] } as unknown as EnrichmentTask;

/** Threads whose tasks end when told, or never; `events` has what became of them. */
function madeThreads(isQuick: (thread: number) => boolean) {
  const events: string[] = [];
  let count = 0;
  const start = (): Background => {
    const own = ++count;
    return {
      run: async <_Task, Result>() => {
        events.push(`${own} runs`);
        if (!isQuick(own)) await new Promise(() => {});
        return own as unknown as Result;
      },
      async close() {
        events.push(`${own} ends`);
        await new Promise((resolve) => setTimeout(resolve, 5));
        events.push(`${own} has ended`);
      },
    };
  };
  return { events, start };
}

function madeReply() {
  const raw = Object.assign(new EventEmitter(), { destroyed: false, closed: false });
  const reply = { raw, request: { raw: { socket: undefined } } } as unknown as FastifyReply;
  return { raw, reply };
}

describe('the thread of enrichment', () => {
  it('is ended where a test takes too long, and the next test has a new one, when the old is gone', async () => {
    const { events, start } = madeThreads((thread) => thread > 1);
    const thread = enrichmentThread(1000, { mostMs: 20, start });
    await expect(thread.run(task, madeReply().reply)).rejects.toMatchObject({
      status: 413,
      parameter: 'body',
    });
    expect(await thread.run(task, madeReply().reply)).toBe(2);
    expect(events).toEqual(['1 runs', '1 ends', '1 has ended', '2 runs']);
    expect(await thread.run(task, madeReply().reply)).toBe(2);
    await thread.close();
  });

  it('is ended where the visitor leaves, and stays where the answer is over', async () => {
    const { events, start } = madeThreads((thread) => thread > 1);
    const thread = enrichmentThread(1000, { start });
    const [first, second] = [madeReply(), madeReply()];
    const running = thread.run(task, first.reply);
    await new Promise((resolve) => setTimeout(resolve, 1));
    first.raw.emit('close');
    await expect(running).rejects.toMatchObject({ status: 400 });
    expect(await thread.run(task, second.reply)).toBe(2);
    second.raw.emit('close');
    expect(second.raw.listenerCount('close')).toBe(0);
    expect(events).toEqual(['1 runs', '1 ends', '1 has ended', '2 runs']);
    const gone = madeReply();
    gone.raw.closed = true;
    await expect(thread.run(task, gone.reply)).rejects.toMatchObject({ status: 400 });
    expect(events.length).toBe(4);
  });
});
