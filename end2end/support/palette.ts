// Pictures of pages as small files: a PNG with a palette of at most 256 colours, which pages have few more of (PNG, third
// edition, W3C 2025).

import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = 8;
const CHANNELS: Record<number, number> = { 2: 3, 6: 4 };

/** The same picture with a palette; eight bits a channel, opaque and not interlaced, as browsers take it. */
export function withPalette(png: Buffer): Buffer {
  const head = chunk(png, 'IHDR')[0] ?? Buffer.alloc(13);
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  const channels = CHANNELS[head[9] ?? 0];
  if (head[8] !== 8 || channels === undefined || head[12] !== 0) throw new Error('not a picture that a browser takes');
  const pixels = unfiltered(inflateSync(Buffer.concat(chunk(png, 'IDAT'))), width * channels, height, channels);
  const colours = new Uint32Array(width * height);
  const counts = new Map<number, number>();
  for (let at = 0; at < colours.length; at += 1) {
    const colour = pixels.readUIntBE(at * channels, 3);
    colours[at] = colour;
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const palette = Array.from(counts).sort(([, a], [, b]) => b - a).slice(0, 256).map(([colour]) => colour);
  const places = new Map(palette.map((colour, place) => [colour, place]));
  const rows = Buffer.alloc((width + 1) * height);
  for (const [at, colour] of colours.entries()) {
    let place = places.get(colour);
    if (place === undefined) {
      place = nearest(palette, colour);
      places.set(colour, place);
    }
    rows[at + Math.floor(at / width) + 1] = place;
  }
  const header = Buffer.from(head);
  header[9] = 3;
  const shades = Buffer.concat(palette.map((colour) => Buffer.from([colour >> 16, (colour >> 8) & 255, colour & 255])));
  return Buffer.concat([
    png.subarray(0, SIGNATURE),
    made('IHDR', header),
    made('PLTE', shades),
    made('IDAT', deflateSync(rows, { level: 9 })),
    made('IEND', Buffer.alloc(0)),
  ]);
}

/** The place of the colour that differs least. */
function nearest(palette: number[], colour: number): number {
  const difference = (other: number) =>
    [16, 8, 0].reduce((sum, shift) => sum + (((colour >> shift) & 255) - ((other >> shift) & 255)) ** 2, 0);
  const differences = palette.map(difference);
  return differences.indexOf(Math.min(...differences));
}

/** What the chunks of a type hold. */
function chunk(png: Buffer, type: string): Buffer[] {
  const found: Buffer[] = [];
  for (let at = SIGNATURE; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === type) found.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return found;
}

function made(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

/** Rows without their filters. */
function unfiltered(data: Buffer, stride: number, height: number, step: number): Buffer {
  const rows = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = data[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x += 1) {
      const at = y * stride + x;
      const left = x < step ? 0 : (rows[at - step] ?? 0);
      const above = y === 0 ? 0 : (rows[at - stride] ?? 0);
      const corner = x < step || y === 0 ? 0 : (rows[at - stride - step] ?? 0);
      const guess = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter] ?? 0;
      rows[at] = (data[y * (stride + 1) + 1 + x] ?? 0) + guess;
    }
  }
  return rows;
}

function paeth(left: number, above: number, corner: number): number {
  const [a, b, c] = [left, above, corner].map((side) => Math.abs(left + above - corner - side)) as [number, number, number];
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}
