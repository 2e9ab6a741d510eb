import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AtomicFile, writeFileAtomically } from '../../src/formats/atomic-file.ts';
import { mistakeOf, scratch } from './scratch.ts';

const { dir } = scratch();

function freshDir(name: string): string {
  const path = join(dir, name);
  mkdirSync(path);
  return path;
}

describe('an atomic file', () => {
  it('appears under its name with all that was written, when it is committed', async () => {
    const path = join(freshDir('a'), 'out.txt');
    await using file = new AtomicFile(path);
    const parts: string[] = [];
    for (let i = 0; i < 60; i++) parts.push(`é${'x'.repeat(i * 3001)}\n`);
    for (const [i, part] of parts.entries()) file.write(i % 2 === 0 ? part : Buffer.from(part));
    file.write('y'.repeat(2 << 20));
    expect(existsSync(path)).toBe(false);
    await file.commit();
    expect(readFileSync(path, 'utf8') === `${parts.join('')}${'y'.repeat(2 << 20)}`).toBe(true);
    expect(readdirSync(join(dir, 'a'))).toEqual(['out.txt']);
  });

  it('leaves nothing behind when the work fails', async () => {
    const where = freshDir('b');
    const work = async () => {
      await using file = new AtomicFile(join(where, 'out.txt'));
      file.write('half');
      throw new Error('stopped');
    };
    await expect(work()).rejects.toThrow('stopped');
    expect(readdirSync(where)).toEqual([]);
  });

  it('keeps the file that was there until the new one is whole', async () => {
    const path = join(freshDir('c'), 'out.txt');
    await writeFileAtomically(path, 'old');
    const file = new AtomicFile(path);
    file.write('new');
    expect(readFileSync(path, 'utf8')).toBe('old');
    await file.commit();
    await file.abort();
    expect(readFileSync(path, 'utf8')).toBe('new');
  });

  it('says what could not be written', async () => {
    const missing = await mistakeOf(writeFileAtomically(join(dir, 'no', 'such', 'x'), 'y'));
    expect(missing.message).toContain('cannot be written (ENOENT); does the directory exist');
    const taken = freshDir('taken');
    mkdirSync(join(taken, 'x'));
    expect((await mistakeOf(writeFileAtomically(join(taken, 'x'), 'y'))).code).toBe('IO');
    expect(readdirSync(taken)).toEqual(['x']);
  });
});

describe('standard output', () => {
  const program = (lines: number) => `import { stdoutWriter } from './src/formats/byte-writer.ts';
    const out = stdoutWriter();
    let i = 0;
    for (; i < ${lines} && !out.isClosed; i++) await out.write(String(i).padEnd(99, '.') + '\\n');
    process.stderr.write(i < ${lines} ? 'stopped' : 'done');`;
  const start = (lines: number) =>
    spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program(lines)]);

  it('takes everything when the reader is slow', async () => {
    const child = start(50000);
    let bytes = 0;
    for await (const chunk of child.stdout) bytes += (chunk as Buffer).length;
    expect(bytes).toBe(5000000);
  });

  it('ends quietly when the reader goes away', async () => {
    const child = start(10000000);
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect([status, said]).toEqual([0, 'stopped']);
  });
});
