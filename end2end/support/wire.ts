// HTTP word for word, where a browser would tidy up: own headers, damaged bodies, bytes on the socket.

import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { buffer, text } from 'node:stream/consumers';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Asking {
  method?: string;
  headers?: OutgoingHttpHeaders;
  body?: string | Buffer;
}

/** One request on a connection of its own. */
export function ask(origin: string, path: string, { method = 'GET', headers = {}, body }: Asking = {}): Promise<Answer> {
  return new Promise((answered, failed) => {
    const asking = request(new URL(path, origin), { method, headers, agent: false }, (response) => {
      const { statusCode = 0, headers } = response;
      text(response).then((body) => answered({ status: statusCode, headers, body }), failed);
    });
    asking.once('error', failed);
    asking.end(body);
  });
}

/** Posts a form's body. */
export function post(origin: string, path: string, body: string | Buffer, headers: OutgoingHttpHeaders = {}): Promise<Answer> {
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  return ask(origin, path, { method: 'POST', headers: { ...type, ...headers }, body });
}

/** Everything that comes back over the socket: status line, headers, body. */
export async function bytesOf(origin: string, path: string, headers: Record<string, string>): Promise<Buffer> {
  const { hostname, port, host } = new URL(origin);
  const lines = Object.entries({ host, ...headers, connection: 'close' }).map(([name, value]) => `${name}: ${value}\r\n`);
  const socket = connect(Number(port), hostname);
  socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  return buffer(socket);
}

/** The cookie of an answer, as a phone sends it back, and its attributes. */
export function cookieOf(answer: Answer): { pair: string; key: string; attributes: string[] } {
  const cookies = answer.headers['set-cookie'] ?? [];
  if (cookies.length !== 1) throw new Error(`one cookie was expected, there are ${cookies.length}`);
  const [pair = '', ...attributes] = (cookies[0] ?? '').split(/; */);
  return { pair, key: pair.slice(pair.indexOf('=') + 1), attributes };
}

/** Opens a form as a phone does, and returns the key cookie to post with. */
export async function visit(origin: string, path: string): Promise<string> {
  const answer = await ask(origin, path);
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
  return cookieOf(answer).pair;
}
