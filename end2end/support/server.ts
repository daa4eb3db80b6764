// A real server with a database of its own: the demonstration, and the command line beside it.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);
const here = import.meta.dirname;
const binary = resolve(here, '..', process.env.HAILONG_BIN ?? '../target/debug/hailong');
/** Nothing of the developer's own HAILONG_… settings may reach the server under test. */
const env = { PATH: process.env.PATH ?? '' };

/** Runs a command on the database in a folder and returns its stdout. */
export async function command(folder: string, ...args: string[]): Promise<string> {
  const options = { env, maxBuffer: 64 * 1024 * 1024 };
  return (await run(binary, [...args, '--database', databaseIn(folder)], options)).stdout;
}

/** A row of `hailong index --format json`. */
export interface IndexRow {
  code: string;
  n: number | null;
  estimate: number | null;
}

/** A response of `hailong export responses --format json`, as far as tests read it. */
export interface StoredResponse {
  language: string;
  answers: Record<string, unknown>;
}

/** A running `hailong serve`. */
export class Server {
  private constructor(
    private readonly process: ChildProcess,
    readonly origin: string,
    private readonly said: string[],
  ) {}

  /** The code with which the first account is made, as the terminal shows it. */
  get setUpCode(): string {
    const code = this.said.map((line) => /with the code (\S+)/.exec(line)?.[1]).find(Boolean);
    if (!code) throw new Error('the server did not print a code');
    return code;
  }

  static async start(database: string, options: string[] = []): Promise<Server> {
    const args = ['serve', '--listen', '127.0.0.1:0', '--database', database, ...options];
    const child = spawn(binary, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    const said: string[] = [];
    const origin = await new Promise<string>((found, failed) => {
      const fail = (why: string) => failed(new Error(`hailong serve ${why}:\n${said.join('\n')}`));
      child.once('error', failed);
      child.once('exit', (code) => fail(`ended with ${code}`));
      createInterface({ input: child.stderr }).on('line', (line) => {
        said.push(line);
        const address = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
        if (address) found(address);
      });
    });
    return new Server(child, origin, said);
  }

  /** Drains and ends, as systemd would have it. */
  async stop(): Promise<void> {
    if (this.process.exitCode !== null) throw new Error(`the server ended by itself: ${this.process.exitCode}`);
    const ended = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    const [code] = await ended;
    if (code !== 0) throw new Error(`the server ended with ${code} after SIGTERM`);
  }
}

/** A database with the demonstration, its command line and its server. */
export class Hailong {
  private constructor(
    readonly folder: string,
    readonly server: Server,
  ) {}

  /** A copy of the demonstration. */
  static async start(): Promise<Hailong> {
    const demonstration = process.env.HAILONG_E2E_DEMONSTRATION;
    if (!demonstration) throw new Error('the demonstration has not been loaded');
    const folder = await mkdtemp(join(tmpdir(), 'hailong-e2e-'));
    await cp(demonstration, folder, { recursive: true });
    return Hailong.serving(folder);
  }

  /** A database in which nothing is yet. */
  static async empty(): Promise<Hailong> {
    return Hailong.serving(await mkdtemp(join(tmpdir(), 'hailong-e2e-')));
  }

  private static async serving(folder: string): Promise<Hailong> {
    try {
      return new Hailong(folder, await Server.start(databaseIn(folder)));
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  async stop(): Promise<void> {
    try {
      await this.server.stop();
    } finally {
      await rm(this.folder, { recursive: true, force: true });
    }
  }

  get origin(): string {
    return this.server.origin;
  }

  /** Runs a command and returns its stdout. */
  cli(...args: string[]): Promise<string> {
    return command(this.folder, ...args);
  }

  /** A second server on the same database. */
  serve(...options: string[]): Promise<Server> {
    return Server.start(databaseIn(this.folder), options);
  }

  /** Imports a document through a file, as people do. */
  async import(what: 'form' | 'round', document: { code: string }): Promise<void> {
    const file = join(this.folder, `${what}-${document.code}.json`);
    await writeFile(file, JSON.stringify(document));
    await this.cli('import', what, file);
  }

  /** The 39-item round of the demonstration that is live and open today. */
  demoRound(): Promise<string> {
    return this.round('sipas');
  }

  /** Its short form at the counters. */
  counterRound(): Promise<string> {
    return this.round('quay');
  }

  private async round(what: string): Promise<string> {
    const rounds = (await this.rounds()).filter(({ code, status }) => status === 'open' && code.endsWith('-demo'));
    const found = rounds.find(({ code }) => code.startsWith(what));
    if (!found) throw new Error(`there is no ${what} in the demonstration`);
    return found.code;
  }

  /** How many responses a round has. */
  async responses(round: string): Promise<number> {
    const found = (await this.rounds()).find(({ code }) => code === round);
    if (!found) throw new Error(`there is no round ${round}`);
    return found.responses;
  }

  /** The rows of an index. */
  async index(round: string): Promise<IndexRow[]> {
    return JSON.parse(await this.cli('index', '--round', round, '--format', 'json'));
  }

  /** Every response of a round, as exported. */
  async exported(round: string): Promise<StoredResponse[]> {
    return JSON.parse(await this.cli('export', 'responses', '--round', round, '--format', 'json'));
  }

  /** Every round. */
  async rounds(): Promise<{ code: string; responses: number; status: string }[]> {
    return JSON.parse(await this.cli('rounds', '--format', 'json'));
  }
}

function databaseIn(folder: string): string {
  return `sqlite://${join(folder, 'h.db')}`;
}
